"""The trail that such a service would have: each person registered, seen, changed, and shown in lists."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import transaction

from percorsi.audit.choices import Act
from percorsi.audit.models import Event, Subject
from percorsi.bench.building.frame import Frame
from percorsi.bench.building.path_rows import Told
from percorsi.organisations.models import Worker

ACTS = (Act.CREATE, Act.VIEW, Act.VIEW, Act.CHANGE, Act.VIEW)
LISTED_TOGETHER = 20
LISTS = 2
BATCH = 2_000
# The trail grows in the order of time: so much later for each person, from so long ago; the last ones are not of today.
SECONDS_A_PERSON, DAYS_OF_TRAIL = 500, 730


@transaction.atomic
def write_trail(told: Sequence[Told], frame: Frame) -> None:
    """Write what the team did and saw of these people, in bulk."""
    pairs = sorted([*_about_each(told, frame), *_about_many(told, frame)], key=lambda pair: pair[0].at)
    Event.objects.bulk_create([event for event, _people in pairs], batch_size=BATCH)
    subjects = (Subject(event=event, person=person) for event, people in pairs for person in people)
    Subject.objects.bulk_create(subjects, batch_size=BATCH)


def _about_each(told: Sequence[Told], frame: Frame) -> Iterator[tuple[Event, list[int]]]:
    for plan, person in told:
        worker = frame.mediators[plan.mediator]
        for place, act in enumerate(ACTS):
            at = _moment(plan.number, place, frame.today)
            yield _event(act, worker, at, kind="people.person", object_id=person.pk), [person.pk]


def _about_many(told: Sequence[Told], frame: Frame) -> Iterator[tuple[Event, list[int]]]:
    for first in range(0, len(told), LISTED_TOGETHER):
        shown = told[first : first + LISTED_TOGETHER]
        plan, _person = shown[-1]
        for place in range(LISTS):
            at = _moment(plan.number, len(ACTS) + place, frame.today)
            yield _event(Act.LIST, frame.mediators[plan.mediator], at), [person.pk for _plan, person in shown]


def _moment(number: int, place: int, today: date) -> datetime:
    first = datetime.combine(today, time(), tzinfo=UTC) - timedelta(days=DAYS_OF_TRAIL)
    return first + timedelta(seconds=SECONDS_A_PERSON * number + place)


def _event(act: Act, worker: Worker, at: datetime, *, kind: str = "", object_id: int | None = None) -> Event:
    return Event(
        at=at,
        actor=worker.user_id,
        actor_name=worker.name,
        role="mediator",
        act=act,
        kind=kind,
        object_id=object_id,
        where="people:person" if kind else "people:list",
        address="127.0.0.1",
    )
