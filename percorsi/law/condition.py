"""A condition of a rule as data: its id and the three sentences it can say."""

from __future__ import annotations

from dataclasses import dataclass

from percorsi.law.decision import Finding, Param, Severity
from percorsi.law.reader import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """`met`, `not_met` and `unknown` are Italian templates marked for translation.

    `unknown` says which fact to ask for. The sentences share the parameters given to `finding`.
    """

    rule: str
    met: str
    not_met: str
    unknown: str

    def finding(self, is_met: bool | None, *, value: Value | None = None, **params: Param) -> Finding:
        """Return the finding for a condition met, not met, or unknown (None).

        A condition not met asks to block; `Finding` lowers it to a warning unless `value` is certain. The template
        also receives `threshold`, the number of `value`.
        """
        if value is not None:
            params = {"threshold": value.value, **params}
        if is_met is None:
            return Finding(self.rule, Severity.TO_CLARIFY, self.unknown, params, value)
        if is_met:
            return Finding(self.rule, Severity.OK, self.met, params, value)
        return Finding(self.rule, Severity.BLOCK, self.not_met, params, value)
