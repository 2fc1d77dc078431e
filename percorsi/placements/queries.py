"""Reading hires."""

from django.db.models import Exists, F, OuterRef, QuerySet, Value

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.placements.models import Placement


def visible_to(user: User) -> QuerySet[Placement]:
    """Return the hires of the people whom the user may see."""
    if not user.has(Permission.WORK_READ):
        return Placement.objects.none()
    return Placement.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def of_person(person: Person, user: User) -> QuerySet[Placement]:
    """Return the hires of one person, if the user may see them."""
    if not (user.has(Permission.WORK_READ) and people.sees(user, person)):
        return Placement.objects.none()
    return Placement.objects.filter(person=person)


def timeline_rows(person: Person, user: User) -> QuerySet[Placement, dict[str, object]]:
    """Return the hires of one person as rows of the timeline (kind ``hire``), each a milestone."""
    return (
        of_person(person, user)
        .values("pk")
        .annotate(
            day=F("starts_on"),
            kind=Value("hire"),
            title=F("employer__name"),
            text=F("job"),
            author=Value(""),
            link=F("public_id"),
            is_milestone=Value(True),
        )
        .values(*COLUMNS)
    )
