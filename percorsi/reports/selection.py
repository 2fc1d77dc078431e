"""What a reader asks to see: which periods side by side, of which municipality, divided by what."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit import periods
from percorsi.kit.dates import MONTH_NAMES, last_of_month
from percorsi.kit.periods import Period
from percorsi.places.models import Municipality
from percorsi.reports.choices import DECLARED_KIND, MOST_PERIODS, PERIODS_IN_A_YEAR, USUAL_YEARS, Cut, Kind
from percorsi.reports.frame import Frame
from percorsi.reports.remembering import Memory


class Column(NamedTuple):
    """A period, cut at the last day with data when it is not finished; ``head`` is its name in a narrow column."""

    period: Period
    is_unfinished: bool = False
    head: str = ""

    @property
    def cut_off_words(self) -> str:
        """Up to when the data of an unfinished period go: "a fine maggio", "al 17 maggio"."""
        last = self.period.last
        month = MONTH_NAMES[last.month - 1]
        if last == last_of_month(last):
            return gettext("a fine %(month)s") % {"month": month}
        return gettext("al %(day)s %(month)s") % {"day": last.day, "month": month}


@dataclass(frozen=True, slots=True)
class Selection:
    """Periods in order of time; ``town`` is a municipality by its name, blank for all."""

    kind: Kind
    columns: tuple[Column, ...]
    town: str = ""
    cut: Cut | None = None


class Scope(NamedTuple):
    """How far a reader may go: outside the team small figures are hidden, and only declared periods are offered.

    ``towns`` are the municipalities that may be chosen, None for all of them. Who may not read a person's category
    gets those figures as outsiders do: of one hire on one day they would tell it.
    """

    is_outside: bool
    towns: tuple[str, ...] | None = None
    reads_category: bool = True

    def hides_small(self, cut: Cut | None) -> bool:
        """Whether the small figures of a table divided so are hidden from this reader."""
        return self.is_outside or (cut == Cut.CATEGORY and not self.reads_category)

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """How this reader may divide time."""
        return (DECLARED_KIND,) if self.is_outside else tuple(Kind)

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """By what this reader may divide people; who answers for one municipality does not compare it with others."""
        return tuple(Cut) if self.towns is None else (Cut.CATEGORY,)


def scope_of(user: User, memory: Memory) -> Scope:
    """Return how far the user may go; a municipal social worker sees the whole and their own municipality."""
    is_outside = not user.has(Permission.REPORTS_SMALL_CELLS)
    if user.role != Role.SOCIAL_WORKER:
        return Scope(is_outside, reads_category=user.has(Permission.PEOPLE_CATEGORY))
    own = user.standing.municipality if user.standing else None
    if own is None:
        return Scope(is_outside, ())
    return Scope(is_outside, memory.remembered(("town", own), lambda: _names(own)))


def _names(municipality: int) -> tuple[str, ...]:
    return tuple(Municipality.objects.filter(pk=municipality).values_list("name", flat=True))


def columns(kind: Kind, first_year: int, last_year: int, cut_off: date) -> tuple[Column, ...]:
    """Return the periods that begin in these years, in order, without those that begin after the data end."""
    made = [period for year in range(first_year, last_year + 1) for period in _in_year(kind, year)]
    return tuple(column(period, cut_off, kind) for period in made if period.first <= cut_off)


def column(period: Period, cut_off: date, kind: Kind) -> Column:
    """Return the period as far as the data go. Raises ValueError when it begins after they end."""
    return Column(period.cut_off(cut_off), period.last > cut_off, _head(kind, period))


def _head(kind: Kind, period: Period) -> str:
    if kind == Kind.MONTH:
        return f"{MONTH_NAMES[period.first.month - 1][:3]} {period.first.year}"
    return period.label.replace(gettext("semestre"), gettext("sem.")).replace(gettext("trimestre"), gettext("trim."))


def default_years(kind: Kind, frame: Frame) -> tuple[int, int]:
    """Return the years shown when nobody chose any: the latest, as many as are usual, from the first full one on."""
    assert frame.cut_off and frame.first_full_year, "an empty service has no years"
    last = frame.cut_off.year
    years = min(USUAL_YEARS, MOST_PERIODS // PERIODS_IN_A_YEAR[kind])
    return max(frame.first_full_year, last + 1 - years), last


def default_selection(frame: Frame) -> Selection:
    """Return what is shown when nobody chose anything: calendar years, everybody, undivided."""
    if frame.cut_off is None:
        return Selection(Kind.CALENDAR, ())
    return Selection(Kind.CALENDAR, columns(Kind.CALENDAR, *default_years(Kind.CALENDAR, frame), frame.cut_off))


def _in_year(kind: Kind, year: int) -> Iterator[Period]:
    numbered: dict[Kind, Callable[[int, int], Period]] = {
        Kind.HALF: periods.half_year,
        Kind.QUARTER: periods.quarter,
        Kind.MONTH: periods.month,
    }
    if kind in numbered:
        return (numbered[kind](year, number) for number in range(1, PERIODS_IN_A_YEAR[kind] + 1))
    return iter([periods.contract_year(year) if kind == Kind.CONTRACT else periods.calendar_year(year)])
