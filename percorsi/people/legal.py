"""What this room asks the law: which categories of people there are, and which a person seems to belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from percorsi.kit.fields import holds_on
from percorsi.law.categories import CATEGORIES, Category
from percorsi.law.decision import Finding, Severity
from percorsi.law.facts import PersonFacts
from percorsi.law.rules import person_categories
from percorsi.law.strict_toml import Confidence

if TYPE_CHECKING:
    from percorsi.people.models import Invalidity, Person, Situation

CONFIDENCES = {
    Confidence.CERTAIN: _("certo"),
    Confidence.LIKELY: _("probabile"),
    Confidence.TO_VERIFY: _("da verificare"),
}
INAIL = "inail"
# What a situation tells, by the names of the facts.
DECLARED = (
    *("is_jobless", "jobless_since", "is_losing_job", "never_had_regular_job", "left_education_on"),
    "lives_alone_with_dependants",
)


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a category comes from, in words to show: definition, act and place in it, how sure we are of it."""

    code: str
    label: str
    definition: str
    act: str
    where: str
    address: str
    confidence: str
    note: str


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence for a proposal; ``is_met`` is False for a fact that is still to ask. The act may be blank."""

    text: str
    is_met: bool
    act: str
    confidence: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A category that a rule finds worth proposing on a day. It decides nothing: somebody accepts it, or not."""

    basis: Basis
    is_complete: bool
    reasons: tuple[Reason, ...]

    @property
    def code(self) -> str:
        """The category as it is stored."""
        return self.basis.code


def category_choices() -> list[tuple[str, str]]:
    """Return the categories that a person's condition may name, as (code, Italian label), in the law file's order."""
    return [(code, category.label) for code, category in CATEGORIES.items()]


def is_sensitive(category_code: str) -> bool:
    """Whether naming this category already tells something about the person's health (art. 9 GDPR)."""
    return CATEGORIES[category_code].is_sensitive


def basis_of(category_code: str) -> Basis | None:
    """Return where a category comes from; None for one kept as an old register wrote it."""
    found = CATEGORIES.get(category_code)
    return _basis(found) if found else None


def proposals_for(person: Person, *, on: date) -> list[Proposal]:
    """Return the categories to propose for the person on a day, with reasons; those already held are left out.

    Raises ``law.reader.UnknownOnThatDay`` when a definition is not known on that day.
    """
    held = set(person.conditions.filter(holds_on(on)).values_list("category", flat=True))
    found = person_categories.proposals(facts_of(person, on=on), on=on)
    return [
        Proposal(_basis(one.category), one.is_complete, tuple(_reason(finding) for finding in one.decision.findings))
        for one in found
        if one.category.code not in held
    ]


def facts_of(person: Person, *, on: date) -> PersonFacts:
    """Return what is recorded of the person on a day, as the rules ask for it; what is not recorded is not known."""
    known = [row for row in person.invalidities.all() if row.issued_on is None or row.issued_on <= on]
    return PersonFacts(
        **_declared(situation_on(person, on=on), on=on),
        born_on=person.born_on,
        citizenship=person.citizenship or None,
        invalidity_percent=_highest([row for row in known if INAIL not in row.kind.casefold()]),
        inail_percent=_highest([row for row in known if INAIL in row.kind.casefold()]),
    )


def situation_on(person: Person, *, on: date) -> Situation | None:
    """Return the situation that holds on a day, of several the one that begins last; None when nothing is recorded."""
    holding = [
        row
        for row in person.situations.all()
        if (row.starts_on is None or row.starts_on <= on) and (row.ends_on is None or row.ends_on >= on)
    ]
    return max(holding, key=lambda row: (row.starts_on or date.min, row.pk), default=None)


def _declared(situation: Situation | None, *, on: date) -> dict[str, Any]:
    """Return what was declared, as facts of a day: before the time without work began, nothing says who worked."""
    if situation is None:
        return {}
    facts: dict[str, Any] = {name: getattr(situation, name) for name in DECLARED}
    if situation.jobless_since is not None and situation.jobless_since > on:
        facts |= {"is_jobless": None, "jobless_since": None}
    return facts


def _highest(rows: list[Invalidity]) -> int | None:
    return max((row.percent for row in rows if row.percent is not None), default=None)


def _basis(category: Category) -> Basis:
    return Basis(
        code=category.code,
        label=category.label,
        definition=category.definition,
        act=category.act,
        where=category.where,
        address=category.address,
        confidence=str(CONFIDENCES[category.confidence]),
        note=category.note,
    )


def _reason(finding: Finding) -> Reason:
    value = finding.value
    return Reason(
        text=finding.text(gettext),
        is_met=finding.severity is Severity.OK,
        act=value.act if value else "",
        confidence=str(CONFIDENCES[value.confidence]) if value else "",
    )
