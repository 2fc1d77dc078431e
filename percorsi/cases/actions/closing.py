"""A path ends, and may begin again as another."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.cases.actions.holding import ensure_open, hold, in_figures, within
from percorsi.cases.actions.opening import open_case
from percorsi.cases.models import Case
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused, Stale
from percorsi.organisations.models import Worker
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.referrals.actions import NewReferral, accept, register_referral
from percorsi.referrals.models import Referral


@dataclass(frozen=True, slots=True)
class Discharge:
    """How a path ends: the last day in charge, why, and with whom it was agreed."""

    closed_on: date
    reason: str
    agreed_with: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Reopening:
    """How a closed path goes on: from which day, why, followed by whom, and out of which accepted referral.

    Without a referral the coordinator's reopening is one itself, from who sent the person the last time.
    """

    opened_on: date
    reason: str
    worker: Worker | None = None
    referral: Referral | None = None


@transaction.atomic
def discharge(case: Case, *, by: User, version: int, ending: Discharge) -> None:
    """Close a path on a day, with all assignments and the suspension that are open that day.

    Raises ``Stale`` when somebody changed the path meanwhile, ``Refused``, ``Forbidden``.
    """
    now, values = _checked(case, by=by, version=version, ending=ending)
    for row in _planned(now, ending.closed_on):
        tell(Act.DELETE, row, person=now.person, by=by)
        row.delete()
    for row in _open_on(now, ending.closed_on):
        type(row)._default_manager.filter(pk=row.pk).update(ends_on=ending.closed_on)
        tell(Act.CHANGE, row, person=now.person, by=by, fields=["ends_on"])
    change_versioned(now, version=version, **values)
    tell(Act.CHANGE, now, person=now.person, by=by, fields=values)
    case.refresh_from_db()


@transaction.atomic
def check_discharge(case: Case, *, by: User, version: int, ending: Discharge) -> None:
    """Raise what :func:`discharge` would, and write nothing: for the page that asks to confirm."""
    _checked(case, by=by, version=version, ending=ending)


@transaction.atomic
def reopen(case: Case, *, by: User, reopening: Reopening) -> Case:
    """Begin a new path for the person of a closed one, and return it; the closed one stays as it is.

    Raises ``Refused`` when the path is open or the person is in charge again, ``Forbidden``.
    """
    now = hold(case, Permission.CASES_ASSIGN, by=by)
    if not now.closed_on:
        raise Refused(_("Il percorso è ancora aperto: continua con questo."))
    if reopening.opened_on < now.closed_on:
        raise Refused(
            _("Il percorso è chiuso il %(day)s: il nuovo può cominciare da quel giorno in poi.")
            % {"day": in_figures(now.closed_on)},
            field="opened_on",
        )
    referral = reopening.referral or _refer_again(now, by=by, reopening=reopening)
    if referral.person_id != now.person_id:
        raise Refused(_("La segnalazione è di un’altra persona: scegli una di questa."), field="referral")
    return open_case(referral, by=by, opened_on=reopening.opened_on, worker=reopening.worker)


def _checked(case: Case, *, by: User, version: int, ending: Discharge) -> tuple[Case, dict[str, Any]]:
    """Return the path as it is now and the values to write."""
    now = hold(case, Permission.CASES_DISCHARGE, by=by)
    if now.version != version:
        raise Stale(_("Qualcun altro ha modificato questo percorso mentre scrivevi. Rileggi i valori di adesso."))
    ensure_open(now)
    within(now, ending.closed_on, field="closed_on")
    typed.not_future(ending.closed_on, field="closed_on")
    values = {
        "closed_on": ending.closed_on,
        "discharge_reason": typed.choice(Case, "discharge_reason", ending.reason),
        "discharge_words": typed.text(Case, "discharge_words", ending.words),
        "discharge_agreed_with": typed.text(Case, "discharge_agreed_with", ending.agreed_with),
    }
    if not values["discharge_reason"]:
        raise Refused(_("Scegli perché il percorso si chiude."), field="discharge_reason")
    if not values["discharge_agreed_with"]:
        raise Refused(
            _("Scrivi con chi è concordata, per esempio la persona e l’assistente sociale."),
            field="discharge_agreed_with",
        )
    begun = [row.starts_on for row in _planned(now, ending.closed_on) if row.starts_on <= timezone.localdate()]
    if begun:
        raise Refused(
            _("Dopo quel giorno c’è ancora qualcosa, dal %(day)s: chiudi da quel giorno in poi.")
            % {"day": in_figures(max(begun))},
            field="closed_on",
        )
    return now, values


def _rows(case: Case) -> list[Any]:
    return [*case.assignments.select_related("worker"), *case.suspensions.all()]


def _planned(case: Case, day: date) -> list[Any]:
    """What begins after the path's last day: it will not happen."""
    return [row for row in _rows(case) if row.starts_on and row.starts_on > day]


def _open_on(case: Case, day: date) -> list[Any]:
    return [row for row in _rows(case) if row.ends_on is None or row.ends_on > day]


def _refer_again(case: Case, *, by: User, reopening: Reopening) -> Referral:
    before = case.referral or Referral.objects.filter(person=case.person).order_by("-referred_on", "-id").first()
    if before is None or not (before.municipality_id or before.sending_service_id):
        raise Refused(_("Non si sa chi ha segnalato la persona: registra prima una segnalazione e accoglila."))
    if not reopening.reason.strip():
        raise Refused(_("Scrivi perché il percorso si riapre."), field="reason")
    typed.not_future(reopening.opened_on, field="opened_on")
    draft = NewReferral(
        referred_on=reopening.opened_on,
        municipality=before.municipality,
        sending_service=before.sending_service,
        social_worker=before.social_worker,
        reason=reopening.reason,
    )
    referral = register_referral(case.person, by=by, draft=draft)
    accept(referral, by=by, version=referral.version, answered_on=reopening.opened_on)
    return referral
