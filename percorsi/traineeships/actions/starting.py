"""A traineeship begins, and is corrected."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.queries import has_just_done
from percorsi.funding.models import Payer, Project
from percorsi.kit.dates import first_of_month
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.organisations.models import Organisation
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person
from percorsi.traineeships.actions.holding import hold, open_for_work
from percorsi.traineeships.actions.measures import HOURS_A_WEEK, hours, money
from percorsi.traineeships.models import Traineeship


@dataclass(frozen=True, slots=True)
class TraineeshipDraft:
    """A traineeship as somebody typed it. Hours are a week's, the allowance is EUR a month."""

    host: Organisation
    starts_on: date
    ends_on: date | None = None
    kind: str = ""
    weekly_hours: Decimal | None = None
    monthly_allowance: Decimal | None = None
    payer: Payer | None = None
    project: Project | None = None
    company_tutor: str = ""


@transaction.atomic
def start_traineeship(person: Person, *, by: User, draft: TraineeshipDraft) -> Traineeship:
    """Write a traineeship, and return it. Raises ``Refused`` on the field at fault, ``Forbidden``."""
    now = open_for_work(person, by=by)
    values = _checked(draft)
    added = Traineeship.objects.create(person=now, **values)
    tell(Act.CREATE, added, person=now, by=by, fields=values)
    return added


@transaction.atomic
def undo_start(traineeship: Traineeship, *, by: User, version: int) -> None:
    """Take away a traineeship that ``by`` has just written by mistake: nothing was added to it.

    Raises ``Refused``, ``Stale``, ``Forbidden``.
    """
    now = hold(traineeship, by=by, version=version)
    rows = (now.months, now.suspensions, now.extensions, now.placements)
    if now.is_imported or any(related.exists() for related in rows):
        raise Refused(_("Il tirocinio ha già mesi o altri fatti e non si può annullare: chiudilo."))
    if not has_just_done(by, Act.CREATE, now):
        raise Refused(
            _("Il tirocinio lo annulla solo chi l’ha appena registrato: correggilo con «Modifica» o chiudilo.")
        )
    tell(Act.DELETE, now, person=now.person, by=by)
    now.delete()


@transaction.atomic
def change_traineeship(traineeship: Traineeship, *, by: User, version: int, draft: TraineeshipDraft) -> None:
    """Correct what is written of a traineeship. Raises ``Stale``, ``Refused`` on the field at fault, ``Forbidden``."""
    now = hold(traineeship, by=by, version=version)
    differing = typed.changed(now, _checked(draft))
    if not differing:
        return
    _check_days(now, draft)
    if now.outcome and draft.ends_on is None:
        raise Refused(_("Il tirocinio è chiuso: scrivi il suo ultimo giorno."), field="ends_on")
    change_versioned(now, version=version, **differing)
    tell(Act.CHANGE, now, person=now.person, by=by, fields=differing)


def doubts_of(traineeship: Traineeship) -> list[str]:
    """Return what looks odd in a traineeship, each in a sentence; nothing of it is forbidden."""
    others = Traineeship.objects.filter(person=traineeship.person_id).exclude(pk=traineeship.pk)
    if traineeship.ends_on is not None:
        others = others.filter(starts_on__lte=traineeship.ends_on)
    meets = others.exclude(ends_on__lt=traineeship.starts_on).order_by("starts_on").first()
    found = []
    if meets is not None:
        found.append(
            _("Negli stessi giorni c’è un altro tirocinio, dal %(day)s: ricontrolla le date.")
            % {"day": f"{meets.starts_on:%d/%m/%Y}"}
        )
    if traineeship.ends_on is None:
        found.append(_("Il tirocinio non ha una fine: aggiungila quando la conosci."))
    return found


def _checked(draft: TraineeshipDraft) -> dict[str, Any]:
    typed.span(draft.starts_on, draft.ends_on)
    return {
        "host": draft.host,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "kind": typed.text(Traineeship, "kind", draft.kind),
        "weekly_hours": hours(draft.weekly_hours, most=HOURS_A_WEEK, field="weekly_hours"),
        "monthly_allowance": money(draft.monthly_allowance, field="monthly_allowance"),
        "payer": draft.payer,
        "project": draft.project,
        "company_tutor": typed.text(Traineeship, "company_tutor", draft.company_tutor),
    }


def _check_days(now: Traineeship, draft: TraineeshipDraft) -> None:
    """Nothing that is already written of the traineeship may fall outside its new days."""
    worked = now.months.filter(hours_present__gt=0)
    early = worked.filter(month__lt=first_of_month(draft.starts_on)).order_by("month").first()
    if early is not None:
        raise _outside(early.month, "starts_on")
    late = worked.filter(month__gt=draft.ends_on).order_by("-month").first() if draft.ends_on else None
    if late is not None:
        raise _outside(late.month, "ends_on")


def _outside(month: date, field: str) -> Refused:
    return Refused(
        _("Ci sono ore presenti in %(month)s: scegli un giorno che comprenda quel mese, o correggi le ore.")
        % {"month": f"{month:%m/%Y}"},
        field=field,
    )
