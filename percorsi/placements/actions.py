"""Writing hires."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.queries import has_just_done
from percorsi.kit.fields import change_versioned
from percorsi.kit.money import cents
from percorsi.kit.refusal import Refused, Stale
from percorsi.organisations.models import Organisation
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person
from percorsi.placements.choices import FIXED_TERM, Attribution, Contract
from percorsi.placements.models import Placement
from percorsi.traineeships.actions.holding import open_for_work
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


@dataclass(frozen=True, slots=True)
class Ending:
    """How a hire ended: the last day, why (a key of ``EndReason``), and a word more."""

    ends_on: date
    reason: str
    words: str = ""


@transaction.atomic
def record_placement(person: Person, *, by: User, draft: PlacementDraft) -> Placement:
    """Write a hire, and return it. Raises ``Refused`` on the field at fault, ``Forbidden``."""
    now = open_for_work(person, by=by)
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
def undo_record(placement: Placement, *, by: User, version: int) -> None:
    """Take away a hire written by mistake. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = _hold(placement, by=by, version=version)
    if now.is_imported:
        raise Refused(_("L’assunzione viene dal registro dell’ufficio e non si cancella: indica quando finisce."))
    if not has_just_done(by, Act.CREATE, now):
        raise Refused(_("L’assunzione la annulla solo chi l’ha appena registrata: correggi la scadenza o la fine."))
    tell(Act.DELETE, now, person=now.person, by=by)
    now.delete()


@transaction.atomic
def change_end(placement: Placement, *, by: User, version: int, ends_on: date | None) -> None:
    """Say until when the contract runs: another day, or none. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = _hold(placement, by=by, version=version)
    if now.end_reason:
        raise Refused(_("L’assunzione è finita: se continua, annulla la fine o registra il nuovo contratto."))
    typed.span(now.starts_on, ends_on)
    change_versioned(now, version=version, ends_on=ends_on, previous_end=now.ends_on)
    tell(Act.CHANGE, now, person=now.person, by=by, fields=["ends_on"])


@transaction.atomic
def end_placement(placement: Placement, *, by: User, version: int, ending: Ending) -> None:
    """Say when and why a hire ended. Raises ``Stale``, ``Refused`` on the field at fault, ``Forbidden``."""
    now = _hold(placement, by=by, version=version)
    typed.not_future(ending.ends_on, field="ends_on")
    typed.span(now.starts_on, ending.ends_on)
    reason = typed.choice(Placement, "end_reason", ending.reason)
    if not reason:
        raise Refused(_("Scegli perché l’assunzione è finita."), field="end_reason")
    words = typed.text(Placement, "end_words", ending.words)
    # Who corrects an ending can still take it all back.
    planned = now.previous_end if now.end_reason else now.ends_on
    values = {"ends_on": ending.ends_on, "previous_end": planned, "end_reason": reason, "end_words": words}
    change_versioned(now, version=version, **values)
    tell(Act.CHANGE, now, person=now.person, by=by, fields=["ends_on", "end_reason", "end_words"])


@transaction.atomic
def undo_end(placement: Placement, *, by: User, version: int) -> None:
    """Take back the change of the end that ``by`` has just made: the day of before holds, and the hire has not ended.

    Of the register nothing is taken back. Raises ``Stale``, ``Refused``, ``Forbidden``.
    """
    now = _hold(placement, by=by, version=version)
    if now.is_imported or not has_just_done(by, Act.CHANGE, now, field="ends_on"):
        raise Refused(
            _("Non si può più annullare: correggi la scadenza o la fine; se continua, registra il nuovo contratto.")
        )
    values = {"ends_on": now.previous_end, "end_reason": "", "end_words": ""}
    change_versioned(now, version=version, **values)
    tell(Act.UNDO, now, person=now.person, by=by, fields=values)


def doubts(draft: PlacementDraft) -> list[str]:
    """Return what looks odd in a hire, each in a sentence; nothing of it is forbidden."""
    found = []
    if draft.contract in FIXED_TERM and draft.ends_on is None:
        found.append(_("È a termine ma non ha scadenza: aggiungila quando la conosci."))
    if draft.contract == Contract.PERMANENT and draft.ends_on is not None:
        found.append(_("È a tempo indeterminato ma ha una scadenza: ricontrolla il contratto."))
    return found


def _hold(placement: Placement, *, by: User, version: int) -> Placement:
    """Return the hire as it is now with its person, held; ``Stale`` unless it is the one that was seen."""
    person = open_for_work(placement.person, by=by)
    now = Placement.objects.select_for_update(of=("self",)).get(pk=placement.pk)
    now.person = person
    if now.version != version:
        raise Stale(_("Qualcun altro ha modificato questa assunzione mentre scrivevi. Rileggi i valori di adesso."))
    return now


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
