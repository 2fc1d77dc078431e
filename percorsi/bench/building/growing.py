"""Growing the service to a number of people, a thousand at a time: memory does not grow with it."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.db import models, transaction

from percorsi.bench.building import path_rows, people_rows, work_rows
from percorsi.bench.building.frame import Frame, frame_for
from percorsi.bench.building.path_rows import Told
from percorsi.bench.building.plan import plan_for
from percorsi.bench.building.trail_rows import write_trail
from percorsi.people.actions import bulk_add
from percorsi.people.models import Person

AT_A_TIME = 1_000
BATCH = 2_000


def grow(people: int, *, today: date) -> None:
    """Add people until there are ``people``; what is there stays. The database must have its reference data."""
    first = Person.objects.count()
    while first < people:
        last = min(first + AT_A_TIME - first % AT_A_TIME, people)
        _add(range(first, last), today)
        first = last


@transaction.atomic
def _add(numbers: range, today: date) -> None:
    plans = [plan_for(number, today) for number in numbers]
    frame = frame_for(plans, today)
    people = bulk_add([people_rows.draft(plan, frame) for plan in plans])
    told = list(zip(plans, people, strict=True))
    _write(path_rows.clearances, told, frame)
    _write_paths(told, frame)
    _write(path_rows.notes, told, frame)
    _write_work(told, frame)
    write_trail(told, frame)


def _write_paths(told: Sequence[Told], frame: Frame) -> None:
    doors = _bulk(path_rows.referral(plan, person, frame) for plan, person in told)
    accepted = [(plan, door) for (plan, _), door in zip(told, doors, strict=True) if not plan.is_waiting]
    paths = _bulk(path_rows.case(plan, door) for plan, door in accepted)
    opened = [(plan, path) for (plan, _), path in zip(accepted, paths, strict=True)]
    _bulk(row for plan, path in opened for row in path_rows.assignments(plan, path, frame))
    _bulk(row for plan, path in opened for row in path_rows.suspensions(plan, path, frame))


def _write_work(told: Sequence[Told], frame: Frame) -> None:
    _write(work_rows.participations, told, frame)
    done = _write(work_rows.traineeships, told, frame)
    _bulk(month for one in done for month in work_rows.months(one, frame))
    _write(work_rows.placements, told, frame)


def _write(rows: Callable[..., Iterator[Any]], told: Sequence[Told], frame: Frame) -> list[Any]:
    return _bulk(row for plan, person in told for row in rows(plan, person, frame))


def _bulk(rows: Iterable[Any]) -> list[Any]:
    made: list[models.Model] = list(rows)
    return type(made[0])._default_manager.bulk_create(made, batch_size=BATCH) if made else []
