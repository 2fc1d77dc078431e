"""Counting the declared indicators, whole or by a cut."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery

from percorsi.activities.indicators import GROUP_EDITIONS, GROUP_PARTICIPANTS
from percorsi.cases.indicators import ACTIVE_PEOPLE
from percorsi.kit.fields import holds_on
from percorsi.kit.indicator import Indicator
from percorsi.kit.periods import Period
from percorsi.people.legal import category_choices
from percorsi.people.models import Condition, Residence
from percorsi.placements.indicators import HIRES, HIRES_FIXED_TERM, HIRES_PROFIT
from percorsi.traineeships.indicators import TRAINEES, TRAINEESHIP_MONTHS

INDICATORS: tuple[Indicator, ...] = (
    ACTIVE_PEOPLE,
    TRAINEES,
    TRAINEESHIP_MONTHS,
    HIRES,
    HIRES_PROFIT,
    HIRES_FIXED_TERM,
    GROUP_PARTICIPANTS,
    GROUP_EDITIONS,
)
BLANK = "(non indicato)"

Figure = int | dict[str, int]


def figure(indicator: Indicator, period: Period) -> Figure:
    """Return the number in the period, or its named parts where the indicator is split."""
    return _counted(indicator, indicator.rows(period))


def figure_by(indicator: Indicator, period: Period, cut: str) -> dict[str, Figure]:
    """Return the number for each label of a cut ("municipality" or "category") that occurs in the period."""
    label_of, names = CUTS[cut]
    rows = indicator.rows(period).annotate(cut_label=label_of(indicator.person, period.last))
    keys = ["cut_label", *([indicator.split] if indicator.split else [])]
    counted = rows.order_by().values(*keys).annotate(figure=Count(indicator.distinct, distinct=True))
    if not indicator.split:
        return {_label(names(), row["cut_label"]): row["figure"] for row in counted}
    parts: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in counted:
        parts[_label(names(), row["cut_label"])][row[indicator.split]] = row["figure"]
    return dict(parts)


def _counted(indicator: Indicator, rows: QuerySet[Any]) -> Figure:
    if not indicator.split:
        return int(rows.aggregate(figure=Count(indicator.distinct, distinct=True))["figure"])
    named = rows.order_by().values(part=F(indicator.split))
    return {row["part"]: row["figure"] for row in named.annotate(figure=Count(indicator.distinct, distinct=True))}


def _label(names: Mapping[str, str], value: str | None) -> str:
    return names.get(value, value) if value else BLANK


def _residence(person: str, day: date) -> Subquery:
    rows = Residence.objects.filter(holds_on(day), person=OuterRef(person))
    return Subquery(rows.order_by(F("starts_on").desc(nulls_last=True), "-id").values("municipality__name")[:1])


def _main_category(person: str, day: date) -> Subquery:
    rows = Condition.objects.filter(holds_on(day), person=OuterRef(person), is_main=True)
    return Subquery(rows.order_by(F("starts_on").desc(nulls_last=True), "-id").values("category")[:1])


# Each cut: the label of a person on a day, and how the stored value is called.
CUTS: dict[str, tuple[Callable[[str, date], Subquery], Callable[[], Mapping[str, str]]]] = {
    "municipality": (_residence, dict),
    "category": (_main_category, lambda: dict(category_choices())),
}
