"""Files that no register is: bombs, lies, programs, links and locks. Each function returns the bytes of one file."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping

import xlsxwriter
import xlwt

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
ODS_TYPE = "application/vnd.oasis.opendocument.spreadsheet"


def small_xlsx() -> bytes:
    """Return an honest small workbook with two texts, a number and a formula."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Utenti")
    sheet.write_row(0, 0, ["N. pratica", "Cognome", "% invalidità"])
    sheet.write_row(1, 0, ["NIL-0001", "Averla", 50])
    sheet.write_formula("D2", "=C2*2", None, 100)
    book.close()
    return out.getvalue()


def small_xls() -> bytes:
    """Return an honest small old workbook."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Utenti")
    for column, text in enumerate(["N. pratica", "Cognome", "Nome"]):
        sheet.write(0, column, text)
        sheet.write(1, column, f"Averla {column}")
    sheet.write(1, 3, 50)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rezipped(content: bytes, parts: Mapping[str, bytes]) -> bytes:
    """Return the zip with these parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def xlsx_with_sheet(rows: str, before: str = "") -> bytes:
    """Return an xlsx whose only sheet has these rows, written as XML."""
    xml = f'<?xml version="1.0"?>{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    return rezipped(small_xlsx(), {SHEET: xml.encode()})


def ods_with_table(rows: str, *, attributes: str = "", more: Mapping[str, str] | None = None) -> bytes:
    """Return an ods whose only sheet has these rows, written as XML."""
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
        'xmlns:script="urn:oasis:names:tc:opendocument:xmlns:script:1.0" '
        'xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<office:body><office:spreadsheet><table:table table:name="Utenti"{attributes}>{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        parts = {"mimetype": ODS_TYPE, "META-INF/manifest.xml": manifest, "content.xml": content} | dict(more or {})
        for name, text in parts.items():
            new.writestr(name, text)
    return out.getvalue()


def ods_cell(text: str, *, columns: int = 1) -> str:
    """Return a text cell of an ods, repeated over ``columns``."""
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def ods_row(cells: str, *, rows: int = 1) -> str:
    """Return a row of an ods, repeated ``rows`` times."""
    return f'<table:table-row table:number-rows-repeated="{rows}">{cells}</table:table-row>'


def zip_bomb(megabytes: int = 150) -> bytes:
    """Return an xlsx whose sheet is blanks that become ``megabytes``."""
    return rezipped(small_xlsx(), {SHEET: b"<worksheet>" + b" " * (megabytes << 20) + b"</worksheet>"})


def lying_size(*, is_checksum_of_prefix: bool = False) -> bytes:
    """Return a zip bomb whose headers say that the sheet has a hundred bytes."""
    bomb = bytearray(zip_bomb())
    prefix = b"<worksheet>" + b" " * 89
    with zipfile.ZipFile(io.BytesIO(bomb)) as opened:
        sheet = opened.getinfo(SHEET)
    central = bomb.rfind(SHEET.encode()) - 46
    for at, offset in ((sheet.header_offset, 14), (central, 16)):
        if is_checksum_of_prefix:
            struct.pack_into("<L", bomb, at + offset, zlib.crc32(prefix))
        struct.pack_into("<L", bomb, at + offset + 8, len(prefix))
    return bytes(bomb)


def two_names_for_one_part() -> bytes:
    """Return a zip in which two directory entries lead to the same data."""
    content = bytearray(rezipped(small_xlsx(), {"xl/aaaa.xml": b"<a/>", "xl/bbbb.xml": b"<b/>"}))
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        first = opened.getinfo("xl/aaaa.xml").header_offset
    struct.pack_into("<L", content, content.rfind(b"xl/bbbb.xml") - 46 + 42, first)
    return bytes(content)


def locked_zip() -> bytes:
    """Return an xlsx whose parts are marked as encrypted."""
    content = bytearray(small_xlsx())
    at = content.find(b"PK\x01\x02")
    content[at + 8] |= 1
    return bytes(content)


def shared_text_bomb() -> bytes:
    """Return an xlsx in which one long text stands in thousands of cells."""
    strings = f'<sst xmlns="{MAIN}"><si><t>{"Averla " * 50_000}</t></si></sst>'
    rows = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 3001))
    return rezipped(xlsx_with_sheet(rows), {"xl/sharedStrings.xml": strings.encode()})


def xls_with_stream_named(name: str) -> bytes:
    """Return an OLE file whose stream "Workbook" is called ``name``."""
    content = bytearray(small_xls())
    at = content.find("Workbook".encode("utf-16-le"))
    written = name.encode("utf-16-le")
    content[at : at + 64] = written.ljust(64, b"\0")
    struct.pack_into("<H", content, at + 64, len(written) + 2)
    return bytes(content)


def xls_with_record(kind: int, change: Callable[[bytearray, int], None]) -> bytes:
    """Return a small xls in which ``change`` has altered the data (at the given place) of the first record ``kind``."""
    content = bytearray(small_xls())
    at = 512
    while at + 4 < len(content):
        found, length = struct.unpack_from("<2H", content, at)
        if found == kind:
            change(content, at)
            return bytes(content)
        at += 4 + length
    raise AssertionError(f"no record {kind:#x}")


def packed(form: str, offset: int, *values: int) -> Callable[[bytearray, int], None]:
    """Return a change that writes ``values`` at ``offset`` of a record's data."""
    return lambda content, at: struct.pack_into(form, content, at + 4 + offset, *values)
