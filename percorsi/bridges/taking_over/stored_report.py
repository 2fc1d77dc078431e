"""The report as it is kept: as plain values, and for each line whom it speaks of, so that rights can be asked later."""

from typing import Any

from percorsi.bridges.register.checking import Refusal
from percorsi.bridges.taking_over.importing import Report


def stored_report(report: Report) -> dict[str, Any]:
    """Return the report with, for each refused row and differing cell, the folder it speaks of.

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

    changed = [change.as_record() | {"folder": _folder(change, folders)} for change in report.plan.changes]
    record = {name: value for name, value in report.as_record().items() if name != "dry_run"}
    lines = [refused(one) for one in report.refusals]
    return record | {"refused": lines, "refused_count": len(lines), "changed": changed}


def _folder(change: Any, folders: dict[str, str]) -> str:
    return change.folder or folders.get(change.key.split(" ")[0], "")
