"""Importing a register: read, compare, write, report. A dry run is the same without the writing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.utils import translation

from percorsi.accounts.models import User
from percorsi.bridges.choices import Step
from percorsi.bridges.models import HeaderChoice
from percorsi.bridges.register.checking import Refusal
from percorsi.bridges.register.layout import Meanings
from percorsi.bridges.register.limits import UnreadableRegister
from percorsi.bridges.register.register import Register, read_register
from percorsi.bridges.taking_over.archive import Archive, read_archive
from percorsi.bridges.taking_over.plan import Plan, make_plan
from percorsi.bridges.taking_over.writing import write
from percorsi.people.models import PossibleDuplicate

CHUNK = 1 << 20
# Told the step, and in reading how many rows of how many; who wants to stop the work may raise from it.
Tell = Callable[[str, int, int], None]


def to_nobody(_step: str, _done: int, _total: int) -> None:
    """Nobody waits."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or would do. ``digest`` is the SHA-256 of the file."""

    plan: Plan
    register: Register
    archive: Archive
    digest: str
    is_dry_run: bool

    @property
    def size(self) -> int:
        """How many rows of the register are new."""
        return sum(created(self.plan).values())

    @property
    def is_new(self) -> bool:
        """Whether there is anything to write."""
        return bool(self.size or self.plan.pairs)

    @property
    def refusals(self) -> list[Refusal]:
        """The rows that are not taken over: those that the file shows to be wrong, then those that the archive does."""
        return [*self.register.refusals, *self.plan.refusals]

    def as_record(self) -> dict[str, Any]:
        """Return the report as plain values: counts by kind, refused rows, differing cells, remarks."""
        plan, register = self.plan, self.register
        return {
            "dry_run": self.is_dry_run,
            "created": created(plan),
            "merged": {"people": len(plan.joins)},
            "proposed": {"people": len(plan.pairs)},
            "refused": [
                {"sheet": one.sheet, "row": one.row, "kind": one.kind, "message": one.message} for one in self.refusals
            ],
            "changed": [one.as_record() for one in plan.changes],
            "normalised": dict(sorted(register.mess_counts.items())),
            "unknown_headers": register.unknown_headers,
            "formulas": register.formulas,
            "problems": [{"sheet": one.sheet, "message": one.message} for one in register.problems],
            "notes": [*register.notes, *plan.notes],
        }


def created(plan: Plan) -> dict[str, int]:
    """Return how many rows of each kind are new."""
    return {
        "people": len(plan.users) - len(plan.joins),
        "register_numbers": len(plan.users),
        "referrals": len(plan.paths),
        "cases": sum(row.opened_on is not None for row in plan.paths),
        "organisations": len(plan.companies),
        "traineeships": len(plan.traineeships),
        "traineeship_months": len(plan.attendances),
        "placements": len(plan.hires),
        "participations": len(plan.groups),
    }


def compare(path: Path, *, is_dry_run: bool = False, tell: Tell = to_nobody) -> Report:
    """Read a register and compare it with the archive; nothing is written. ``tell`` is told how far it has come.

    Raises :class:`UnreadableRegister` for a file that cannot be taken at all; wrong rows are in the report.
    """
    # What is compared are the office's words, whatever language the reader has chosen.
    with translation.override("it"):
        tell(Step.READING, 0, 0)
        archive = read_archive()
        register = read_register(path, archive.known(), meanings(), partial(tell, Step.READING))
        tell(Step.COMPARING, 0, 0)
        plan = make_plan(register, archive, proposed=_proposed(archive))
    return Report(plan, register, archive, digest_of(path), is_dry_run)


def import_register(path: Path, *, by: User, dry_run: bool = False) -> Report:
    """Take over a register: all of its sound and new rows, or nothing when the process dies on the way.

    Raises :class:`UnreadableRegister` for a file that cannot be taken at all; wrong rows are in the report.
    """
    report = compare(path, is_dry_run=dry_run)
    if not dry_run:
        write(report.plan, report.archive, by=by, digest=report.digest)
    return report


def meanings() -> Meanings:
    """Return what people said that headers outside the layout mean."""
    rows = HeaderChoice.objects.values_list("sheet", "header", "field")
    return {(sheet, header): field for sheet, header, field in rows}


def _proposed(archive: Archive) -> set[frozenset[str]]:
    """Return the pairs of people already put to somebody, by the folders that speak for them today."""
    pairs = PossibleDuplicate.objects.values_list("first__number", "second__number")
    return {frozenset(archive.speaker(number.upper()) for number in pair) for pair in pairs}


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


__all__ = [
    "Report",
    "Tell",
    "UnreadableRegister",
    "compare",
    "created",
    "digest_of",
    "import_register",
    "meanings",
    "to_nobody",
]
