"""Which categories of the service a person belongs to on a day, as far as facts and dates can tell.

The definitions are those of the service's contract (Reg. CE 2204/2002, L. 68/99), which outlive their regulation. A
rule proposes; a person decides. Categories that rest on a document or on a reason to move (L. 381/91, immigrant
workers, in charge of the social services) are never proposed from dates.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Protocol

from percorsi.kit.dates import MONTHS_IN_YEAR, add_months, age_on
from percorsi.law.categories import CATEGORIES, Category
from percorsi.law.condition import Condition
from percorsi.law.decision import Decision, Finding, Severity, any_of
from percorsi.law.facts import PersonFacts
from percorsi.law.reader import Value, value_on
from percorsi.law.rules import person_conditions as say


class Rule(Protocol):
    """What every rule of this file looks like."""

    def __call__(self, facts: PersonFacts, *, on: date) -> Decision:
        """Return what the rule says of these facts on the day `on`."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category worth proposing on a day, with the reasons for it and the facts still missing."""

    category: Category
    decision: Decision

    @property
    def is_complete(self) -> bool:
        """True when every condition is met; False when some fact is still to clarify."""
        return self.decision.is_ok


def young_jobless(facts: PersonFacts, *, on: date) -> Decision:
    """Under the age, or fresh from full-time education; and never had a first regular paid job."""
    is_young = any_of(_young_age(facts, on=on), _recent_education(facts, on=on))
    return Decision((*is_young, say.NEVER_WORKED.finding(facts.never_had_regular_job)))


def over_50(facts: PersonFacts, *, on: date) -> Decision:
    """Older than the age of the definition, and jobless or about to lose the job."""
    needs_work = any_of(say.JOBLESS.finding(_is_jobless(facts, on=on)), say.LOSING_JOB.finding(facts.is_losing_job))
    return Decision((_over_50_age(facts, on=on), *needs_work))


def long_term_unemployed(facts: PersonFacts, *, on: date) -> Decision:
    """Jobless for the months of the definition, fewer for the young; a shorter time is to clarify."""
    return Decision((say.JOBLESS.finding(_is_jobless(facts, on=on)), _jobless_months(facts, on=on)))


def lone_parent(facts: PersonFacts, *, on: date) -> Decision:
    """Adult, the only one at home, with dependent children.

    Being adult is named only when it is missing: said of nearly everyone, it would speak for nobody.
    """
    household = say.LONE_PARENT.finding(facts.lives_alone_with_dependants)
    adult = _adult_age(facts, on=on)
    return Decision((household,) if adult.severity is Severity.OK else (household, adult))


def disabled_worker_l68(facts: PersonFacts, *, on: date) -> Decision:
    """Any one title of L. 68/99 art. 1: civil invalidity, INAIL, or one of the others."""
    civil, inail = value_on("civil_invalidity_threshold", on), value_on("inail_threshold", on)
    return Decision(
        any_of(
            _invalidity(say.CIVIL_INVALIDITY, facts.invalidity_percent, threshold=civil),
            _invalidity(say.INAIL_INVALIDITY, facts.inail_percent, threshold=inail),
            say.OTHER_L68_TITLE.finding(facts.has_other_l68_title),
        )
    )


RULES: Mapping[str, Rule] = MappingProxyType(
    {
        "l68_99": disabled_worker_l68,
        "young_jobless": young_jobless,
        "lone_parent": lone_parent,
        "over_50": over_50,
        "long_term_unemployed": long_term_unemployed,
    }
)


def decisions(facts: PersonFacts, *, on: date) -> dict[str, Decision]:
    """Return the decision of every category that has a rule, by code, in the order of the register.

    Raises `UnknownOnThatDay` when a definition is not known on `on`.
    """
    return {code: RULES[code](facts, on=on) for code in CATEGORIES if code in RULES}


def proposals(facts: PersonFacts, *, on: date) -> list[Proposal]:
    """Return the categories to propose on `on`: those met, and those to clarify that something speaks for.

    A category of which nothing at all is known is not proposed (it would be proposed to everyone); `decisions` still
    answers "to clarify" for it. Raises `UnknownOnThatDay` as `decisions` does.
    """
    return [
        Proposal(CATEGORIES[code], decision)
        for code, decision in decisions(facts, on=on).items()
        if decision.is_ok or (decision.needs_clarifying and _has_something_met(decision))
    ]


def _has_something_met(decision: Decision) -> bool:
    return any(finding.severity is Severity.OK for finding in decision.findings)


def _young_age(facts: PersonFacts, *, on: date) -> Finding:
    young_age = value_on("young_age", on)
    age = _age(facts, on=on)
    return say.YOUNG_AGE.finding(None if age is None else age < young_age.value, value=young_age, age=age)


def _adult_age(facts: PersonFacts, *, on: date) -> Finding:
    adult_age = value_on("adult_age", on)
    age = _age(facts, on=on)
    return say.ADULT_AGE.finding(None if age is None else age >= adult_age.value, value=adult_age, age=age)


def _recent_education(facts: PersonFacts, *, on: date) -> Finding:
    years = value_on("recent_education_years", on)
    ended_on = _past(facts.left_education_on, on=on)
    is_recent = None if ended_on is None else on <= add_months(ended_on, years.whole * MONTHS_IN_YEAR)
    return say.RECENT_EDUCATION.finding(is_recent, value=years, ended_on=ended_on)


def _over_50_age(facts: PersonFacts, *, on: date) -> Finding:
    threshold = value_on("over_50_age", on)
    age = _age(facts, on=on)
    if age is not None and age == threshold.value:
        return Finding(
            say.OVER_50_AGE.rule,
            Severity.TO_CLARIFY,
            say.AT_THE_BORDER,
            {"threshold": threshold.value, "age": age},
            threshold,
        )
    return say.OVER_50_AGE.finding(None if age is None else age > threshold.value, value=threshold, age=age)


def _jobless_months(facts: PersonFacts, *, on: date) -> Finding:
    months, window = _long_term_values(facts, on=on)
    since = _past(facts.jobless_since, on=on)
    # Earlier times without work are not among the facts, so a shorter time leaves the question open.
    is_long = True if since is not None and add_months(since, months.whole) <= on else None
    return say.LONG_TERM.finding(is_long, value=months, since=since, window=window.value)


def _long_term_values(facts: PersonFacts, *, on: date) -> tuple[Value, Value]:
    """Return months and window of the definition; without an age, the stricter pair."""
    age = _age(facts, on=on)
    is_young = age is not None and age < value_on("young_age", on).value
    suffix = "_under_25" if is_young else ""
    return (
        value_on(f"long_term_unemployment_months{suffix}", on),
        value_on(f"long_term_unemployment_window_months{suffix}", on),
    )


def _invalidity(condition: Condition, percent: int | None, *, threshold: Value) -> Finding:
    is_met = None if percent is None else percent >= threshold.value
    return condition.finding(is_met, value=threshold, percent=percent)


def _is_jobless(facts: PersonFacts, *, on: date) -> bool | None:
    """Being jobless since a past day says that one is jobless, unless the opposite is written."""
    if facts.is_jobless is None and _past(facts.jobless_since, on=on) is not None:
        return True
    return facts.is_jobless


def _age(facts: PersonFacts, *, on: date) -> int | None:
    born_on = _past(facts.born_on, on=on)
    return None if born_on is None else age_on(born_on, on)


def _past(day: date | None, *, on: date) -> date | None:
    """A day still to come cannot be a fact of `on`: treat it as not known, so that somebody checks it."""
    return day if day is not None and day <= on else None
