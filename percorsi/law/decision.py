"""What a rule answers: findings, each with its reason, gathered in a decision.

Only what is certain may stop somebody. A finding built as a block on a value that is not certain, or on no value at
all, becomes a warning, whoever builds it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import IntEnum
from types import MappingProxyType

from percorsi.law.reader import Value
from percorsi.law.strict_toml import Confidence

Param = int | str | date | Decimal | None


class Severity(IntEnum):
    """How much a finding weighs, lightest first: the heaviest finding is the outcome of the decision.

    `TO_CLARIFY` is a missing fact; `WARNING` says no but gives way to a written reason; `BLOCK` does not give way.
    """

    OK = 0
    TO_CLARIFY = 1
    WARNING = 2
    BLOCK = 3

    @property
    def key(self) -> str:
        """The word stored and exported: ok, to_clarify, warning, block."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason, in one sentence that a mediator understands.

    `message` is an Italian template marked for translation, filled with `params`; `value` is the value of the law it
    rests on, None when it rests on words of the definition only.
    """

    rule: str
    severity: Severity
    message: str
    params: Mapping[str, Param] = field(default_factory=dict)
    value: Value | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))
        if self.severity is Severity.BLOCK and not (self.value and self.value.is_certain):
            object.__setattr__(self, "severity", Severity.WARNING)

    @property
    def confidence(self) -> Confidence | None:
        """Confidence of the value the finding rests on, None without a value."""
        return self.value.confidence if self.value else None

    def text(self, translate: Callable[[str], str] = str) -> str:
        """Return the sentence to show; `translate` receives the template before it is filled."""
        shown = {name: _shown(param) for name, param in self.params.items()}
        return translate(self.message).format(**shown)

    def as_record(self) -> dict[str, object]:
        """Return what a room stores of the reason it acted on: plain texts, ready for JSON."""
        return {
            "rule": self.rule,
            "severity": self.severity.key,
            "text": self.text(),
            "subject": self.value.subject if self.value else "",
            "value": str(self.value.value) if self.value else "",
            "act": self.value.act if self.value else "",
            "confidence": self.value.confidence.value if self.value else "",
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """The findings of one rule. Raises `ValueError` without findings: silence would read as a yes."""

    findings: tuple[Finding, ...]

    def __post_init__(self) -> None:
        if not self.findings:
            raise ValueError("a decision needs at least one finding")

    @property
    def outcome(self) -> Severity:
        """The heaviest severity among the findings: one failed condition outweighs a missing fact."""
        return max(finding.severity for finding in self.findings)

    @property
    def is_ok(self) -> bool:
        """True when every condition is met."""
        return self.outcome is Severity.OK

    @property
    def needs_clarifying(self) -> bool:
        """True when nothing is against, but a fact is missing."""
        return self.outcome is Severity.TO_CLARIFY

    @property
    def needs_reason(self) -> bool:
        """True when one may go on, writing why."""
        return self.outcome is Severity.WARNING

    @property
    def blocks(self) -> bool:
        """True when the law, known for certain, does not allow it."""
        return self.outcome is Severity.BLOCK

    def as_record(self, *, on: date) -> dict[str, object]:
        """Return what a room stores: the day it asked about, the outcome, the reasons."""
        return {
            "on": on.isoformat(),
            "outcome": self.outcome.key,
            "findings": [finding.as_record() for finding in self.findings],
        }


def any_of(*findings: Finding) -> tuple[Finding, ...]:
    """Join conditions of which one is enough.

    The met ones if any; else the missing facts, each of which could still make it true; else all, which all say no.
    """
    met = tuple(finding for finding in findings if finding.severity is Severity.OK)
    missing = tuple(finding for finding in findings if finding.severity is Severity.TO_CLARIFY)
    return met or missing or findings


def _shown(param: Param) -> str:
    if isinstance(param, date):
        return param.strftime("%d/%m/%Y")
    return str(param).replace(".", ",") if isinstance(param, Decimal) else str(param)
