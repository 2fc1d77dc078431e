"""Files made to hurt are refused in a moment, in little memory, with one clear line; honest odd ones are read."""

import io
import os
import random
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

import percorsi
from percorsi.bridges.register.limits import MEGABYTE, Limits, UnreadableRegister
from percorsi.bridges.register.workbook import open_workbook
from tests.bridges import hostile_files as made

A_CELL = "<c><v>1</v></c>"
ROOT = Path(percorsi.__file__).parent.parent
RELATION = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r9" Type="http://x/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
)
ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "averla"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)


def _ods_more(more: dict[str, str]) -> bytes:
    return made.ods_with_table(made.ods_row(made.ods_cell("Averla")), more=more)


def _added(parts: dict[str, bytes]) -> bytes:
    return made.rezipped(made.small_xlsx(), parts)


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip bomb": made.zip_bomb,
    "zip bomb that says it is small": made.lying_size,
    "zip bomb with a checksum to match the lie": lambda: made.lying_size(is_checksum_of_prefix=True),
    "five thousand parts": lambda: _added({f"xl/{number}.xml": b"<a/>" for number in range(5000)}),
    "two names for one part": made.two_names_for_one_part,
    "entity bomb": lambda: made.xlsx_with_sheet("<row><c><v>&c;</v></c></row>", before=ENTITIES),
    "entity bomb in ods": lambda: _ods_more({"styles.xml": f"{ENTITIES}<a>&c;</a>"}),
    "outside entity": lambda: _added({"docProps/app.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'}),
    "entities in two-byte text": lambda: _added({"docProps/app.xml": f"{ENTITIES}<a>&c;</a>".encode("utf-16")}),
    "last cell of all": lambda: made.xlsx_with_sheet(
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    ),
    "cells without address far down": lambda: made.xlsx_with_sheet(f'<row r="900000">{A_CELL}</row>'),
    "201 columns": lambda: made.xlsx_with_sheet(f"<row>{A_CELL * 201}</row>"),
    "200,001 rows": lambda: made.xlsx_with_sheet(
        "".join(f'<row r="{n}">{A_CELL}{A_CELL}</row>' for n in range(1, 200_002))
    ),
    "more than a hundred megabytes of honest cells": lambda: made.xlsx_with_sheet(
        f'<row r="1">{"".join(f"<c><v>{n * 7919}</v></c>" for n in range(200))}</row>' * 28_000
    ),
    "wide and long": lambda: made.xlsx_with_sheet(f'<row>{A_CELL * 200}</row><row r="190000">{A_CELL}</row>'),
    "endless tag": lambda: made.xlsx_with_sheet(f'<row a="{os.urandom(4 * MEGABYTE).hex()}"/>'),
    "one text in thousands of cells": made.shared_text_bomb,
    "ods row repeated": lambda: made.ods_with_table(made.ods_row(made.ods_cell("Averla"), rows=2_000_000_000)),
    "ods cell repeated": lambda: made.ods_with_table(made.ods_row(made.ods_cell("Averla", columns=16_000))),
    "ods blanks repeated": lambda: made.ods_with_table(
        made.ods_row("<table:table-cell/>", rows=1_000_000) + made.ods_row(made.ods_cell("Averla"))
    ),
    "ods long text repeated": lambda: made.ods_with_table(made.ods_row(made.ods_cell("Averla" * 999), rows=150_000)),
    "ods run of blanks": lambda: made.ods_with_table(made.ods_row(made.ods_cell('<text:s text:c="999999999"/>'))),
    "ods mad number": lambda: made.ods_with_table(made.ods_row(made.ods_cell("A")).replace('"1"', '"-1"')),
    "xls claims a vast sheet": lambda: made.xls_with_record(0x200, made.packed("<L", 4, 0xFFFFFFF0)),
    "xls claims a sheet upside down": lambda: made.xls_with_record(0x200, made.packed("<L", 0, 0xFFFFFE7F)),
    "xls cell in column 60000": lambda: made.xls_with_record(0xFD, made.packed("<H", 2, 60_000)),
    "xls claims endless texts": lambda: made.xls_with_record(0xFC, made.packed("<L", 4, 0x7FFFFFFF)),
    "xls text that is not there": lambda: made.xls_with_record(0xFD, made.packed("<L", 6, 0xFFFF)),
    "xls sheet out of the file": lambda: made.xls_with_record(0x85, made.packed("<L", 0, 0x00FFFFFF)),
}

PROGRAMS: dict[str, Callable[[], bytes]] = {
    "macros": lambda: _added({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
    "macros under another name": lambda: _added(
        {
            "[Content_Types].xml": b'<Types><Override PartName="/xl/x.bin" '
            b'ContentType="application/vnd.ms-office.vbaProject"/></Types>'
        }
    ),
    "macro sheet": lambda: _added({"xl/macrosheets/sheet1.xml": b"<a/>"}),
    "embedded object": lambda: _added({"xl/embeddings/oleObject1.bin": b"x"}),
    "ods macros": lambda: _ods_more({"Basic/Standard/Module1.xml": "<a/>"}),
    "ods scripts": lambda: _ods_more({"Scripts/python/a.py": "x"}),
    "ods event": lambda: made.ods_with_table('<script:event-listener script:event-name="dom:load"/>'),
    "xls macros": lambda: made.xls_with_stream_named("_VBA_PROJECT_CUR"),
    "xls macro sheet": lambda: made.xls_with_record(0x85, made.packed("<B", 5, 1)),
}

LINKS: dict[str, Callable[[], bytes]] = {
    "external link": lambda: _added({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
    "outside relation": lambda: _added(
        {"xl/worksheets/_rels/sheet1.xml.rels": RELATION.format(kind="oleObject", target="file:///c:/a").encode()}
    ),
    "connections": lambda: _added({"xl/connections.xml": b"<connections/>"}),
    "ods source": lambda: made.ods_with_table('<table:table-source xlink:href="file:///a.ods"/>'),
    "ods formula on another file": lambda: made.ods_with_table(
        made.ods_row("<table:table-cell table:formula=\"of:='file:///a.ods'#$A.A1\"/>")
    ),
    "xls links": lambda: made.xls_with_record(0x8D, lambda content, at: struct.pack_into("<H", content, at, 0x1AE)),
}

LOCKED: dict[str, Callable[[], bytes]] = {
    "locked xlsx": lambda: made.xls_with_stream_named("EncryptedPackage"),
    "locked zip": made.locked_zip,
    "locked ods": lambda: _ods_more({"META-INF/manifest.xml": "<manifest><encryption-data/></manifest>"}),
    "locked xls": lambda: made.xls_with_record(0x8D, lambda content, at: struct.pack_into("<H", content, at, 0x2F)),
}

OTHER_KINDS: dict[str, Callable[[], bytes]] = {
    "text": lambda: b"N. pratica;Cognome\nNIL-0001;Averla\n",
    "web page": lambda: b"<html><table><tr><td>Averla</td></tr></table></html>",
    "picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(100),
    "empty": lambda: b"",
    "start of a zip": lambda: b"PK\x03\x04" + bytes(100),
    "start of an xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "zip of something else": lambda: _zip({"a.txt": b"Averla"}),
    "document": lambda: _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<a/>"}),
    "binary workbook": lambda: _zip({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}),
    "two kinds at once": lambda: _added({"content.xml": b"<a/>", "mimetype": made.ODS_TYPE.encode()}),
    "xls without workbook": lambda: made.xls_with_stream_named("WordDocument"),
    "something before the zip": lambda: b"PK\x03\x04" + made.small_xlsx(),
    "something after the zip": lambda: made.small_xlsx() + b"Averla",
}


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def refused(path: Path) -> str:
    """Return what is said of a file, which must be said at once and in one line with a remedy."""
    begun = time.perf_counter()
    with pytest.raises(UnreadableRegister) as caught:
        open_workbook(path)
    assert time.perf_counter() - begun < 2
    assert str(caught.value) == caught.value.message
    assert "\n" not in caught.value.message
    assert any(
        word in caught.value.message for word in ("riprovare", "indicare", "Togliere", "scegliere", "controllare")
    )
    return caught.value.message


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "registro.xlsx"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused(name: str, tmp_path: Path) -> None:
    refused(written(tmp_path, BOMBS[name]()))


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_are_refused(name: str, tmp_path: Path) -> None:
    assert "macro" in refused(written(tmp_path, PROGRAMS[name]()))


@pytest.mark.parametrize("name", LINKS)
def test_links_to_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    assert "collegamenti" in refused(written(tmp_path, LINKS[name]()))


@pytest.mark.parametrize("name", LOCKED)
def test_locked_files_are_refused(name: str, tmp_path: Path) -> None:
    assert "password" in refused(written(tmp_path, LOCKED[name]()))


@pytest.mark.parametrize("name", OTHER_KINDS)
def test_other_kinds_are_refused(name: str, tmp_path: Path) -> None:
    refused(written(tmp_path, OTHER_KINDS[name]()))


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "non è un file" in refused(tmp_path)
    assert "non si può leggere" in refused(tmp_path / "manca.xlsx")


@pytest.mark.parametrize("content", [made.small_xlsx(), made.small_xls(), _ods_more({})], ids=["xlsx", "xls", "ods"])
def test_files_cut_short_are_refused(content: bytes, tmp_path: Path) -> None:
    for part in (0.1, 0.5, 0.9):
        refused(written(tmp_path, content[: int(len(content) * part)]))


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (Limits(inflated_bytes=2_000), "supera"),
        (Limits(file_bytes=1_000), "supera"),
        (Limits(rows=1), "righe"),
        (Limits(columns=2), "colonne"),
        (Limits(members=3), "parti"),
    ],
)
def test_each_limit_is_named(limits: Limits, said: str, tmp_path: Path) -> None:
    with pytest.raises(UnreadableRegister, match=said):
        open_workbook(written(tmp_path, made.small_xlsx()), limits)


def test_limits_are_those_promised() -> None:
    limits = Limits()
    assert (limits.rows, limits.columns, limits.inflated_bytes) == (200_000, 200, 100 * MEGABYTE)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells a process its peak of memory")
@pytest.mark.parametrize("name", ["zip bomb with a checksum to match the lie", "ods row repeated", "last cell of all"])
def test_a_bomb_takes_little_memory(name: str, tmp_path: Path) -> None:
    path = written(tmp_path, BOMBS[name]())
    program = (
        "import sys\n"
        "from percorsi.bridges.register.workbook import UnreadableRegister, open_workbook\n"
        "try:\n    open_workbook(sys.argv[1])\n"
        "except UnreadableRegister:\n"
        "    print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", program, path], capture_output=True, text=True, check=True, cwd=ROOT)
    assert int(done.stdout) < 100 * 1024


def test_damaged_files_never_do_more_than_be_refused(tmp_path: Path) -> None:
    rng = random.Random(7)
    honest = [made.small_xlsx(), made.small_xls(), _ods_more({})]
    for _ in range(60):
        content = bytearray(rng.choice(honest))
        for _ in range(rng.choice([1, 3, 10])):
            content[rng.randrange(len(content))] = rng.choice([0, 255, rng.randrange(256)])
        try:
            open_workbook(written(tmp_path, bytes(content)))
        except UnreadableRegister:
            continue


def test_panic_of_the_reader_stays_in_its_process(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # An empty record is called a code page: the reader's code looks for two bytes and panics.
    content = made.xls_with_record(0xE2, lambda content, at: struct.pack_into("<H", content, at, 0x42))
    refused(written(tmp_path, content))
    assert capfd.readouterr().err == ""


def test_links_in_cells_and_usual_odd_parts_are_no_fault(tmp_path: Path) -> None:
    relation = RELATION.format(kind="hyperlink", target="mailto:anna@posta.example").encode()
    path = written(tmp_path, _added({"xl/worksheets/_rels/sheet1.xml.rels": relation, "xl/p.bin": b"printer"}))
    assert open_workbook(path).sheets[0].rows[1][1] == "Averla"


def test_blank_formatted_rows_to_the_end_of_the_sheet_are_no_fault(tmp_path: Path) -> None:
    rest = made.ods_row('<table:table-cell table:number-columns-repeated="1024"/>', rows=1_048_570)
    path = written(tmp_path, made.ods_with_table(made.ods_row(made.ods_cell("Averla")) + rest))
    assert open_workbook(path).sheets[0].rows == [["Averla"]]
    styled = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="0"/></row>'
    assert open_workbook(written(tmp_path, made.xlsx_with_sheet(styled))).sheets[0].rows == [[1.0]]


def test_formulas_without_stored_value_are_told(tmp_path: Path) -> None:
    path = written(tmp_path, made.xlsx_with_sheet("<row><c><f>1+1</f><v></v></c><c><f>1+1</f><v>2</v></c></row>"))
    workbook = open_workbook(path)
    assert workbook.formulas == 2
    assert workbook.sheets[0].rows == [["", 2.0]]
    assert workbook.notes[0].startswith("Formule senza valore salvato, lette come celle vuote: 1.")
