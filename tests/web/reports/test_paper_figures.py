"""The paper of the shared register says what the page says."""

import io
import re
from typing import Any

import pytest
from docx import Document

from percorsi.accounts.choices import Role
from tests.cast import client_of, member
from tests.web.reports.reading import page_of, paper_of, tables_in_word, tables_of, words_of

pytestmark = pytest.mark.django_db


def test_the_word_document_has_the_figures_of_the_page(register: dict[str, Any]) -> None:
    client = client_of(member(Role.PROJECT_COORDINATOR))
    page, docx = tables_of(page_of(client)), paper_of(client, "word", firma="Marta Scirocco")
    found = tables_in_word(docx)
    assert found["Tirocini"][0] == ["Tirocini", "2015", "2016", "2017", "2018", "2019 (a fine maggio)"]
    assert found["Percorsi"][1][1:] == [
        str(register["periods"][year]["users"]) for year in page["Persone"].popitem()[1]
    ]
    for name, cells in page["Mesi erogati per ente pagatore"].items():
        assert [name, *cells.values()] in found["Ente pagatore"]
    words = words_of(docx)
    for expected in (
        *("Azienda Maestrale", "Rho, 25 giugno 2019", "Oggetto: Andamento", "Marta Scirocco"),
        *("Andamento del servizio, 2015–2019", "Nel 2018 le persone in carico sono quasi il triplo del 2015"),
        "Nel 2018 le assunzioni sono state 57, in maggioranza presso aziende profit (31)",
        "Persone diverse con almeno un giorno in carico nel periodo.",
    ):
        assert expected in words, expected
    assert not re.search(r"[{}*]{2}|None", words)
    assert len(Document(io.BytesIO(docx)).inline_shapes) == 3


def test_the_pdf_is_tagged_and_titled(register: dict[str, Any]) -> None:
    pdf = paper_of(client_of(member(Role.COMMISSIONER)), "pdf")
    assert pdf.startswith(b"%PDF-") and b"pdfuaid:part>1<" in pdf
    assert b"/StructTreeRoot" in pdf and b"/Alt" in pdf and b"it" in re.findall(rb"/Lang\s*\((.*?)\)", pdf)
