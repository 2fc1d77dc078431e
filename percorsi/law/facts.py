"""Facts that the rules read: plain values, so that a rule can be tried without a database.

None always means "not known", never "no".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """What the definitions of the person categories ask about one person, as known on the day of the question.

    - `jobless_since`: first day of the present, unbroken time without work.
    - `is_losing_job`: has work, but is about to lose it.
    - `never_had_regular_job`: never had a first regular paid job.
    - `left_education_on`: last day of full-time education.
    - `lives_alone_with_dependants`: the only adult at home, with at least one dependent child.
    - `invalidity_percent`: civil invalidity, whole percent as certified. `inail_percent`: same, by INAIL.
    - `has_other_l68_title`: blind, deaf, war or service invalid, or INPS invalidity allowance.
    - `citizenship` and `upper_secondary` are read by no rule yet: what they prove alone is not enough.
    """

    born_on: date | None = None
    citizenship: str | None = None
    is_jobless: bool | None = None
    jobless_since: date | None = None
    is_losing_job: bool | None = None
    never_had_regular_job: bool | None = None
    left_education_on: date | None = None
    upper_secondary: bool | None = None
    lives_alone_with_dependants: bool | None = None
    invalidity_percent: int | None = None
    inail_percent: int | None = None
    has_other_l68_title: bool | None = None
