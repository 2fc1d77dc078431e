"""Our own Word template of the report. It is made here and not kept as a file, so that its every tag can be read.

The office takes it, changes fonts, logo and words in Word, and gives it back; the tags between braces stay.
"""

import io
from functools import lru_cache

# Tags of docxtpl: {%p ..%} stands for its whole paragraph, {%tr ..%} for its row, {%tc ..%} for its column.
_TABLE_HEAD = ("{{ t.head }}", "{%tc for column in t.columns %}", "{{ column }}", "{%tc endfor %}")
_TABLE_LINE = ("{{ line.name }}", "{%tc for cell in line.cells %}", "{{ cell }}", "{%tc endfor %}")


@lru_cache(maxsize=1)
def andamento_template() -> bytes:
    """Return the template as a .docx."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    document = Document()
    document.core_properties.title = "Andamento"
    document.core_properties.author = "Percorsi"
    document.add_paragraph().add_run("{{ service }}").bold = True
    document.add_paragraph("{{ body }}")
    document.add_paragraph("{{ place_and_day }}")
    document.add_paragraph("{%p if addressee %}")
    document.add_paragraph("{{ labels.addressee }} {{ addressee }}")
    document.add_paragraph("{%p endif %}")
    document.add_paragraph("{{ labels.subject }}: {{ subject }}")
    document.add_heading("{{ title }}", level=1)
    document.add_paragraph("{{ cut_off }}")
    document.add_heading("{{ labels.people }}", level=2)
    _tables(document, "main_tables")
    document.add_paragraph("{{ contract_note }}")
    document.add_heading("{{ labels.charts }}", level=2)
    document.add_paragraph("{%p for chart in charts %}")
    document.add_heading("{{ chart.title }}", level=3)
    document.add_paragraph("{{ chart.measure }}")
    document.add_paragraph("{{ pictures[chart.picture] }}")
    document.add_paragraph("{{ chart.note }}")
    document.add_paragraph("{%p endfor %}")
    document.add_heading("{{ labels.hires }}", level=2)
    document.add_paragraph("{{ hires_plain }}")
    _tables(document, "hires_tables")
    document.add_paragraph("{%p for part in more %}")
    document.add_heading("{{ part.title }}", level=2)
    _tables(document, "part.tables")
    document.add_paragraph("{%p endfor %}")
    document.add_heading("{{ labels.definitions }}", level=2)
    document.add_paragraph("{%p for d in definitions %}")
    document.add_paragraph("{{ d.name }}: {{ d.words }}")
    document.add_paragraph("{%p endfor %}")
    document.add_paragraph("{{ small_figures }}")
    document.add_paragraph("{{ signature }}").alignment = WD_ALIGN_PARAGRAPH.RIGHT
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _tables(document, name: str) -> None:  # type: ignore[no-untyped-def]
    """Each table of a list: a row of heads, a row for each line, as many columns as there are periods."""
    document.add_paragraph(f"{{%p for t in {name} %}}")
    document.add_paragraph("{{ t.title }}")
    table = document.add_table(rows=4, cols=4)
    table.style = "Light Grid Accent 1"
    for row, words in enumerate((_TABLE_HEAD, ("{%tr for line in t.lines %}",), _TABLE_LINE, ("{%tr endfor %}",))):
        for column, word in enumerate(words):
            table.cell(row, column).text = word
    document.add_paragraph("{%p endfor %}")
