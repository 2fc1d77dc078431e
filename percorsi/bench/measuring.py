"""Measuring pages: queries counted apart, then the pages in turn, so that a neighbour's noise falls on all of them."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from django.db import connection

from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.bench.targets import Target
from percorsi.bench.visiting import Answer, Visitor

WARM_UPS = 3
ROUNDS = 15
FEWEST_ROUNDS = 5
SECONDS_A_PAGE = 15.0
COUNTED = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass(frozen=True, slots=True)
class Figure:
    """One page as one reader saw it. ``cpu`` is this process's own work, which a busy machine changes less."""

    title: str
    kind: str
    reader: str
    status: int
    queries: int
    ms: float
    cpu: float
    kb: float
    rounds: int


@dataclass(slots=True)
class _Course:
    """A page on its way through the rounds."""

    target: Target
    visitor: Visitor
    reader: str
    answer: Answer | None = None
    queries: int = 0
    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    def ask(self) -> Answer:
        if self.target.is_cold:
            change_something()
        began, worked = time.perf_counter(), time.process_time()
        answer = self.visitor.ask(self.target.asked)
        self.times.append(time.perf_counter() - began)
        self.cpu.append(time.process_time() - worked)
        return answer

    def warm_up(self) -> None:
        for _ in range(WARM_UPS - 1):
            self.ask()
        if self.target.is_cold:
            change_something()
        with counted_queries() as queries:
            self.answer = self.visitor.ask(self.target.asked)
        self.queries = len(queries)
        self.times.clear()
        self.cpu.clear()

    @property
    def is_done(self) -> bool:
        slow = sum(self.times) > SECONDS_A_PAGE and len(self.times) >= FEWEST_ROUNDS
        return slow or len(self.times) >= ROUNDS

    def figure(self) -> Figure:
        assert self.answer is not None
        return Figure(
            title=self.target.title,
            kind=self.target.kind,
            reader=self.reader,
            status=self.answer.status,
            queries=self.queries,
            ms=round(median(self.times) * 1000, 2),
            cpu=round(median(self.cpu) * 1000, 2),
            kb=round(len(self.answer.body) / 1024, 1),
            rounds=len(self.times),
        )


def change_something() -> None:
    """Note a change in the trail: after one, figures that were kept are counted anew."""
    record(Act.CHANGE, by=None, details=Details(where="bench"))


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collect the statements that read or write rows; those that only begin or end a transaction are not queries."""
    statements: list[str] = []

    def note(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.lstrip("( ").upper().startswith(COUNTED):
            statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        yield statements


def measure(pages: Sequence[tuple[str, Visitor, Sequence[Target]]]) -> list[Figure]:
    """Measure every page of every reader (role, visitor, pages), round after round."""
    courses = [_Course(target, visitor, role) for role, visitor, targets in pages for target in targets]
    for course in courses:
        course.warm_up()
    while waiting := [course for course in courses if not course.is_done]:
        for course in waiting:
            course.ask()
    return [course.figure() for course in courses]
