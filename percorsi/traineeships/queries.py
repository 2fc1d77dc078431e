"""Reading traineeships and their months."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Case, Exists, F, Max, Min, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.dates import add_months, first_of_month, last_of_month
from percorsi.kit.fields import holds_on
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.service.choices import Standard
from percorsi.traineeships.choices import Course, MonthState
from percorsi.traineeships.models import Extension, Suspension, Traineeship, TraineeshipMonth
from percorsi.traineeships.policy import reads_reasons

# How many closed months back a missing one is looked for.
_MONTHS_BACK = 6

TimelineRows = QuerySet[Any, dict[str, object]]


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


def in_course(rows: QuerySet[Traineeship], course: str, on: date, *, ending_days: int) -> QuerySet[Traineeship]:
    """Keep the traineeships that stand so on a day; ``ending_days`` is how long before its end one is ending."""
    if course == Course.TO_ENTER:
        return _lacking_a_month(rows.exclude(is_imported=True, ends_on__lt=on), on, 0)[0]
    running = holds_on(on)
    kept = {
        Course.RUNNING: running,
        Course.ENDING: running & Q(ends_on__lte=on + timedelta(days=ending_days)),
        Course.SUSPENDED: running & Q(Exists(_stops(on, on))),
        Course.TO_CLOSE: Q(ends_on__lt=on, outcome="", is_imported=False),
        Course.ENDED: Q(ends_on__lt=on),
    }
    return rows.filter(kept[Course(course)]) if course in kept else rows


def with_state(rows: QuerySet[Traineeship], on: date) -> QuerySet[Traineeship]:
    """Add to each traineeship ``is_suspended`` on a day and ``lacking``, the earliest closed month not entered yet."""
    *_, month = _lacking_a_month(rows, on, 0)
    return rows.annotate(is_suspended=Exists(_stops(on, on)), lacking=month)


def of_month(user: User, month: date) -> QuerySet[Traineeship]:
    """Return the traineeships with a day in a month, which is its first day; ``is_suspended`` in some day of it."""
    last = last_of_month(month)
    rows = visible_to(user).filter(Q(ends_on=None) | Q(ends_on__gte=month), starts_on__lte=last)
    return rows.annotate(is_suspended=Exists(_stops(month, last)))


def months_beside(user: User, month: date, on: date) -> tuple[date | None, date | None]:
    """Return the months before and after this one in which the user has a traineeship to see; none after ``on``."""
    rows = visible_to(user)
    earlier = rows.filter(starts_on__lt=month).aggregate(last=Max(Coalesce("ends_on", Value(month))))["last"]
    before = min(first_of_month(earlier), add_months(month, -1)) if earlier else None
    next_month = add_months(month, 1)
    coming = rows.filter(Q(ends_on=None) | Q(ends_on__gte=next_month), starts_on__lte=on)
    later = coming.aggregate(first=Min("starts_on"))["first"]
    after = max(first_of_month(later), next_month) if later else None
    return before, after if after and after <= on else None


def _stops(first: date, last: date) -> QuerySet[Suspension]:
    """The suspensions of a traineeship with a day in ``first``..``last``."""
    still = Q(ends_on=None) | Q(ends_on__gte=first)
    return Suspension.objects.filter(still, traineeship=OuterRef("pk"), starts_on__lte=last)


def timeline_rows(person: Person, user: User) -> TimelineRows:
    """Return the turns of a person's traineeships as rows of the timeline.

    Kinds: ``traineeship_start``, ``traineeship_end``, ``traineeship_stop``, ``traineeship_extension``. A planned end
    has not happened, so it is no row. How and why is told to who follows people, not to who only keeps the papers.
    """
    begun, *others = (rows.filter(**{path: person}) for path, rows in _turns(timezone.localdate(), reads_reasons(user)))
    if not (user.has(Permission.WORK_READ) and people.sees(user, person)):
        return begun.none()
    return begun.union(*others, all=True)


@lru_cache(maxsize=4)
def _turns(today: date, reads: bool) -> tuple[tuple[str, TimelineRows], ...]:
    """The turns of everybody's traineeships, not read yet, each with its way to the person; put together once a day."""
    every, extensions = Traineeship.objects.all(), Extension.objects.exclude(ended_on=None)
    stops = Suspension.objects.filter(starts_on__lte=today)
    outcome, reason = (F("outcome"), F("reason")) if reads else (Value(""), Value(""))
    return (
        ("person", _rows(every, "traineeship_start", "starts_on", Value(""))),
        ("person", _rows(every.filter(ends_on__lte=today), "traineeship_end", "ends_on", outcome)),
        ("traineeship__person", _rows(stops, "traineeship_stop", "starts_on", reason, "traineeship__")),
        ("traineeship__person", _rows(extensions, "traineeship_extension", "ended_on", reason, "traineeship__")),
    )


def _rows(rows: QuerySet[Any], kind: str, day: str, text: Value | F, path: str = "") -> TimelineRows:
    # After ``values`` an annotation may bear the name of a field.
    return (
        rows.values("pk")
        .annotate(
            day=F(day),
            kind=Value(kind),
            title=F(f"{path}host__name"),
            text=text,
            author=Value(""),
            link=F(f"{path}public_id"),
            is_milestone=Value(not path),
        )
        .values(*COLUMNS)
    )


def due_rows(user: User, on: date, among: Q, terms: Mapping[Standard, int]) -> QuerySet[Any, Any]:
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
