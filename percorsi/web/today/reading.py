"""What is due in every room, by one query. Its SQL is written once a day for each role: that costs most by far."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from percorsi.accounts.models import User
from percorsi.cases import queries as cases
from percorsi.diary import queries as diary
from percorsi.people import queries as people
from percorsi.placements import queries as placements
from percorsi.referrals import queries as referrals
from percorsi.service.choices import Standard
from percorsi.traineeships import queries as traineeships
from percorsi.web.today.reasons import Due

# A service that has more than this to do needs another remedy than a longer list.
MOST_READ = 2_000
ROOMS = (referrals, cases, people, diary, traineeships, placements)
_WHO = "who the rows are about: put in its place when the question is asked"


@dataclass(frozen=True, slots=True)
class Question:
    """What the SQL depends on; the user only tells their rights, which are those of the role."""

    role: str
    is_own: bool
    on: date
    terms: tuple[tuple[Standard, int], ...]
    user: User = field(compare=False)


def read_due(user: User, on: date, terms: Mapping[Standard, int], *, is_own: bool) -> Iterator[Due]:
    """Yield what is due, the most urgent first, about the user's own people or about everybody they may know of."""
    keys = people.keys_of_own(user) if is_own else people.keys_hidden_from(user)
    sql, params = written(Question(user.role, is_own, on, tuple(terms.items()), user))
    with connection.cursor() as cursor:
        cursor.execute(sql, [json.dumps(keys) if value == _WHO else value for value in params])
        rows = cursor.fetchall()
    for due_on, kind, person, since, text, link in rows:
        yield Due(_day(due_on), kind, person, _day(since) if since else None, text, link, on)


@lru_cache(maxsize=16)
def written(asked: Question) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL of a question and its parameters; whom it is about is put in its place later."""
    about = people.about_written(_WHO)
    among = about if asked.is_own else ~about
    told: list[QuerySet[Any, Any]] = [room.due_rows(asked.user, asked.on, among, dict(asked.terms)) for room in ROOMS]
    first, *others = [rows for rows in told if not rows.query.is_empty()]
    whole = first.union(*others, all=True).order_by("due_on")[:MOST_READ]
    sql, params = whole.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


def _day(value: date | str) -> date:
    """SQLite gives the days of a union as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value
