"""By when a problem is to be answered."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from percorsi.service.choices import DAYS_TO_ANSWER
from percorsi.service.models import Problem
from percorsi.web.people.accesses import place_of

_SOON = 7  # days before the last one


@dataclass(frozen=True)
class Clock:
    """The last day for the answer, how near it is, and the page that the problem came from, in words."""

    due_on: date
    tone: str
    place: str


def clock_of(problem: Problem, today: date) -> Clock:
    """Return the clock of a problem; one that has its answer is in no hurry."""
    due_on = timezone.localdate(problem.sent_at) + timedelta(days=DAYS_TO_ANSWER)
    left = (due_on - today).days
    tone = "" if problem.answered_at else "late" if left < 0 else "soon" if left <= _SOON else ""
    place = str(place_of(problem.page, "")) if problem.page else ""
    return Clock(due_on, tone, place)
