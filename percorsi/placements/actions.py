"""Writing hires."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.fields import change_versioned
from percorsi.kit.money import cents
from percorsi.kit.refusal import Refused
from percorsi.organisations.models import Organisation
from percorsi.people.actions import typed
from percorsi.people.actions.opening import open_person, tell
from percorsi.people.models import Person
from percorsi.placements.choices import FIXED_TERM, Attribution, Contract
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship

HOURS_A_WEEK = 7 * 24


@dataclass(frozen=True, slots=True)
class PlacementDraft:
    """A hire that is not written yet. Hours are a week's; ``attribution`` says who found the job."""

    employer: Organisation
    starts_on: date
    contract: str
    attribution: str
    ends_on: date | None = None
    weekly_hours: Decimal | None = None
    job: str = ""
    counts_for_quota: bool | None = None
    traineeship: Traineeship | None = None


@transaction.atomic
def record_placement(person: Person, *, by: User, draft: PlacementDraft) -> Placement:
    """Write a hire, and return it. Raises ``Refused`` on the field at fault, ``Forbidden``."""
    now = open_person(person, by=by)
    typed.span(draft.starts_on, draft.ends_on)
    _check_attribution(draft.attribution)
    _check_traineeship(now, draft)
    values: dict[str, Any] = {
        "employer": draft.employer,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
        "contract": typed.choice(Placement, "contract", draft.contract),
        "attribution": draft.attribution,
        "weekly_hours": _weekly(draft.weekly_hours),
        "job": typed.text(Placement, "job", draft.job),
        "counts_for_quota": draft.counts_for_quota,
        "traineeship": draft.traineeship,
    }
    added = Placement.objects.create(person=now, **values)
    tell(Act.CREATE, added, person=now, by=by, fields=values)
    return added


@transaction.atomic
def end_placement(placement: Placement, *, by: User, version: int, ends_on: date) -> None:
    """Say when a hire ends, or ended. Raises ``Stale``, ``Refused`` on the field at fault, ``Forbidden``."""
    person = open_person(placement.person, by=by)
    typed.span(placement.starts_on, ends_on)
    change_versioned(placement, version=version, ends_on=ends_on)
    tell(Act.CHANGE, placement, person=person, by=by, fields=["ends_on"])


def doubts(draft: PlacementDraft) -> list[str]:
    """Return what looks odd in a hire, each in a sentence; nothing of it is forbidden."""
    found = []
    if draft.contract in FIXED_TERM and draft.ends_on is None:
        found.append(_("È a termine ma non ha scadenza: aggiungila quando la conosci."))
    if draft.contract == Contract.PERMANENT and draft.ends_on is not None:
        found.append(_("È a tempo indeterminato ma ha una scadenza: ricontrolla il contratto."))
    return found


def _check_attribution(attribution: str) -> None:
    if attribution not in {Attribution.SERVICE, Attribution.OWN}:
        raise Refused(
            _("Indica chi ha trovato il lavoro: il servizio o la persona di sua iniziativa."), field="attribution"
        )


def _check_traineeship(person: Person, draft: PlacementDraft) -> None:
    came_from = draft.traineeship
    if came_from is None:
        return
    if came_from.person_id != person.pk:
        raise Refused(_("Il tirocinio è di un’altra persona: scegline uno di questa."), field="traineeship")
    if came_from.starts_on > draft.starts_on:
        raise Refused(_("Il tirocinio comincia dopo l’assunzione: scegline uno di prima."), field="traineeship")


def _weekly(hours: Decimal | None) -> Decimal | None:
    if hours is None:
        return None
    if not (hours.is_finite() and 0 <= hours <= HOURS_A_WEEK):
        raise Refused(_("Le ore vanno da 0 a %(most)d: correggile.") % {"most": HOURS_A_WEEK}, field="weekly_hours")
    return cents(hours)
