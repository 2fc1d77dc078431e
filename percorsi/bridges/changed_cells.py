"""Cells of the file that say something else than the archive: taken over one by one, or left as they are.

What is taken goes through the action of its room, with its checks, its rights and its line in the trail. What cannot be
taken here (a path, a company, an empty cell) is corrected on its own page.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.bridges.actions import ensure_may_import
from percorsi.bridges.cells import CELLS, Line
from percorsi.bridges.choices import Decision, State
from percorsi.bridges.models import CellDecision, Import
from percorsi.bridges.queries import told
from percorsi.bridges.taking_over.plan import is_same
from percorsi.bridges.taking_over.stored_report import cell_key
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.models import RegisterNumber

MOST_AT_ONCE = 100


@dataclass(slots=True)
class Outcome:
    """Which cells were done, by their place in the report, and why others were not, each reason once."""

    done: list[int] = field(default_factory=list)
    refused: dict[str, int] = field(default_factory=dict)


def can_take(line: Line) -> bool:
    """Whether a cell can be taken from the register here."""
    return bool(line["in_file"]) and (line.get("kind", ""), line["field"]) in CELLS


def decide(row: Import, *, places: Collection[int], decision: Decision, by: User) -> Outcome:
    """Take these cells of an import's report from the register, or keep what is here; each is all or nothing.

    Of more than :data:`MOST_AT_ONCE` only the first are done. Raises Forbidden.
    """
    return _each(row, places, by, lambda line: _decide(row, line, decision, by))


def undo(row: Import, *, places: Collection[int], by: User) -> Outcome:
    """Take back what was decided on these cells, and write again what stood here. Raises Forbidden."""
    # Backwards: each cell finds the others as they stood when it was taken.
    outcome = _each(row, sorted(places, reverse=True), by, lambda line: _undo(line, by))
    outcome.done.sort()
    return outcome


def _each(row: Import, places: Collection[int], by: User, act: Callable[[Line], None]) -> Outcome:
    ensure_may_import(by)
    outcome = Outcome()
    changed: list[Line] = row.report.get("changed", []) if row.state == State.DONE else []
    chosen = [place for place in dict.fromkeys(places) if 0 <= place < len(changed)][:MOST_AT_ONCE]
    seen = told([changed[place] for place in chosen], to=by)
    for place, line in zip(chosen, seen, strict=True):
        try:
            if not line.values:
                raise Forbidden
            act(changed[place])
        except Refused as refusal:
            reason = str(refusal.message)
            outcome.refused[reason] = outcome.refused.get(reason, 0) + 1
        except Forbidden:
            reason = _("Su questa riga non puoi decidere.")
            outcome.refused[reason] = outcome.refused.get(reason, 0) + 1
        else:
            outcome.done.append(place)
    return outcome


@transaction.atomic
def _decide(row: Import, line: Line, decision: Decision, by: User) -> None:
    sheet, key, name, said = cell_key(line)
    if CellDecision.objects.filter(sheet=sheet, key=key, field=name, said=said).exists():
        raise Refused(_("Su questa cella qualcuno ha già deciso."))
    if decision == Decision.TAKE:
        if not can_take(line):
            raise Refused(_("Queste celle si correggono nella loro pagina."))
        _write(line, expected=line["here"], value=line["in_file"], by=by)
    made = CellDecision.objects.create(
        imported=row, sheet=sheet, key=key, field=name, said=said, decision=decision, decided_by=by,
        decided_at=timezone.now(),
    )  # fmt: skip
    _tell(made, line, Act.CREATE, by)


@transaction.atomic
def _undo(line: Line, by: User) -> None:
    sheet, key, name, said = cell_key(line)
    made = CellDecision.objects.filter(sheet=sheet, key=key, field=name, said=said).first()
    if made is None:
        raise Refused(_("Su questa cella non c’è più niente da annullare."))
    if made.decision == Decision.TAKE:
        _write(line, expected=line["in_file"], value=line["here"], by=by)
    _tell(made, line, Act.UNDO, by)
    made.delete()


def _tell(made: CellDecision, line: Line, act: Act, by: User) -> None:
    folder = RegisterNumber.objects.filter(number__iexact=line["folder"]).first() if line["folder"] else None
    details = Details(where="changed-cells", fields={made.field: made.decision})
    record(act, by=by, about=made, people=[folder.person_id] if folder else [], details=details)


def _is_still(name: str, now: str, expected: str) -> bool:
    try:
        return Decimal(now) == Decimal(expected)
    except InvalidOperation:
        return is_same(name, now, expected)


def _write(line: Line, *, expected: str, value: str, by: User) -> None:
    """Write a value where the one that was shown still stands."""
    cell = CELLS[line["kind"], line["field"]](line)
    if not _is_still(line["field"], cell.value(), expected):
        raise Refused(_("Nel frattempo qui è cambiato qualcosa: guarda la scheda e correggi lì."))
    cell.write(value, by=by)
