"""Exporting the register: give codes, read, write beside the target, read back, note in the trail, then rename."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils import translation

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.bridges.handing_over.giving_codes import give_codes
from percorsi.bridges.handing_over.left_out import left_out
from percorsi.bridges.handing_over.writing_workbook import write_workbook
from percorsi.bridges.register.checking import Refusal
from percorsi.bridges.register.limits import UnreadableRegister
from percorsi.bridges.register.register import read_register
from percorsi.bridges.taking_over.archive import archive_of
from percorsi.bridges.taking_over.archived_rows import ArchivedRows, read_rows
from percorsi.bridges.taking_over.importing import digest_of
from percorsi.bridges.taking_over.plan import Change, make_plan


class UnwritableFile(ValueError):  # noqa: N818 - it is said of the path, not of the program
    """The workbook cannot be put there; the message is one Italian line with the remedy."""


@dataclass(frozen=True, slots=True)
class ExportReport:
    """What was written, which codes were given for it, and what another Percorsi would not find in it.

    ``refused`` are rows that are in the file and that an import into an empty database would refuse; ``altered`` are
    cells that read back otherwise; ``left_out`` counts what the workbook has no place for.
    """

    file: Path
    exported: dict[str, int]
    given: dict[str, int]
    left_out: dict[str, int]
    refused: list[Refusal]
    altered: list[Change]
    notes: list[str]

    def as_record(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return {
            "file": str(self.file),
            "exported": self.exported,
            "given": self.given,
            "left_out": self.left_out,
            "refused": [
                {"sheet": one.sheet, "row": one.row, "kind": one.kind, "message": one.message} for one in self.refused
            ],
            "altered": [one.as_record() for one in self.altered],
            "notes": self.notes,
        }


def export_register(path: Path, *, by: User) -> ExportReport:
    """Write the whole register into ``path`` as the office's workbook.

    Protected people are in it under their alias. The file appears whole or not at all; the rows are in memory before it
    is begun. Raises :class:`UnwritableFile`.
    """
    with translation.override("it"), _draft_beside(path) as draft:
        given = give_codes(by=by)
        rows = read_rows()
        write_workbook(draft, rows)
        refused, altered, notes = _read_back(draft, rows)
        report = ExportReport(path.absolute(), _counts(rows), given, left_out(), refused, altered, notes)
        details = Details(role=Role.COMMAND, where="export-register", fields={"digest": digest_of(draft)})
        record(Act.EXPORT, by=by, people=sorted(rows.first_numbers), details=details)
        _publish(draft, path)
    return report


@contextmanager
def _draft_beside(path: Path) -> Iterator[Path]:
    """Give a file of its own in the folder of ``path``, which goes away unless it was renamed."""
    try:
        if path.is_dir():
            raise UnwritableFile(f"«{path}» è una cartella: indicare il nome del file da scrivere.")
        handle, name = tempfile.mkstemp(prefix=".percorsi-", suffix=".xlsx", dir=path.absolute().parent)
    except OSError as error:
        raise _unwritable(path, error) from error
    os.close(handle)
    draft = Path(name)
    try:
        yield draft
    except OSError as error:
        raise _unwritable(path, error) from error
    finally:
        draft.unlink(missing_ok=True)


def _unwritable(path: Path, error: OSError) -> UnwritableFile:
    reason = error.strerror or type(error).__name__
    return UnwritableFile(f"Non si può scrivere «{path}» ({reason}): indicare un’altra cartella o liberare spazio.")


def _publish(draft: Path, path: Path) -> None:
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    draft.replace(path)


def _counts(rows: ArchivedRows) -> dict[str, int]:
    return {
        "people": len(rows.first_numbers),
        "register_numbers": len(rows.users),
        "referrals": len(rows.paths),
        "cases": sum(row.opened_on is not None for row in rows.paths),
        "organisations": len(rows.companies),
        "traineeships": len(rows.traineeships),
        "traineeship_months": len(rows.attendances),
        "placements": len(rows.hires),
        "participations": len(rows.groups),
    }


def _read_back(draft: Path, rows: ArchivedRows) -> tuple[list[Refusal], list[Change], list[str]]:
    """Read the file as an empty Percorsi would, and tell every row or cell that does not come back as it is here."""
    if not rows.users:
        return [], [], ["In archivio non c’è nessuna persona: il file ha solo le intestazioni."]
    try:
        register = read_register(draft)
    except UnreadableRegister as error:
        return [], [], [f"Percorsi non potrebbe reimportare questo file così com’è. {error}"]
    plan = make_plan(register, archive_of(rows), proposed=set())
    return [*register.refusals, *plan.refusals], plan.changes, []
