"""Files for spreadsheets: what goes in comes out, and nothing in them is calculated or followed."""

import csv
import time
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.reports.workbook import Sheet, Value, write_csv, write_xlsx

STARTS = ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "＝", "|"]
ENDS = ["1+1", "cmd|' /C calc'!A0", 'HYPERLINK("http://x.example";"apri")', "SUM(A1:A9)", "WEBSERVICE(A1)", "2019"]
PAYLOADS = [start + end for start in STARTS for end in ENDS]
ADDRESSES = ["http://x.example", "mailto:a@x.example", "internal:Foglio!A1", "external:C:\\a.xlsx", "{=SUM(A1)}", "1e5"]


def read_csv(content: bytes) -> list[list[str]]:
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_xlsx(content: bytes) -> list[list[object]]:
    book = openpyxl.load_workbook(BytesIO(content), rich_text=False)
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_there_are_sixty_payloads() -> None:
    assert len(set(PAYLOADS)) == 60


@pytest.mark.parametrize("text", PAYLOADS + ADDRESSES)
def test_a_text_is_never_calculated_nor_followed_in_a_workbook(text: str) -> None:
    content = write_xlsx([Sheet("Foglio", [text], [[text, 1]])])
    # XML readers turn a lone carriage return into a line break.
    assert [[str(row[0]).replace("_x000D_", "\r").replace("\r", "\n")] for row in read_xlsx(content)] == [
        [text.replace("\r", "\n")]
    ] * 2
    files = ZipFile(BytesIO(content))
    sheet = files.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and b"<f " not in sheet and b"hyperlink" not in sheet
    assert not [name for name in files.namelist() if "externalLink" in name]


@pytest.mark.parametrize("text", PAYLOADS)
def test_a_text_that_a_spreadsheet_would_calculate_has_an_apostrophe_in_a_csv(text: str) -> None:
    assert read_csv(write_csv([text], [[text]])) == [["'" + text]] * 2


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\x00\r")), min_size=1, max_size=6))
def test_every_cell_of_a_csv_is_harmless_and_can_be_read_back(row: list[str]) -> None:
    (found,) = read_csv(write_csv(["a"], [row]))[1:]
    for text, cell in zip(row, found or [""], strict=True):
        assert cell in {text, "'" + text}
        assert not cell.lstrip().startswith(("=", "+", "-", "@"))


def test_numbers_and_days_stay_what_they_are() -> None:
    row: list[Value] = [-5, Decimal("-1234.50"), date(2019, 5, 31), None, "Rho; Pero", 'detto "il nido"']
    assert read_csv(write_csv(["a"] * 6, [row]))[1] == ["-5", "-1234,50", "31/05/2019", "", "Rho; Pero", row[5]]
    read = read_xlsx(write_xlsx([Sheet("Foglio", ["a"] * 6, [row])]))[1]
    assert read[:2] == [-5, -1234.5]
    assert str(read[2]).startswith("2019-05-31")
    assert read[3:] == [None, "Rho; Pero", row[5]]


def test_names_of_sheets_that_spreadsheets_refuse_are_mended() -> None:
    names = ["Mesi: [2018]/2019?", "'", "x" * 40, "x" * 41]
    content = write_xlsx([Sheet(name, ["a"], []) for name in names])
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames == [
        "Mesi   2018  2019", "2", "x" * 29 + " 3", "x" * 29 + " 4",
    ]  # fmt: skip


def test_a_list_of_2600_rows_is_written_within_a_second() -> None:
    rows: list[list[Value]] = [
        [f"Persona {number}", "Rho", date(2018, 3, 1), number, "presa in carico"] * 3 for number in range(2_600)
    ]
    starts = time.process_time()
    write_xlsx([Sheet("Persone", ["a", "b", "c", "d", "e"] * 3, rows)])
    assert time.process_time() - starts < 1  # of the processor: the machine of the tests is shared
