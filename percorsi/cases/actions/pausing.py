"""A path stands still for a while, and goes on."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.cases.actions.holding import hold_open, in_figures, within
from percorsi.cases.models import Case, Suspension
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension that is not written yet. ``review_on`` is the day on which it is looked at again."""

    starts_on: date
    reason: str
    review_on: date


@transaction.atomic
def suspend(case: Case, *, by: User, pause: Pause) -> Suspension:
    """Suspend an open path, and return the suspension. Raises ``Refused``, ``Forbidden``."""
    now = hold_open(case, Permission.CASES_WRITE, by=by)
    within(now, pause.starts_on, field="starts_on")
    typed.not_future(pause.starts_on, field="starts_on")
    typed.span(None, pause.review_on, field="review_on")
    if pause.review_on <= pause.starts_on:
        raise Refused(_("La data di verifica viene dopo l’inizio: scegli un giorno dopo."), field="review_on")
    reason = typed.text(Suspension, "reason", pause.reason)
    if not reason:
        raise Refused(_("Scrivi perché il percorso si sospende."), field="reason")
    _check_others(now, pause.starts_on)
    try:
        with transaction.atomic():
            added = Suspension.objects.create(
                case=now, starts_on=pause.starts_on, reason=reason, review_on=pause.review_on
            )
    except IntegrityError:
        raise _already() from None
    tell(Act.CREATE, added, person=now.person, by=by, fields=["starts_on", "reason", "review_on"])
    return added


@transaction.atomic
def resume(case: Case, *, by: User, ends_on: date) -> None:
    """End the present suspension; ``ends_on`` is its last day. Raises ``Refused``, ``Forbidden``."""
    now = hold_open(case, Permission.CASES_WRITE, by=by)
    present = now.suspensions.filter(ends_on=None).first()
    if present is None:
        raise Refused(_("Il percorso non è sospeso: non c’è nulla da riprendere."))
    typed.not_future(ends_on, field="ends_on")
    begun = present.starts_on or now.opened_on
    if ends_on < begun:
        raise Refused(
            _("La sospensione comincia il %(day)s: scegli quel giorno o uno dopo.") % {"day": in_figures(begun)},
            field="ends_on",
        )
    now.suspensions.filter(pk=present.pk).update(ends_on=ends_on)
    tell(Act.CHANGE, present, person=now.person, by=by, fields=["ends_on"])


def _check_others(case: Case, starts_on: date) -> None:
    if case.suspensions.filter(ends_on=None).exists():
        raise _already()
    if case.suspensions.filter(Q(ends_on__gte=starts_on)).exists():
        raise Refused(_("In quel giorno il percorso era già sospeso: scegli un giorno dopo."), field="starts_on")


def _already() -> Refused:
    return Refused(_("Il percorso è già sospeso: riprendilo prima di sospenderlo di nuovo."))
