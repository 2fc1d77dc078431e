"""Reading hires."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.fields import holds_on
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.placements.choices import Course
from percorsi.placements.models import Placement
from percorsi.service.choices import Standard
from percorsi.traineeships.policy import reads_reasons

TimelineRows = QuerySet[Placement, dict[str, object]]


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


def in_course(rows: QuerySet[Placement], course: str, on: date, *, ending_days: int) -> QuerySet[Placement]:
    """Keep the hires that stand so on a day; ``ending_days`` is how long before its end a contract is ending."""
    kept = {
        Course.RUNNING: holds_on(on) & Q(end_reason=""),
        Course.ENDING: holds_on(on) & Q(end_reason="", ends_on__lte=on + timedelta(days=ending_days)),
        Course.EXPIRED: Q(ends_on__lt=on, end_reason="", is_imported=False),
        Course.ENDED: Q(ends_on__lt=on),
    }
    return rows.filter(kept[Course(course)]) if course in kept else rows


def timeline_rows(person: Person, user: User) -> TimelineRows:
    """Return the hires of one person and their ends as rows of the timeline, each a milestone.

    Kinds: ``hire``, ``hire_end``, whose text is the key of the reason, for who may read it.
    """
    begun, ended = (rows.filter(person=person) for rows in _turns(reads_reasons(user)))
    if not (user.has(Permission.WORK_READ) and people.sees(user, person)):
        return begun.none()
    return begun.union(ended, all=True)


@lru_cache(maxsize=2)
def _turns(reads: bool) -> tuple[TimelineRows, TimelineRows]:
    """The turns of everybody's hires, not read yet; put together once."""
    ended = Placement.objects.exclude(end_reason="")
    reason = F("end_reason") if reads else Value("")
    return _rows(Placement.objects.all(), "hire", "starts_on", F("job")), _rows(ended, "hire_end", "ends_on", reason)


def _rows(rows: QuerySet[Placement], kind: str, day: str, text: Value | F) -> TimelineRows:
    return (
        rows.values("pk")
        .annotate(
            day=F(day),
            kind=Value(kind),
            title=F("employer__name"),
            text=text,
            author=Value(""),
            link=F("public_id"),
            is_milestone=Value(True),
        )
        .values(*COLUMNS)
    )


def due_rows(user: User, on: date, among: Q, terms: Mapping[Standard, int]) -> QuerySet[Any, Any]:
    """Return the hires that are about to end (kind ``contract_end``), or that ended and nobody said how.

    A later hire takes the place of an earlier one; of imported history only what is still to come is told.
    """
    rows = Placement.objects.filter(among) if user.has(Permission.WORK_READ) else Placement.objects.none()
    later = Placement.objects.filter(person=OuterRef("person"), starts_on__gt=OuterRef("starts_on"))
    until = on + timedelta(days=terms[Standard.CONTRACT_ENDING])
    ending = rows.filter(Q(is_imported=False) | Q(ends_on__gte=on), ~Exists(later), ends_on__lte=until, end_reason="")
    words = (F("employer__name"), F("public_id"))
    return people.as_due(ending, "contract_end", due_on=F("ends_on"), since=F("starts_on"), words=words)
