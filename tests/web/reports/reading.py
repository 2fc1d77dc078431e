"""Reading the page Andamento as a reader does: its tables, its links, its sentences."""

import re
from html import unescape
from typing import Any

from django.test import Client

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
