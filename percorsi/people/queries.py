"""Reading people: every page begins with ``visible_to``."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.fields import holds_on
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person


def visible_to(user: User) -> QuerySet[Person]:
    """Return the people of whom the user may know that they exist, under their name or alias.

    The team sees every ordinary person, the psychologist those entrusted to them, a municipal social worker those whom
    their municipality referred last. A protected person is seen by who is cleared for them, whatever the role.
    """
    standing = user.standing
    if standing is None or not user.has(Permission.PEOPLE_LIST):
        return Person.objects.none()
    cleared = Q(is_protected=True) & Exists(cleared_for(standing.worker))
    if user.role == Role.PSYCHOLOGIST:
        return Person.objects.filter(_entrusted_to(standing.worker) & (Q(is_protected=False) | cleared))
    if user.role == Role.SOCIAL_WORKER:
        if standing.municipality is None:
            return Person.objects.none()
        return Person.objects.filter(_referred_by(standing.municipality), is_protected=False)
    if user.role == Role.OFFICER:
        return Person.objects.filter(is_protected=False)
    return Person.objects.filter(Q(is_protected=False) | cleared)


def in_force(at: datetime | None = None) -> Q:
    """Return the condition "this exception of access holds at this moment" (now unless given)."""
    moment = at or timezone.now()
    return Q(starts_at__lte=moment) & (Q(ends_at=None) | Q(ends_at__gt=moment))


def cleared_for(worker: int) -> QuerySet[AccessException]:
    """Return the clearances of a worker in force now, to be matched with an outer person."""
    return AccessException.objects.filter(in_force(), worker=worker, kind=ExceptionKind.CLEARED, person=OuterRef("pk"))


def _entrusted_to(worker: int) -> Exists:
    # Assignments and referrals stand in rooms above this one, so they are reached through the person.
    mine = Person.objects.filter(
        holds_on(timezone.localdate(), starts="cases__assignments__starts_on", ends="cases__assignments__ends_on"),
        cases__assignments__worker=worker,
        pk=OuterRef("pk"),
    )
    return Exists(mine)


def _referred_by(municipality: int) -> Exact:
    """The municipality in charge is the one of the latest referral; a later one by another takes the person away."""
    latest = Person.objects.filter(pk=OuterRef("pk")).order_by("-referrals__referred_on", "-referrals__id")
    return Exact(Subquery(latest.values("referrals__municipality")[:1]), municipality)
