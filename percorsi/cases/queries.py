"""Reading paths: each query begins with the people that the reader may see."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db import models
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.cases.policy import FOLLOWERS, STAND_INS, reads_reasons
from percorsi.kit.due import DAYS_AHEAD
from percorsi.kit.fields import holds_on
from percorsi.kit.timeline import COLUMNS
from percorsi.organisations.models import Membership, Worker
from percorsi.people import queries as people
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.service.choices import Standard

TimelineRows = QuerySet[Any, Any]
_NOTHING = Value("")


def visible_to(user: User) -> QuerySet[Case]:
    """Return the paths, open and closed, of the people whom the user may see."""
    if not user.has(Permission.CASES_READ):
        return Case.objects.none()
    # Correlated on purpose: the database looks at the people of the rows it shows, never at all people.
    return Case.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def of_person(person: Person, user: User) -> QuerySet[Case]:
    """Return the paths of one person, the newest first."""
    return visible_to(user).filter(person=person).order_by("-opened_on", "-id")


def assignments_of(case: Case) -> QuerySet[Assignment]:
    """Return who follows or followed a path: the present ones first, then by day."""
    return case.assignments.select_related("worker").order_by(
        F("ends_on").desc(nulls_first=True), F("starts_on").asc(nulls_first=True), "id"
    )


def suspensions_of(case: Case) -> QuerySet[Suspension]:
    """Return the suspensions of a path, the newest first."""
    return case.suspensions.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "-id")


def covers_of(person: Person) -> QuerySet[AccessException]:
    """Return who stands in for a colleague with this person now."""
    rows = AccessException.objects.filter(people.in_force(), person=person, kind=ExceptionKind.COVER)
    return rows.select_related("worker").order_by("ends_at", "id")


def followers_by_load(user: User, person: Person | None = None) -> list[tuple[Worker, int]]:
    """Return who may follow a path, mediators first, each with how many open paths they follow today, fewest first.

    Of a protected ``person`` only who is cleared. People of whom the user may not know do not count.
    """
    today = timezone.localdate()
    parts = Membership.objects.filter(holds_on(today), worker=OuterRef("pk"))
    rows = Worker.objects.filter(Exists(parts.filter(role__in=FOLLOWERS)))
    if person is not None and person.is_protected:
        cleared = AccessException.objects.filter(people.in_force(), person=person, kind=ExceptionKind.CLEARED)
        rows = rows.filter(pk__in=cleared.values("worker"))
    followed = Assignment.objects.filter(holds_on(today), worker=OuterRef("pk"), case__closed_on=None)
    followed = followed.exclude(case__person__in=people.hidden_from(user))
    load = followed.order_by().values("worker").annotate(n=Count("case")).values("n")
    rows = rows.annotate(
        load=Coalesce(Subquery(load), Value(0)), is_mediator=Exists(parts.filter(role__in=STAND_INS))
    ).order_by("-is_mediator", "load", "name", "pk")
    return [(row, row.load) for row in rows]


def is_suspended_on(day: date) -> Exists:
    """Return the expression "this path is suspended on a day", for the rows of a list of paths."""
    return Exists(Suspension.objects.filter(holds_on(day), case=OuterRef("pk")))


def latest_fact(case: Case) -> date | None:
    """Return the day of the last thing known of the person (note, traineeship, hire, assignment); None without any.

    Who discharges is told when it comes after the day chosen. Days still to come do not count.
    """
    today = timezone.localdate()
    days = [
        # Those rooms stand above this one, so they are reached through the person.
        Person.objects.filter(pk=case.person_id, **{f"{field}__lte": today}).aggregate(last=Max(field))["last"]
        for field in ("notes__happened_on", "traineeships__starts_on", "placements__starts_on")
    ]
    days.append(case.assignments.filter(starts_on__lte=today).aggregate(last=Max("starts_on"))["last"])
    return max((day for day in days if day), default=None)


def timeline_rows(person: Person, user: User) -> TimelineRows:
    """Return the turns of the person's paths as rows of the timeline.

    Kinds: ``case_opened``, ``assignment``, ``suspension``, ``resumption``, ``discharge``, whose title is the key of the
    reason. Why a path was suspended or closed is there only for who may read it.
    """
    opened, *others = (rows.filter(**{path: person}) for path, rows in _turns(reads_reasons(user)))
    if not (user.has(Permission.CASES_READ) and people.sees(user, person)):
        return opened.none()
    return opened.union(*others, all=True)


@lru_cache(maxsize=2)
def _turns(reads: bool) -> tuple[tuple[str, TimelineRows], ...]:
    """The turns of everybody's paths, not read yet, each with its way to the person; put together once, not each time.

    ``reads`` is whether reasons are told.
    """
    cases, stops = Case.objects.all(), Suspension.objects.all()
    followed = Assignment.objects.exclude(starts_on=None)
    why = Coalesce(F("reason"), Value("")) if reads else Value("")
    ended = {"title": F("discharge_reason"), "text": F("discharge_words")} if reads else {}
    return (
        ("person", _rows(cases, "opened_on", "case_opened", link="public_id")),
        ("case__person", _rows(followed, "starts_on", "assignment", title=F("worker__name"), link="case__public_id")),
        (
            "case__person",
            _rows(stops.exclude(starts_on=None), "starts_on", "suspension", text=why, link="case__public_id"),
        ),
        ("case__person", _rows(stops.exclude(ends_on=None), "ends_on", "resumption", link="case__public_id")),
        ("person", _rows(cases.exclude(closed_on=None), "closed_on", "discharge", link="public_id", **ended)),
    )


def _rows(rows: QuerySet, day: str, kind: str, *, link: str, **written: models.Expression | F) -> TimelineRows:
    is_milestone = kind in {"case_opened", "discharge"}
    return (
        rows.values(day)
        .annotate(
            day=F(day),
            kind=Value(kind),
            title=written.get("title", _NOTHING),
            text=written.get("text", _NOTHING),
            author=_NOTHING,
            link=F(link),
            is_milestone=Value(is_milestone),
        )
        .values(*COLUMNS)
    )


def due_rows(user: User, on: date, among: Q, terms: Mapping[Standard, int]) -> QuerySet[Any, Any]:
    """Return the pauses to look at again (kind ``pause``) and the open paths that nobody follows (``unassigned``).

    The latter only for who says who follows; the clock of an imported path starts on the day of the import.
    """
    rows = Case.objects.filter(among, closed_on=None) if user.has(Permission.CASES_READ) else Case.objects.none()
    paused = rows.filter(suspensions__ends_on=None, suspensions__review_on__lte=on + timedelta(days=DAYS_AHEAD))
    why = F("suspensions__reason") if reads_reasons(user) else _NOTHING
    told: dict[str, Any] = {"since": F("suspensions__starts_on"), "words": (why, F("public_id"))}
    pauses = people.as_due(paused, "pause", due_on=F("suspensions__review_on"), **told)
    if not user.has(Permission.CASES_ASSIGN):
        return pauses
    lost = rows.filter(~Exists(Assignment.objects.filter(holds_on(on), case=OuterRef("pk"))))
    begun = Greatest(F("opened_on"), Coalesce(F("imported_on"), F("opened_on")))
    due_on, words = people.days_after(begun, terms[Standard.ANSWER]), (_NOTHING, F("public_id"))
    return pauses.union(people.as_due(lost, "unassigned", due_on=due_on, since=F("opened_on"), words=words), all=True)
