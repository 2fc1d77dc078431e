"""Reading people: every page begins with ``visible_to``."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.lookups import Exact
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.fields import holds_on
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.places.models import Municipality

# Walks the index from one municipality to the next instead of reading every residence.
_LIVED_IN = """
    WITH RECURSIVE lived(id) AS (
        SELECT MIN(municipality_id) FROM people_residence
        UNION ALL
        SELECT (SELECT MIN(municipality_id) FROM people_residence WHERE municipality_id > lived.id)
        FROM lived WHERE lived.id IS NOT NULL
    )
    SELECT id FROM lived WHERE id IS NOT NULL
"""


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
        return Person.objects.filter(Q(pk__in=entrusted_to(standing.worker)) & (Q(is_protected=False) | cleared))
    if user.role == Role.SOCIAL_WORKER:
        if standing.municipality is None:
            return Person.objects.none()
        return _referred_last_by(standing.municipality).filter(is_protected=False)
    if user.role == Role.OFFICER:
        return Person.objects.filter(is_protected=False)
    return Person.objects.filter(Q(is_protected=False) | cleared)


def sees(user: User, person: Person) -> bool:
    """Whether the user may know of this person. For one found through :func:`visible_to` and marked, nothing is asked.

    It is what rooms ask before they tell of one person: dearer questions of each row would say the same.
    """
    return getattr(person, "seen_by", None) == user.pk or visible_to(user).filter(pk=person.pk).exists()


def mark_seen(user: User, person: Person) -> None:
    """Note on the object in hand, not in the database, that it was found among those the user sees."""
    person.seen_by = user.pk  # type: ignore[attr-defined]


def sees_all_ordinary(user: User) -> bool:
    """Whether the user sees every person who is not protected, so that only :func:`hidden_from` are missing."""
    return user.has(Permission.PEOPLE_LIST) and user.role not in {Role.PSYCHOLOGIST, Role.SOCIAL_WORKER}


def hidden_from(user: User) -> QuerySet[Person]:
    """Return the protected people that the user may not know of: what a quick count must leave out."""
    protected = Person.objects.filter(is_protected=True)
    if user.standing is None or user.role == Role.OFFICER:
        return protected
    return protected.exclude(Exists(cleared_for(user.standing.worker)))


def own_of(worker: int) -> Q:
    """Return the condition "in the hands of this worker today": assigned to them, or covered for a colleague."""
    cover = AccessException.objects.filter(in_force(), worker=worker, kind=ExceptionKind.COVER, person=OuterRef("pk"))
    return Q(Exists(entrusted_to(worker).filter(pk=OuterRef("pk")))) | Q(Exists(cover))


def in_force(at: datetime | None = None) -> Q:
    """Return the condition "this exception of access holds at this moment" (now unless given)."""
    moment = at or timezone.now()
    return Q(starts_at__lte=moment) & (Q(ends_at=None) | Q(ends_at__gt=moment))


def leaves_of(person: Person) -> QuerySet[AccessException]:
    """Return who may see a protected person or stands in for a colleague, today or from a day to come."""
    running = AccessException.objects.filter(Q(ends_at=None) | Q(ends_at__gt=timezone.now()), person=person)
    return running.select_related("worker").order_by("kind", "worker__name", "pk")


def cleared_for(worker: int) -> QuerySet[AccessException]:
    """Return the clearances of a worker in force now, to be matched with an outer person."""
    return AccessException.objects.filter(in_force(), worker=worker, kind=ExceptionKind.CLEARED, person=OuterRef("pk"))


def municipalities_lived_in() -> QuerySet[Municipality]:
    """Return the municipalities where somebody lives or has lived."""
    return Municipality.objects.filter(pk__in=RawSQL(_LIVED_IN, ()))  # noqa: S611 - a constant text


def entrusted_to(worker: int) -> QuerySet[Person, int]:
    """Return the keys of the people assigned to a worker today."""
    # Assignments and referrals stand in rooms above this one, so they are reached through the person.
    mine = Person.objects.filter(
        holds_on(timezone.localdate(), starts="cases__assignments__starts_on", ends="cases__assignments__ends_on"),
        cases__assignments__worker=worker,
    )
    return mine.values_list("pk", flat=True)


def _referred_last_by(municipality: int) -> QuerySet[Person]:
    """The municipality in charge is the one of the latest referral; a later one by another takes the person away."""
    ever = Person.objects.filter(referrals__municipality=municipality).values("pk")
    latest = Person.objects.filter(pk=OuterRef("pk")).order_by("-referrals__referred_on", "-referrals__id")
    # The first condition finds them by index; the second is asked of those alone.
    in_charge = Exact(Subquery(latest.values("referrals__municipality")[:1]), municipality)
    return Person.objects.filter(Q(pk__in=ever) & Q(in_charge))
