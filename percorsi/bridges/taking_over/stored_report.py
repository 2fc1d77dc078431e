"""The report as it is kept: as plain values, and for each line whom it speaks of, so that rights can be asked later."""

import hashlib
from collections.abc import Mapping
from typing import Any

from percorsi.bridges.models import CellDecision
from percorsi.bridges.queries import CellKey
from percorsi.bridges.register.checking import Refusal
from percorsi.bridges.taking_over.importing import Report
from percorsi.bridges.taking_over.plan import Change

# The kind of a code follows from the code, which is listed itself.
SAID_BY_ANOTHER = {"codice_fiscale_kind"}


def stored_report(report: Report) -> dict[str, Any]:
    """Return the report with, for each refused row and differing cell, the folder it speaks of.

    Cells on which somebody has decided are not listed again, nor those of columns that the file does not have. Of the
    others the kind and the key of the row are kept.
    ``is_hidden`` marks the rows of a person whom the file itself says to hide and who is not in the archive.
    """
    folders = {row.code: row.number for row in report.plan.traineeships}
    folders |= {code: row.number for code, row in report.archive.traineeships.items()}
    hidden = {one.folder for one in report.refusals if one.is_hidden and one.folder}

    def refused(one: Refusal) -> dict[str, Any]:
        folder = one.folder or folders.get(one.traineeship, "")
        return {
            "sheet": one.sheet,
            "row": one.row,
            "kind": one.kind,
            "message": one.message,
            "folder": folder,
            "is_hidden": one.is_hidden or folder in hidden,
        }

    decided = decided_cells()
    changed = [
        _stored(change, folders)
        for change in report.plan.changes
        if change.field not in SAID_BY_ANOTHER
        and _is_said(report, change)
        and cell_key(_stored(change, folders)) not in decided
    ]
    record = {name: value for name, value in report.as_record().items() if name != "dry_run"}
    lines = [refused(one) for one in report.refusals]
    return record | {"refused": lines, "refused_count": len(lines), "changed": changed}


def _is_said(report: Report, change: Change) -> bool:
    """Whether the file has the column at all: one that it lacks says nothing of anybody."""
    found = report.register.sheets.get(change.sheet)
    return found is None or any(column.field == change.field for column in found.places)


def _stored(change: Change, folders: dict[str, str]) -> dict[str, Any]:
    more = {"folder": _folder(change, folders), "kind": change.kind, "parts": list(change.parts)}
    return change.as_record() | more


def cell_key(line: Mapping[str, Any]) -> CellKey:
    """Return what tells a differing cell again: its row, its column and the digest of what the file says."""
    said = hashlib.sha256(line["in_file"].encode()).hexdigest()
    return line.get("kind", ""), line["key"], line["field"], said


def decided_cells() -> set[CellKey]:
    """Return the cells on which somebody has decided."""
    return set(CellDecision.objects.values_list("sheet", "key", "field", "said"))


def _folder(change: Any, folders: dict[str, str]) -> str:
    return change.folder or folders.get(change.key.split(" ")[0], "")
