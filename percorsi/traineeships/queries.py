"""Reading traineeships and their months."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.dates import add_months, first_of_month, last_of_month
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.service.choices import Standard
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

# How many closed months back a missing one is looked for.
_MONTHS_BACK = 6

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


def due_rows(user: User, on: date, among: Q, terms: Mapping[str, int]) -> QuerySet[Any, Any]:
    """Return the traineeships whose end wants a decision (kind ``traineeship_end``) or that lack a month (``month``).

    A traineeship that misses several months is one row, about the earliest, whose first day is ``since``. What ended
    before its import is history, and is not asked for.
    """
    rows = Traineeship.objects.filter(among) if user.has(Permission.WORK_READ) else Traineeship.objects.none()
    rows = rows.filter(Q(imported_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("imported_on")))
    told = (F("host__name"), F("public_id"))
    ending = rows.filter(outcome="", ends_on__lte=on + timedelta(days=terms[Standard.TRAINEESHIP_ENDING]))
    ends = people.as_due(ending, "traineeship_end", due_on=F("ends_on"), since=F("starts_on"), words=told)
    lacking, due_on, month = _lacking_a_month(rows, on, terms[Standard.MONTH_ENTRY])
    return ends.union(people.as_due(lacking, "month", due_on=due_on, since=month, words=told), all=True)


def _lacking_a_month(rows: QuerySet[Traineeship], on: date, term: int) -> tuple[QuerySet[Traineeship], Case, Case]:
    """Keep those with a closed month that nobody entered; and by when, and which, the earliest for each."""
    this_month = first_of_month(on)
    months = [add_months(this_month, -back) for back in range(_MONTHS_BACK, 0, -1)]
    entered = ~Q(state=MonthState.DRAFT) | Q(hours_present__isnull=False)
    lacks = {}
    for month in months:
        row = TraineeshipMonth.objects.filter(entered, traineeship=OuterRef("pk"), month=month)
        last = last_of_month(month)
        runs = Q(starts_on__lte=last) & (Q(ends_on=None) | Q(ends_on__gte=month))
        asked = Q(imported_on=None) | Q(imported_on__lte=last)
        lacks[month] = runs & asked & ~Q(Exists(row))
    by = {month: last_of_month(month) + timedelta(days=term) for month in months}
    due_on = Case(*(When(lack, then=Value(by[month])) for month, lack in lacks.items()))
    which = Case(*(When(lack, then=Value(month)) for month, lack in lacks.items()))
    since = rows.filter(Q(ends_on=None) | Q(ends_on__gte=months[0]), starts_on__lt=this_month)
    return since.alias(lacking=due_on).filter(lacking__isnull=False), due_on, which
