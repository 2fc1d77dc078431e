"""What a handful of people of the demo declared of work and home, so that the rules propose each category once.

The days follow the calendar of today, because the pages ask the rules about today.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.people.actions import Declaration, record_situation
from percorsi.people.models import Person

OVER_50 = Q(born_on__lt=date(1965, 1, 1))
ADULT = Q(born_on__range=(date(1966, 1, 1), date(1995, 12, 31)))


@dataclass(frozen=True, slots=True)
class Part:
    """Who declares, what, and the category that a rule then proposes."""

    category: str
    declared: Declaration
    who: Q = field(default_factory=lambda: ADULT)


def declare_situations() -> None:
    """Let the first people with an open path who fit each part declare it; who is jobless since a day worked before."""
    today = timezone.localdate()
    taken: list[int] = []
    for part in _parts(today.year):
        fitting = _open_paths().filter(part.who).exclude(pk__in=taken)
        chosen = fitting.exclude(conditions__category=part.category).first()
        if chosen is not None:
            taken.append(chosen.pk)
            _declare(chosen, part.declared, today.year)


def _parts(year: int) -> Iterator[Part]:
    last_summer, two_years_ago, new_year = date(year - 1, 6, 30), date(year - 2, 3, 1), date(year, 1, 1)
    # Complete.
    yield Part("over_50", Declaration(is_jobless=True), OVER_50)
    yield Part("young_jobless", Declaration(never_had_regular_job=True, left_education_on=last_summer))
    yield Part("long_term_unemployed", Declaration(jobless_since=two_years_ago, never_had_regular_job=False))
    yield Part("lone_parent", Declaration(is_jobless=True, lives_alone_with_dependants=True))
    # To clarify.
    yield Part("over_50", Declaration(is_jobless=False), OVER_50)
    yield Part("young_jobless", Declaration(never_had_regular_job=True))
    yield Part("long_term_unemployed", Declaration(jobless_since=new_year))
    # Nothing to propose.
    yield Part("lone_parent", Declaration(is_jobless=False, is_losing_job=False, lives_alone_with_dependants=False))


def _declare(person: Person, declared: Declaration, year: int) -> None:
    if declared.jobless_since is not None:
        before = Declaration(is_jobless=False)
        record_situation(person, declared=before, on=date(year - 3, 1, 1), by=command_user())
    record_situation(person, declared=declared, on=date(year, 1, 1), by=command_user())


def _open_paths() -> QuerySet[Person]:
    return (
        Person.objects.filter(is_protected=False, cases__isnull=False, cases__closed_on=None).distinct().order_by("pk")
    )
