"""The months of traineeships: entered one or many at once, said to be complete, verified, opened again."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.funding.models import Payer
from percorsi.kit.dates import first_of_month, last_of_month
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused, Stale
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.traineeships.actions.holding import open_for_work
from percorsi.traineeships.actions.measures import HOURS_A_DAY, hours, money
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth


@dataclass(frozen=True, slots=True)
class MonthDraft:
    """A month of a traineeship: any day of it, hours, EUR, and who pays when it is not who pays the traineeship.

    ``is_complete`` says that nothing is missing any more.
    """

    month: date
    hours_due: Decimal | None = None
    hours_present: Decimal | None = None
    amount: Decimal | None = None
    payer: Payer | None = None
    absences_justified: Decimal | None = None
    absences_unjustified: Decimal | None = None
    has_signed_sheet: bool = False
    is_complete: bool = False


@dataclass(frozen=True, slots=True)
class MonthEntry:
    """A row of the grid as it was typed; ``version`` is the one that was seen, 0 when there was no row yet."""

    traineeship: Traineeship
    draft: MonthDraft
    version: int


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of a row of the grid: why it was refused, or nothing when it was written."""

    entry: MonthEntry
    refusal: Refused | None = None


@transaction.atomic
def record_month(
    traineeship: Traineeship, *, by: User, draft: MonthDraft, version: int | None = None
) -> TraineeshipMonth:
    """Write a month within the days of the traineeship, or change it when ``version`` is the one that was seen.

    Raises ``Stale`` when somebody else changed it, ``Refused`` on the field at fault, ``Forbidden``. What only looks
    odd is told by :func:`doubts` and written all the same.
    """
    person = open_for_work(traineeship.person, by=by)
    month = first_of_month(draft.month)
    _check_within(traineeship, month)
    values = _checked(draft, month)
    if version is None:
        row = _new_month(traineeship, month, values)
    else:
        row = _known_month(traineeship, month)
        _ensure_not_verified(row)
        change_versioned(row, version=version, **values)
    tell(Act.CREATE if version is None else Act.CHANGE, row, person=person, by=by, fields=["month", *values])
    return row


def enter_months(entries: Iterable[MonthEntry], *, by: User) -> list[Entered]:
    """Write the rows of a grid, each on its own: one that is refused keeps no other from being written.

    Who pays stays as it is. A row that somebody else wrote meanwhile is refused with ``Stale``.
    """
    return [_entered(entry, by=by) for entry in entries]


@transaction.atomic
def verify_months(rows: Iterable[TraineeshipMonth], *, by: User) -> list[TraineeshipMonth]:
    """Shut the complete months among these whose signed sheet is there, and return them. Raises ``Forbidden``."""
    keys = [row.pk for row in rows]
    found = TraineeshipMonth.objects.select_related("traineeship__person").order_by("pk")
    ready = found.filter(pk__in=keys, state=MonthState.COMPLETE, has_signed_sheet=True)
    verified = list(ready)
    for row in verified:
        person = open_for_work(row.traineeship.person, by=by)
        change_versioned(row, version=row.version, state=MonthState.VERIFIED)
        tell(Act.CHANGE, row, person=person, by=by, fields=["state"])
    return verified


@transaction.atomic
def reopen_month(row: TraineeshipMonth, *, by: User, version: int, reason: str) -> None:
    """Open a verified month again; why stands in the trail. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    person = open_for_work(row.traineeship.person, by=by)
    if not reason.strip():
        raise Refused(_("Scrivi perché il mese si riapre."), field="reason")
    now = _known_month(row.traineeship, row.month)
    if now.state != MonthState.VERIFIED:
        raise Refused(_("Il mese è già aperto: correggilo nel registro del mese."))
    change_versioned(now, version=version, state=MonthState.DRAFT)
    details = Details(fields={"fields": ["state"]}, reason=reason.strip()[:200])
    record(Act.CHANGE, by=by, about=now, people=[person.pk], details=details)


def doubts(draft: MonthDraft, *, hours_present_at_most: Decimal) -> list[str]:
    """Return what looks odd in a month, each in a sentence; nothing of it is forbidden.

    ``hours_present_at_most`` is how many times the hours due the hours present usually reach (the register's figure).
    """
    found = []
    due, present = draft.hours_due, draft.hours_present
    if present is not None and due is not None and present > due * hours_present_at_most:
        found.append(_("Le ore presenti sono molte più di quelle previste: ricontrolla il foglio presenze."))
    if present and due is None:
        found.append(_("Mancano le ore previste: aggiungile quando le conosci."))
    if draft.amount and not present:
        found.append(_("C’è un importo ma nessuna ora presente: ricontrolla il foglio presenze."))
    return found


def _entered(entry: MonthEntry, *, by: User) -> Entered:
    month = first_of_month(entry.draft.month)
    try:
        with transaction.atomic():
            row = entry.traineeship.months.filter(month=month).first()
            if row is None and entry.version:
                raise _changed()
            if row is not None and row.version != entry.version:
                raise _changed()
            draft = replace(entry.draft, payer=row.payer if row else None)
            record_month(entry.traineeship, by=by, draft=draft, version=entry.version or None)
    except Refused as refusal:
        return Entered(entry, refusal)
    return Entered(entry)


def _changed() -> Stale:
    return Stale(_("Un collega ha cambiato questa riga mentre scrivevi: confronta i valori e salva di nuovo."))


def _checked(draft: MonthDraft, month: date) -> dict[str, Any]:
    most = HOURS_A_DAY * last_of_month(month).day
    measured = ("hours_due", "hours_present", "absences_justified", "absences_unjustified")
    values: dict[str, Any] = {name: hours(getattr(draft, name), most=most, field=name) for name in measured}
    if draft.is_complete:
        _check_complete(*(values[name] for name in measured))
    return values | {
        "amount": money(draft.amount, field="amount"),
        "payer": draft.payer,
        "has_signed_sheet": draft.has_signed_sheet,
        "state": MonthState.COMPLETE if draft.is_complete else MonthState.DRAFT,
    }


def _check_complete(due: Decimal | None, present: Decimal | None, *absences: Decimal | None) -> None:
    """Refuse to call a month complete when hours are missing, or do not make up those due."""
    if due is None:
        raise Refused(_("Per completare il mese mancano le ore previste: scrivile."), field="hours_due")
    if present is None:
        raise Refused(_("Per completare il mese mancano le ore presenti: scrivile."), field="hours_present")
    absent = sum((one for one in absences if one), Decimal(0))
    if present + absent < due or (absent and present + absent > due):
        raise Refused(
            _("Presenze e assenze fanno %(sum)s ore, ma le previste sono %(due)s: correggi le ore.")
            % {"sum": _written(present + absent), "due": _written(due)},
            field="hours_present",
        )


def _written(number: Decimal) -> str:
    return f"{number.normalize():f}".replace(".", ",")


def _new_month(traineeship: Traineeship, month: date, values: dict[str, Any]) -> TraineeshipMonth:
    try:
        with transaction.atomic():
            return TraineeshipMonth.objects.create(traineeship=traineeship, month=month, **values)
    except IntegrityError:
        raise Refused(_("Questo mese c’è già: apri quello e correggilo."), field="month") from None


def _known_month(traineeship: Traineeship, month: date) -> TraineeshipMonth:
    row: TraineeshipMonth | None = traineeship.months.filter(month=month).first()
    if row is None:
        raise Refused(_("Questo mese non c’è ancora: aggiungilo."), field="month")
    return row


def _ensure_not_verified(row: TraineeshipMonth) -> None:
    if row.state == MonthState.VERIFIED:
        raise Refused(_("Il mese è verificato: per correggerlo riaprilo."))


def _check_within(traineeship: Traineeship, month: date) -> None:
    ends = traineeship.ends_on or last_of_month(month)
    if not first_of_month(traineeship.starts_on) <= month <= ends:
        until = f"{traineeship.ends_on:%d/%m/%Y}" if traineeship.ends_on else _("oggi")
        raise Refused(
            _("Il tirocinio va dal %(starts)s al %(ends)s: scegli un mese compreso, o correggi le date del tirocinio.")
            % {"starts": f"{traineeship.starts_on:%d/%m/%Y}", "ends": until},
            field="month",
        )
    typed.not_future(month, field="month")
