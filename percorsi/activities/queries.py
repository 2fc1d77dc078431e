"""Reading activities and who took part."""

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Coalesce

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.activities.models import Participation
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person


def participations_visible_to(user: User) -> QuerySet[Participation]:
    """Return who took part in what, of the people whom the user may see."""
    if not user.has(Permission.WORK_READ):
        return Participation.objects.none()
    return Participation.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def participations_of(person: Person, user: User) -> QuerySet[Participation]:
    """Return what one person took part in, if the user may see it."""
    if not (user.has(Permission.WORK_READ) and people.sees(user, person)):
        return Participation.objects.none()
    return Participation.objects.filter(person=person)


def timeline_rows(person: Person, user: User) -> QuerySet[Participation, dict[str, object]]:
    """Return the activities of one person as rows of the timeline (kind ``activity``), each edition once.

    An edition without any day is no row: it stands in the list of the activities.
    """
    return (
        participations_of(person, user)
        .annotate(when=Coalesce("activity__starts_on", "activity__ends_on"))
        .exclude(when=None)
        .values("activity")
        .annotate(
            day=F("when"),
            kind=Value("activity"),
            title=F("activity__name"),
            text=F("activity__edition"),
            author=Value(""),
            link=Value(""),
            is_milestone=Value(False),
        )
        .values(*COLUMNS)
        .distinct()
    )
