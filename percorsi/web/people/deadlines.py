"""What runs out of one person, the most urgent first: permit, invalidity, papers, traineeship, contract."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.people.choices import Paper
from percorsi.web.people.facts import Fact, Facts

AT_FIRST = 4
_SOON = timedelta(days=30)


@dataclass(frozen=True)
class Deadline:
    """A day by which something ends: what, of which kind, where it is dealt with."""

    word: str | Promise
    more: str
    day: date
    tone: str
    url: str = ""


@dataclass(frozen=True)
class Deadlines:
    """The few that are shown at once, and the others behind a fold."""

    first: list[Deadline]
    others: list[Deadline]


def deadlines_of(facts: Facts, today: date) -> Deadlines:
    """Put what the reader knows of the person in the order of the days; what is past comes first."""
    rows = sorted((row for row in _rows(facts, today) if row), key=lambda row: row.day)
    return Deadlines(rows[:AT_FIRST], rows[AT_FIRST:])


def _rows(facts: Facts, today: date) -> Iterator[Deadline | None]:
    for fact in _lasting(facts["permits"]):
        yield _row(_("Permesso di soggiorno"), fact, today)
    for fact in facts["invalidities"][-1:]:
        yield _row(_("Invalidità da rivedere"), fact, today)
    for fact in facts["papers"]:
        yield _row(Paper(fact.value).label, fact, today, more=fact.more)
    for fact in facts["traineeships"]:
        yield _row(_("Fine del tirocinio"), fact, today, url_name="traineeships:traineeship")
    for fact in facts["hires"]:
        yield _row(_("Fine del contratto"), fact, today, url_name="placements:placement")


def _lasting(permits: list[Fact]) -> list[Fact]:
    """The permit that lasts longest; none when a later one has no end."""
    endless = max((fact.key for fact in permits if fact.ends_on is None), default=0)
    ending = [fact for fact in permits if fact.ends_on is not None and fact.key > endless]
    return sorted(ending, key=lambda fact: fact.ends_on or date.min)[-1:]


def _row(
    word: str | Promise, fact: Fact, today: date, *, more: str | None = None, url_name: str = ""
) -> Deadline | None:
    day = fact.ends_on
    if day is None:
        return None
    tone = "late" if day < today else "soon" if day <= today + _SOON else ""
    return Deadline(word, fact.value if more is None else more, day, tone, _url(url_name, fact.label))


def _url(name: str, public_id: str) -> str:
    try:
        return reverse(name, args=[public_id]) if name else ""
    except NoReverseMatch:
        return ""
