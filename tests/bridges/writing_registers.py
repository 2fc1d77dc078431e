"""Registers written for tests: a table per sheet, as xlsx, ods or xls, tidy or in any other order and writing."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import xlsxwriter
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from percorsi.bridges.register.finding_headers import find_headers
from percorsi.bridges.register.layout import Column, register_layout
from percorsi.bridges.register.workbook import open_workbook
from percorsi.kit.dates import MONTH_NAMES

Cells = Sequence[object]
Sheets = Mapping[str, Sequence[Cells]]

PEOPLE: list[list[object]] = [
    ["N. pratica", "Cognome", "Nome", "Sesso", "Data di nascita"],
    ["NIL-0001", "Averla", "Anna", "F", date(1980, 2, 1)],
    ["NIL-0002", "Larice", "Ugo", "M", date(1975, 7, 9)],
]
COMPANIES: list[list[object]] = [["Codice azienda", "Ragione sociale", "Natura"], ["AZ-001", "Vivai Melo", "profit"]]
TRAINEESHIP_HEADERS: list[object] = ["Codice tirocinio", "N. pratica", "Codice azienda", "Data inizio", "Data fine"]
TRAINEESHIPS: list[list[object]] = [
    TRAINEESHIP_HEADERS,
    ["TIR-0001", "NIL-0001", "AZ-001", date(2018, 1, 10), date(2018, 3, 5)],
]
ATTENDANCES: list[list[object]] = [
    ["Codice tirocinio", "Mese", "Ore previste", "Ore presenti", "Importo"],
    ["TIR-0001", date(2018, 1, 1), 80, 60, 300.5],
]


def write_xlsx(path: Path, sheets: Sheets) -> Path:
    """Write the sheets in their order; a text beginning with '=' is a formula whose stored value is 7."""
    with xlsxwriter.Workbook(path) as book:
        as_date = book.add_format({"num_format": "dd/mm/yyyy"})
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for row, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    if isinstance(cell, date):
                        sheet.write_datetime(row, column, cell, as_date)
                    elif isinstance(cell, str) and cell.startswith("="):
                        sheet.write_formula(row, column, cell, None, 7)
                    elif isinstance(cell, str):
                        sheet.write_string(row, column, cell)
                    elif cell is not None:
                        sheet.write(row, column, cell)
    return path


def write_xls(path: Path, sheets: Sheets) -> Path:
    """Write the sheets as an old Excel file."""
    book = xlwt.Workbook()
    as_date = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    sheet.write(row, column, cell, as_date)
                elif cell not in (None, ""):
                    sheet.write(row, column, cell)
    book.save(str(path))
    return path


def write_ods(path: Path, sheets: Sheets) -> Path:
    """Write the sheets as an OpenDocument file."""
    book = OpenDocumentSpreadsheet()
    for name, rows in sheets.items():
        table = Table(name=name)
        for cells in rows:
            line = TableRow()
            for cell in cells:
                line.addElement(_ods_cell(cell))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))
    return path


def _ods_cell(cell: object) -> TableCell:
    if cell is None or cell == "":
        return TableCell()
    if isinstance(cell, date):
        made = TableCell(valuetype="date", datevalue=cell.isoformat())
    elif isinstance(cell, int | float):
        made = TableCell(valuetype="float", value=cell)
    else:
        made = TableCell(valuetype="string")
    made.addElement(P(text=str(cell)))
    return made


def sample_tables(path: Path) -> dict[str, tuple[list[Column], list[list[object]]]]:
    """Return the sample by sheet: the columns, and the lines below the header as the file has them."""
    tables = {}
    for sheet in open_workbook(path).sheets:
        layout = register_layout().sheet_named(sheet.name)
        assert layout
        found = find_headers(sheet, layout)
        assert found
        columns = sorted(found.places, key=lambda column: found.places[column])
        tables[sheet.name] = (columns, sheet.rows[found.header_row :])
    return tables


def rewritten(
    tables: Mapping[str, tuple[list[Column], list[list[object]]]], rng: random.Random
) -> dict[str, list[Cells]]:
    """Return the tables with sheets, columns, headers, dates and variants written in any other documented way.

    Every sheet gets between no and five lines above its header, the lines of data keep their order.
    """
    names = rng.sample(list(tables), len(tables))
    return {rng.choice([name, name.upper(), f" {name.lower()} "]): _sheet(*tables[name], rng) for name in names}


def _sheet(columns: list[Column], rows: list[list[object]], rng: random.Random) -> list[Cells]:
    order = rng.sample(range(len(columns)), len(columns))
    header = [_header(columns[place], rng) for place in order]
    lines: list[Cells] = [[_cell(row[place], columns[place], rng) for place in order] for row in rows]
    above: list[Cells] = [["NIL RHODENSE - REGISTRO"], [], ["aggiornato al", date(2019, 5, 31)], [], []]
    return [*above[: rng.randint(0, 5)], header, *lines]


def _header(column: Column, rng: random.Random) -> str:
    header = rng.choice([column.name, *column.also])
    return rng.choice([header, header, header.upper(), header.lower(), f" {header}  "])


def _cell(cell: object, column: Column, rng: random.Random) -> object:
    if isinstance(cell, date):
        return _month(cell, rng) if column.kind == "month" else _day(cell, rng)
    if column.kind == "form" and column.form and isinstance(cell, str):
        forms = column.form
        writings = [writing for writing, normal in forms.by_writing.items() if normal == cell]
        return rng.choice([cell, cell.upper(), *writings])
    if column.kind in ("code", "text") and isinstance(cell, str) and cell:
        return cell + " " * rng.choice([0, 0, 0, 1, 3])
    return cell


def _day(day: date, rng: random.Random) -> object:
    writings: list[object] = [
        day,
        f"{day:%d.%m.%Y}",
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}",
    ]
    # Two digits say 1930-2029.
    if 1930 <= day.year <= 2029:
        writings.append(f"{day.day}/{day.month}/{day:%y}")
    return rng.choice(writings)


def _month(month: date, rng: random.Random) -> object:
    name = MONTH_NAMES[month.month - 1]
    return rng.choice([month, f"{name[:3]}-{month:%y}", f"{month:%m/%Y}", f"{month:%Y-%m-%d}", f"{name} {month.year}"])
