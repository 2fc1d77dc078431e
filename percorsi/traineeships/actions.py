"""Writing traineeships and their months."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.funding.models import Payer, Project
from percorsi.kit.dates import first_of_month, last_of_month
from percorsi.kit.fields import change_versioned
from percorsi.kit.money import cents
from percorsi.kit.refusal import Refused
from percorsi.organisations.models import Organisation
from percorsi.people.actions import typed
from percorsi.people.actions.opening import open_person, tell
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

HOURS_A_DAY = 24
HOURS_A_WEEK = 7 * HOURS_A_DAY
MOST_MONEY = Decimal("99999999.99")


@dataclass(frozen=True, slots=True)
class TraineeshipDraft:
    """A traineeship that is not written yet. Hours are a week's, the allowance is EUR a month."""

    host: Organisation
    starts_on: date
    ends_on: date | None = None
    kind: str = ""
    weekly_hours: Decimal | None = None
    monthly_allowance: Decimal | None = None
    payer: Payer | None = None
    project: Project | None = None
    company_tutor: str = ""


@dataclass(frozen=True, slots=True)
class MonthDraft:
    """A month of a traineeship: any day of it, hours, EUR, and who pays when it is not who pays the traineeship."""

    month: date
    hours_due: Decimal | None = None
    hours_present: Decimal | None = None
    amount: Decimal | None = None
    payer: Payer | None = None


@transaction.atomic
def start_traineeship(person: Person, *, by: User, draft: TraineeshipDraft) -> Traineeship:
    """Write a traineeship, and return it. Raises ``Refused`` on the field at fault, ``Forbidden``."""
    now = open_person(person, by=by)
    typed.span(draft.starts_on, draft.ends_on)
    values: dict[str, Any] = {
        "host": draft.host,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "kind": typed.text(Traineeship, "kind", draft.kind),
        "weekly_hours": _hours(draft.weekly_hours, most=HOURS_A_WEEK, field="weekly_hours"),
        "monthly_allowance": _money(draft.monthly_allowance, field="monthly_allowance"),
        "payer": draft.payer,
        "project": draft.project,
        "company_tutor": typed.text(Traineeship, "company_tutor", draft.company_tutor),
    }
    added = Traineeship.objects.create(person=now, **values)
    tell(Act.CREATE, added, person=now, by=by, fields=values)
    return added


@transaction.atomic
def record_month(
    traineeship: Traineeship, *, by: User, draft: MonthDraft, version: int | None = None
) -> TraineeshipMonth:
    """Write a month within the days of the traineeship, or change it when ``version`` is the one that was seen.

    Raises ``Stale`` when somebody else changed it, ``Refused`` on the field at fault, ``Forbidden``. What only looks
    odd is told by :func:`doubts` and written all the same.
    """
    person = open_person(traineeship.person, by=by)
    month = first_of_month(draft.month)
    _check_within(traineeship, month)
    most = HOURS_A_DAY * last_of_month(month).day
    values = {
        "hours_due": _hours(draft.hours_due, most=most, field="hours_due"),
        "hours_present": _hours(draft.hours_present, most=most, field="hours_present"),
        "amount": _money(draft.amount, field="amount"),
        "payer": draft.payer,
    }
    if version is None:
        row = _new_month(traineeship, month, values)
    else:
        row = _known_month(traineeship, month)
        change_versioned(row, version=version, **values)
    tell(Act.CREATE if version is None else Act.CHANGE, row, person=person, by=by, fields=["month", *values])
    return row


@transaction.atomic
def close_traineeship(traineeship: Traineeship, *, by: User, version: int, ends_on: date, outcome: str) -> None:
    """Say how and when a traineeship ended. Raises ``Stale``, ``Refused`` on the field at fault, ``Forbidden``."""
    person = open_person(traineeship.person, by=by)
    typed.not_future(ends_on, field="ends_on")
    typed.span(traineeship.starts_on, ends_on)
    kept = typed.text(Traineeship, "outcome", outcome, is_required=True)
    later = traineeship.months.filter(month__gt=ends_on, hours_present__gt=0).order_by("month").first()
    if later is not None:
        raise Refused(
            _("Ci sono ore presenti in %(month)s: scegli un giorno di quel mese o dopo, o correggi le ore.")
            % {"month": f"{later.month:%m/%Y}"},
            field="ends_on",
        )
    change_versioned(traineeship, version=version, ends_on=ends_on, outcome=kept)
    tell(Act.CHANGE, traineeship, person=person, by=by, fields=["ends_on", "outcome"])


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


def _new_month(traineeship: Traineeship, month: date, values: dict[str, Any]) -> TraineeshipMonth:
    try:
        with transaction.atomic():
            return TraineeshipMonth.objects.create(traineeship=traineeship, month=month, **values)
    except IntegrityError:
        raise Refused(_("Questo mese c’è già: apri quello e correggilo."), field="month") from None


def _known_month(traineeship: Traineeship, month: date) -> TraineeshipMonth:
    row = traineeship.months.filter(month=month).first()
    if row is None:
        raise Refused(_("Questo mese non c’è ancora: aggiungilo."), field="month")
    return row


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


def _hours(hours: Decimal | None, *, most: int, field: str) -> Decimal | None:
    if hours is None:
        return None
    if not (hours.is_finite() and 0 <= hours <= most):
        raise Refused(_("Le ore vanno da 0 a %(most)d: correggile.") % {"most": most}, field=field)
    return cents(hours)


def _money(amount: Decimal | None, *, field: str) -> Decimal | None:
    if amount is None:
        return None
    if not (amount.is_finite() and 0 <= amount <= MOST_MONEY):
        raise Refused(_("L’importo non può essere negativo né così grande: correggilo."), field=field)
    return cents(amount)
