"""The tables of Andamento as files: what the reader sees on the page, and nothing more."""

from django.http import HttpResponse
from django.utils.translation import gettext

from percorsi.kit.dates import in_words
from percorsi.reports import tables
from percorsi.reports.choices import SMALLEST_SHOWN
from percorsi.reports.frame import Frame
from percorsi.reports.overview import Figures
from percorsi.reports.selection import Column, Scope, Selection
from percorsi.reports.suppression import Cell
from percorsi.reports.workbook import Sheet, Value, write_csv, write_xlsx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def download(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return a file to be kept, never shown by the browser."""
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def xlsx_file(frame: Frame, selection: Selection, figures: Figures, scope: Scope) -> bytes:
    """Return a workbook: the tables one under another, and what they count."""
    header = ["", *[_head(column) for column in selection.columns]]
    rows: list[list[Value]] = []
    for table in tables.all_tables(figures, selection):
        rows += [[], [table.title]] if rows else [[table.title]]
        rows += [[line.name, *[_value(cell) for cell in line.cells]] for line in table.lines]
    notes = [[title, definition] for title, definition in tables.definitions().items()]
    notes.append([gettext("Comune"), selection.town or gettext("Tutti i Comuni")])
    if frame.cut_off:
        notes.append([gettext("Dati aggiornati al"), in_words(frame.cut_off)])
    if scope.hides_small(selection.cut):
        notes.append([gettext("Cifre piccole"), small_figures_note()])
    return write_xlsx(
        [
            Sheet(gettext("Andamento"), header, rows, widths=(44, 16)),
            Sheet(gettext("Che cosa contano"), [gettext("Voce"), gettext("Definizione")], notes, widths=(36, 100)),
        ]
    )


def csv_file(selection: Selection, figures: Figures) -> bytes:
    """Return one figure a line: table, row, period, figure."""
    header = [gettext("Tabella"), gettext("Voce"), gettext("Periodo"), gettext("Cifra")]
    return write_csv(
        header,
        [
            [table.title, line.name, _head(column), _value(cell)]
            for table in tables.all_tables(figures, selection)
            for line in table.lines
            for column, cell in zip(selection.columns, line.cells, strict=True)
        ],
    )


def small_figures_note() -> str:
    """Return the rule about small figures, for readers outside the team."""
    return gettext(
        "Le cifre sotto %(threshold)s sono «< %(threshold)s»; dove si potrebbero ricavare dal totale, sono «n.d.» "
        "con la cifra accanto. Un gruppo le cui cifre sono tutte così piccole non si divide."
    ) % {"threshold": SMALLEST_SHOWN}


def _head(column: Column) -> str:
    return f"{column.period.label} ({column.cut_off_words})" if column.is_unfinished else column.period.label


def _value(cell: Cell) -> Value:
    return cell.mark if cell.value is None else cell.value
