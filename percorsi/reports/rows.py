"""The rows behind a figure, as far as the reader's rights go.

Who finds people by name reads names, of the people they may see; the rows of the others are left out without a word.
Who may only count reads every row without names: municipality, month, nature of the employer. A protected person is
there like everybody else, under the municipality in charge, and nothing tells them apart.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.activities.indicators import GROUP_EDITIONS, GROUP_PARTICIPANTS
from percorsi.cases.indicators import ACTIVE_PEOPLE
from percorsi.kit.indicator import Indicator
from percorsi.kit.refusal import Forbidden
from percorsi.people.queries import visible_to
from percorsi.placements.indicators import HIRES, HIRES_BY_NATURE, HIRES_BY_TERM
from percorsi.reports.figures import DIVIDED, INDICATORS, PAGE_CATEGORY, PAGE_MUNICIPALITY, Question, rows_of
from percorsi.traineeships.indicators import MONTHS_BY_PAYER, TRAINEES, TRAINEESHIP_MONTHS


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list: its title, the value behind it, and how it is written (text, day, month, number...)."""

    title: object
    name: str
    style: str = "text"
    needs_name: bool = False  # only beside a name: the value alone would tell whose row it is


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows as dictionaries, with the columns that this reader gets. ``has_names`` tells whether people are named."""

    rows: QuerySet[Any]
    columns: tuple[Column, ...]
    has_names: bool


TOWN = Column(_("Comune"), "town", "blank")
CATEGORY = Column(_("Categoria prevalente"), "category", "category")
_HIRE = (
    Column(_("Assunta o assunto il"), "starts_on", "day"),
    Column(_("Datore di lavoro"), "employer__name", needs_name=True),
    Column(_("Natura"), "employer__nature", "nature"),
    Column(_("Contratto"), "contract", "contract"),
)
_MONTH = (
    Column(_("Mese"), "month", "month"),
    Column(_("Ore presenti"), "hours_present", "number"),
    Column(_("Ente pagatore"), "purse", "blank"),
)
_COLUMNS: Mapping[str, tuple[Column, ...]] = {
    ACTIVE_PEOPLE.key: (Column(_("In carico dal"), "since", "day"), Column(_("Percorsi"), "number", "number")),
    TRAINEES.key: (Column(_("Mesi"), "number", "number"), Column(_("Ultimo mese"), "since", "month")),
    GROUP_PARTICIPANTS.key: (Column(_("Dal"), "since", "day"),),
    GROUP_EDITIONS.key: (
        Column(_("Attività"), "name"),
        Column(_("Edizione"), "edition", "blank"),
        Column(_("Comune"), "municipality__name", "blank"),
        Column(_("Dal"), "starts_on", "day"),
    ),
    TRAINEESHIP_MONTHS.key: _MONTH,
    MONTHS_BY_PAYER.key: _MONTH,
    HIRES.key: _HIRE,
    HIRES_BY_NATURE.key: _HIRE,
    HIRES_BY_TERM.key: _HIRE,
}
# Indicators that count people once have one row a person, with these sums.
_SUMS: Mapping[str, Callable[[], dict[str, Any]]] = {
    ACTIVE_PEOPLE.key: lambda: {"since": Max("opened_on"), "number": Count("pk")},
    TRAINEES.key: lambda: {"since": Max("month"), "number": Count("pk")},
    GROUP_PARTICIPANTS.key: lambda: {"since": Min("starts_on")},
}


BY_KEY: Mapping[str, Indicator] = {one.key: one for one in (*INDICATORS, *DIVIDED) if one.key in _COLUMNS}


def may_open(user: User, *, by_category: bool = False) -> bool:
    """Whether the user may open the rows behind a figure; a list by category tells each person's category."""
    return (
        user.has(Permission.REPORTS_ROWS)
        and user.has(Permission.REPORTS_SMALL_CELLS)
        and (not by_category or user.has(Permission.PEOPLE_CATEGORY))
    )


def rows_behind(user: User, question: Question, *, part: str | None = None) -> Listing:
    """Return the rows that make a figure. Raises :class:`Forbidden` when the user may not open them.

    ``part`` is the part of a divided indicator, blank for that without a name.
    """
    by_category = any(label is PAGE_CATEGORY for label, _value in question.within)
    if not may_open(user, by_category=by_category):
        raise Forbidden
    indicator = question.indicator
    # A payer whose name discloses a protected project is hidden in the rows as well.
    is_months = indicator is TRAINEESHIP_MONTHS
    rows = rows_of(replace(question, indicator=MONTHS_BY_PAYER) if is_months else question)
    if part is not None:
        nameless = Q(**{indicator.split: ""}) | Q(**{f"{indicator.split}__isnull": True})
        rows = rows.filter(Q(**{indicator.split: part}) if part else nameless)
    if indicator is GROUP_EDITIONS:
        columns = _COLUMNS[indicator.key]
        names = [column.name for column in columns]
        return Listing(rows.order_by("starts_on", "name", "pk").values(*names).distinct(), columns, has_names=False)
    return _of_people(user, question, rows)


def _of_people(user: User, question: Question, rows: QuerySet[Any]) -> Listing:
    indicator, person = question.indicator, question.indicator.person
    has_names = user.has(Permission.PEOPLE_LIST)
    if has_names:
        rows = rows.filter(**{f"{person}__in": visible_to(user)})
    own = tuple(column for column in _COLUMNS[indicator.key] if has_names or not column.needs_name)
    about = (TOWN, CATEGORY) if user.has(Permission.PEOPLE_CATEGORY) else (TOWN,)
    rows = rows.annotate(town=PAGE_MUNICIPALITY.of(person, question.period.last))
    if CATEGORY in about:
        rows = rows.annotate(category=PAGE_CATEGORY.of(person, question.period.last))
    names = [column.name for column in about]
    identity = {"person_key": F(person), "person_public_id": F(f"{person}__public_id")}
    if has_names:
        fields = ("family_names", "given_names", "alias", "sort_key")
        identity |= {f"person_{field}": F(f"{person}__{field}") for field in fields}
    first = ("person_sort_key", "person_public_id") if has_names else ("town", "person_public_id")
    if indicator.key in _SUMS:
        found = rows.order_by().values(*names, **identity).annotate(**_SUMS[indicator.key]()).order_by(*first)
        return Listing(found, (*about, *own), has_names)
    found = rows.values(*names, *[column.name for column in own], **identity).order_by(own[0].name, *first, "pk")
    return Listing(found, (*about, *own), has_names)
