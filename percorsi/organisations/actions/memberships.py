"""Giving and taking roles: dated memberships."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.organisations.policy import ROLES_TO_GIVE, ensure_administrator_left, ensure_manages, kind_for


@dataclass(frozen=True, slots=True)
class Part:
    """A role in a body from one day to another, both inclusive; a blank end means no end."""

    role: str
    organisation: Organisation
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def add_membership(worker: Worker, *, part: Part, by: User) -> Membership:
    """Give a worker a part in a body. Raises Refused when it does not fit the body, or they play it already.

    Of several memberships in force the one begun last gives the rights.
    """
    ensure_manages(by, worker.user)
    _ensure_sound(part)
    if worker.memberships.filter(_overlapping(part), role=part.role, organisation=part.organisation).exists():
        raise Refused(_("La persona ha già questo ruolo in quell’ente nello stesso periodo."), field="role")
    if worker.user is not None and part.role != Role.ADMINISTRATOR:  # a newer part takes the older one's rights
        ensure_administrator_left(without=worker.user, on=max(part.starts_on or date.min, timezone.localdate()))
    membership = Membership.objects.create(
        worker=worker,
        organisation=part.organisation,
        role=part.role,
        starts_on=part.starts_on,
        ends_on=part.ends_on,
    )
    record(Act.GRANT, by=by, about=membership, details=Details(fields=_in_words(membership)))
    return membership


@transaction.atomic
def end_membership(membership: Membership, *, last_day: date | None, by: User) -> None:
    """End a part on its last day, or at once when there is none: then yesterday was the last.

    A part that would never have held a day is taken out; the trail keeps that it was given. Raises Refused for the
    last administrator, and for a day before the part begins.
    """
    user = membership.worker.user
    ensure_manages(by, user)
    day = last_day or timezone.localdate() - timedelta(days=1)
    if membership.role == Role.ADMINISTRATOR and user is not None:
        ensure_administrator_left(without=user, on=max(day + timedelta(days=1), timezone.localdate()))
    starts_on = membership.starts_on
    if starts_on is None or starts_on <= day:
        membership.ends_on = day
        membership.save(update_fields=["ends_on"])
        record(Act.CHANGE, by=by, about=membership, details=Details(fields=_in_words(membership)))
    elif last_day is None:
        record(Act.DELETE, by=by, about=membership, details=Details(fields=_in_words(membership)))
        membership.delete()
    else:
        raise Refused(
            _("Il ruolo comincia il %(day)s: indica un giorno uguale o successivo.") % {"day": f"{starts_on:%d/%m/%Y}"},
            field="last_day",
        )


def _ensure_sound(part: Part) -> None:
    if part.role not in ROLES_TO_GIVE:
        raise Refused(_("Questo ruolo non si assegna: scegline uno dell’elenco."), field="role")
    kind = kind_for(part.role)
    if part.organisation.kind != kind:
        raise Refused(
            _("Questo ruolo si svolge in un ente di tipo «%(kind)s»: scegli un ente di quel tipo.")
            % {"kind": kind.label},
            field="organisation",
        )
    if part.starts_on and part.ends_on and part.ends_on < part.starts_on:
        raise Refused(_("Il ruolo finisce prima di cominciare: controlla le due date."), field="ends_on")


def _overlapping(part: Part) -> Q:
    begins_in_time = Q() if part.ends_on is None else Q(starts_on=None) | Q(starts_on__lte=part.ends_on)
    ends_late_enough = Q() if part.starts_on is None else Q(ends_on=None) | Q(ends_on__gte=part.starts_on)
    return begins_in_time & ends_late_enough


def _in_words(membership: Membership) -> dict[str, str]:
    return {
        "worker": membership.worker.name,
        "role": membership.role,
        "organisation": membership.organisation.name,
        "starts_on": str(membership.starts_on or ""),
        "ends_on": str(membership.ends_on or ""),
    }
