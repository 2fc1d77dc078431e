"""A workbook as rows of plain values: judged first, then opened by the spreadsheet reader in a process of its own."""

import datetime
import io
import pickle
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from percorsi.bridges.register.limits import (
    LIMITS,
    MEGABYTE,
    Limits,
    UnreadableRegister,
    damaged,
    not_a_spreadsheet,
    too_large,
)
from percorsi.bridges.register.ods_guard import inspect_ods
from percorsi.bridges.register.xls_guard import inspect_xls
from percorsi.bridges.register.xlsx_guard import inspect_xlsx
from percorsi.bridges.register.xml_guard import Findings
from percorsi.bridges.register.zip_guard import Container, open_container

_READER = Path(__file__).with_name("reader_process.py")
_LONGEST_READING = 120
_ZIP_MARK = b"PK\x03\x04"
_OLE_MARK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS_TYPES = {
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. ``rows[0]`` is the spreadsheet's row ``first_row`` (1 = the first line); blank cells are ''."""

    name: str
    rows: list[list[object]]
    first_row: int = 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in its order, how many formulas were read as their stored values, and what to say of it."""

    sheets: list[Sheet]
    formulas: int
    notes: list[str]


def open_workbook(path: Path | str, limits: Limits = LIMITS) -> Workbook:
    """Read an xlsx, xls or ods file, told by its content and not by its name.

    Raises :class:`UnreadableRegister` for anything else, for broken or encrypted files, macros, links to other files,
    and for files over the limits; the judgement comes before the file is inflated in memory.
    """
    content = _content(Path(path), limits)
    if content.startswith(_ZIP_MARK):
        findings = _inspect_container(content, limits)
    elif content.startswith(_OLE_MARK):
        findings = inspect_xls(content, limits)
    else:
        raise not_a_spreadsheet()
    return Workbook(_sheets(content), findings.formulas, _notes(findings))


def _content(path: Path, limits: Limits) -> bytes:
    """Return the bytes of a plain file, read once, so that what is judged is what is opened."""
    try:
        if path.is_dir() or (path.exists() and not path.is_file()):
            raise UnreadableRegister(f"«{path.name}» non è un file: indicare il file del registro.")
        if path.stat().st_size > limits.file_bytes:
            raise too_large(f"Il file supera {limits.file_bytes // MEGABYTE} MB")
        content = path.read_bytes()
    except OSError as error:
        raise UnreadableRegister(
            f"Il file «{path.name}» non si può leggere: controllare il percorso e i permessi."
        ) from error
    if not content:
        raise UnreadableRegister(f"Il file «{path.name}» è vuoto: scegliere il file giusto e riprovare.")
    return content


def _inspect_container(content: bytes, limits: Limits) -> Findings:
    container = open_container(content, limits)
    names = container.names
    is_xlsx = "[Content_Types].xml" in names and "xl/workbook.xml" in names
    is_ods = "content.xml" in names and _ods_type(container) in _ODS_TYPES
    # A file that is both would be judged as one kind and could be opened as the other.
    if is_xlsx and not names & {"content.xml", "mimetype", "xl/workbook.bin"}:
        return inspect_xlsx(container)
    if is_ods and not any(name.lower().startswith("xl/") for name in names):
        return inspect_ods(container)
    raise not_a_spreadsheet()


def _ods_type(container: Container) -> bytes:
    part = next((part for part in container.parts if part.filename == "mimetype"), None)
    return next(container.stream(part), b"").strip() if part is not None else b""


def _sheets(content: bytes) -> list[Sheet]:
    """Have the judged file opened by a process of its own, which may fail without harm."""
    try:
        # The program and its arguments are this package's own.
        opened = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_READER)],
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_LONGEST_READING,
            check=True,
        )
    except subprocess.SubprocessError as error:
        raise damaged() from error
    written = io.BytesIO(opened.stdout)
    sheets: list[Sheet] = []
    while written.tell() < len(opened.stdout):
        name, rows = _SheetUnpickler(written).load()
        sheets.append(Sheet(name, rows))
    return sheets


class _SheetUnpickler(pickle.Unpickler):
    """Loads plain values and those of ``datetime``, nothing that could run."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of ``datetime``."""
        if module != "datetime":
            raise pickle.UnpicklingError(f"{module}.{name}")
        return getattr(datetime, name)


def _notes(findings: Findings) -> list[str]:
    if not findings.formulas_without_value:
        return []
    return [
        f"Formule senza valore salvato, lette come celle vuote: {findings.formulas_without_value}. "
        "Aprire il file con LibreOffice o Excel, salvarlo e importarlo di nuovo."
    ]
