"""Reading the page Andamento as a reader does: its tables, its links, its sentences."""

import io
import re
from html import unescape
from typing import Any

from django.test import Client
from docx import Document

LETTER = {"destinatario": "Azienda Maestrale", "oggetto": "Andamento", "luogo": "Rho", "giorno": "25/6/2019"}
Figures = dict[str, dict[str, dict[str, str]]]


def text_of(html: str) -> str:
    """The words of a piece of page, without marks, every run of blanks one."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", html)).split())


def page_of(client: Client, **choices: Any) -> str:
    answer = client.get("/andamento/", choices)
    assert answer.status_code == 200
    return answer.content.decode()


def tables_of(html: str) -> Figures:
    """The statistics: title -> row -> period -> the figure as it is written."""
    return {title: {row: {p: text for p, (text, _url) in cells.items()} for row, cells in rows.items()}
            for title, rows in cells_of(html).items()}  # fmt: skip


def cells_of(html: str) -> dict[str, dict[str, dict[str, tuple[str, str]]]]:
    """The statistics with the address of the rows behind each figure, blank for none."""
    found: dict[str, Any] = {}
    for table in re.findall(r'<table class="table stat.*?</table>', html, re.S):
        title = text_of(re.search(r"<caption.*?</caption>", table, re.S)[0])  # type: ignore[index]
        heads = re.findall(r'<th scope="col".*?</th>', table, re.S)
        periods = [text_of(re.sub(r"<small>.*?</small>", "", head)) for head in heads[1:]]
        rows = {}
        for row in re.findall(r'<tr><th scope="row">.*?</tr>', table, re.S):
            name = text_of(re.search(r"<th.*?</th>", row, re.S)[0])  # type: ignore[index]
            cells = re.findall(r"<td.*?</td>", row, re.S)
            rows[name] = dict(zip(periods, [(text_of(cell), _link(cell)) for cell in cells], strict=True))
        assert title not in found
        found[title] = rows
    return found


def _link(cell: str) -> str:
    link = re.search(r'href="([^"]*)"', cell)
    return unescape(link[1]) if link else ""


def paper_of(client: Client, form: str, **typed: str) -> bytes:
    """The page as a letter; ``form`` is "pdf" or "word"."""
    answer = client.post("/andamento/relazione/", {**LETTER, **typed, form: ""})
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"], answer.content[:500]
    return answer.content


def words_of(docx: bytes) -> str:
    """All that a Word document says."""
    document = Document(io.BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def tables_in_word(docx: bytes) -> dict[str, list[list[str]]]:
    """Its tables, by the word in the upper left cell."""
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in Document(io.BytesIO(docx)).tables]
    return {table[0][0]: table for table in tables}
