"""Reading traineeships and their months."""

from django.db.models import Exists, F, OuterRef, QuerySet, Value
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship

TimelineRows = QuerySet[Traineeship, dict[str, object]]


def visible_to(user: User) -> QuerySet[Traineeship]:
    """Return the traineeships of the people whom the user may see."""
    if not user.has(Permission.WORK_READ):
        return Traineeship.objects.none()
    return Traineeship.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def of_person(person: Person, user: User) -> QuerySet[Traineeship]:
    """Return the traineeships of one person, if the user may see them."""
    if not (user.has(Permission.WORK_READ) and people.sees(user, person)):
        return Traineeship.objects.none()
    return Traineeship.objects.filter(person=person)


def timeline_rows(person: Person, user: User) -> TimelineRows:
    """Return the beginnings and the past ends of a person's traineeships as rows of the timeline.

    Kinds: ``traineeship_start``, ``traineeship_end``. A planned end has not happened, so it is no row. How it ended is
    told to who follows people, not to who only keeps the papers.
    """
    mine = of_person(person, user)
    outcome = F("outcome") if user.has(Permission.DIARY_READ) else Value("")
    ended = mine.filter(ends_on__lte=timezone.localdate())
    begun = _rows(mine, "traineeship_start", "starts_on", Value(""))
    return begun.union(_rows(ended, "traineeship_end", "ends_on", outcome), all=True)


def _rows(rows: QuerySet[Traineeship], kind: str, day: str, text: Value | F) -> TimelineRows:
    # After ``values`` an annotation may bear the name of a field.
    return (
        rows.values("pk")
        .annotate(
            day=F(day),
            kind=Value(kind),
            title=F("host__name"),
            text=text,
            author=Value(""),
            link=F("public_id"),
            is_milestone=Value(True),
        )
        .values(*COLUMNS)
    )
