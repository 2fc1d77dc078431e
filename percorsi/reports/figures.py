"""Counting the declared indicators: many questions, one query."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Case, CharField, Count, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Cast

from percorsi.activities.indicators import GROUP_EDITIONS, GROUP_PARTICIPANTS
from percorsi.cases.indicators import ACTIVE_PEOPLE
from percorsi.kit.fields import holds_on
from percorsi.kit.indicator import Indicator
from percorsi.kit.periods import Period
from percorsi.people.legal import category_choices
from percorsi.people.models import Condition, Residence
from percorsi.placements.indicators import (
    HIRES,
    HIRES_BY_NATURE,
    HIRES_BY_TERM,
    HIRES_FIXED_TERM,
    HIRES_PROFIT,
)
from percorsi.referrals.models import Referral
from percorsi.traineeships.indicators import MONTHS_BY_PAYER, TRAINEES, TRAINEESHIP_MONTHS

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
# Divided further than the console command prints them; the parts of each sum to an indicator above.
DIVIDED: tuple[Indicator, ...] = (HIRES_BY_NATURE, HIRES_BY_TERM, MONTHS_BY_PAYER)
BLANK = "(non indicato)"


class Label(NamedTuple):
    """A way to divide people: the label of a person (a path to it) on a day, and how the stored value is called."""

    of: Callable[[str, date], Any]
    names: Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Question:
    """An indicator in a period, divided by ``cut``, of the people who have each of the labels ``within``."""

    indicator: Indicator
    period: Period
    cut: Label | None = None
    within: tuple[tuple[Label, str], ...] = ()


class Answer(NamedTuple):
    """The figure of one label and part, as they are stored (blank for none), and how many people are in it."""

    label: str
    part: str
    figure: int
    people: int


def ask(questions: Sequence[Question]) -> list[list[Answer]]:
    """Return the answers to each question in order: one for each label and part that occurs. It costs one query."""
    first, *others = [_counted(number, question) for number, question in enumerate(questions)]
    rows = first.union(*others, all=True) if others else first
    answers: list[list[Answer]] = [[] for _ in questions]
    for row in rows:
        answer = Answer(row["label"] or "", row["part"] or "", row["figure"], row["people"])
        answers[row["question"]].append(answer)
    return answers


def rows_of(question: Question) -> QuerySet[Any]:
    """Return the rows that make the figure; a label holds on the last day of the period."""
    rows = question.indicator.rows(question.period)
    for number, (label, value) in enumerate(question.within):
        name = f"label_{number}"
        rows = rows.annotate(**{name: label.of(question.indicator.person, question.period.last)})
        rows = rows.filter(**({name: value} if value else {f"{name}__isnull": True}))
    return rows


def _counted(number: int, question: Question) -> QuerySet[Any]:
    indicator, cut = question.indicator, question.cut
    label = cut.of(indicator.person, question.period.last) if cut else Value("")
    part = F(indicator.split) if indicator.split else Value("")
    rows = rows_of(question).order_by().annotate(label=Cast(label, CharField()), part=Cast(part, CharField()))
    counted = rows.values("label", "part").annotate(
        figure=Count(indicator.distinct, distinct=True), people=Count(indicator.person, distinct=True)
    )
    return counted.annotate(question=Value(number)).values("question", "label", "part", "figure", "people")


def _residence(person: str, day: date) -> Subquery:
    rows = Residence.objects.filter(holds_on(day), person=OuterRef(person))
    return Subquery(rows.order_by(F("starts_on").desc(nulls_last=True), "-id").values("municipality__name")[:1])


def _in_charge(person: str, day: date) -> Subquery:
    rows = Referral.objects.filter(person=OuterRef(person), municipality__isnull=False)
    latest = rows.annotate(is_late=Case(When(referred_on__gt=day, then=1), default=0))
    return Subquery(latest.order_by("is_late", "-referred_on", "-id").values("municipality__name")[:1])


def _residence_or_in_charge(person: str, day: date) -> Case:
    protected = When(**{f"{person}__is_protected": True}, then=_in_charge(person, day))
    return Case(protected, default=_residence(person, day), output_field=CharField())


def _main_category(person: str, day: date) -> Subquery:
    rows = Condition.objects.filter(holds_on(day), person=OuterRef(person), is_main=True)
    return Subquery(rows.order_by(F("starts_on").desc(nulls_last=True), "-id").values("category")[:1])


def _category_names() -> Mapping[str, str]:
    return dict(category_choices())


# What the console command divides by.
CUTS = {"municipality": Label(_residence, dict), "category": Label(_main_category, _category_names)}
# On pages and in files a protected person counts where their municipality in charge is: no cell is theirs alone.
PAGE_MUNICIPALITY = Label(_residence_or_in_charge, dict)
PAGE_CATEGORY = Label(_main_category, _category_names)
