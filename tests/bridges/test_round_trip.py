"""The register goes out and comes back: into the same database nothing is new, into an empty one figures are equal."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings

from percorsi.accounts.actions import command_user
from percorsi.bridges.handing_over.exporting import export_register
from percorsi.bridges.taking_over.archived_rows import ArchivedRows, read_rows
from percorsi.bridges.taking_over.importing import import_register
from percorsi.kit.periods import free
from percorsi.people.models import Person, PossibleDuplicate
from percorsi.reports.commands import collect
from percorsi.reports.figures import CUTS
from tests.bridges.generated_registers import registers
from tests.bridges.test_taking_over import SAMPLE
from tests.bridges.writing_registers import Cells, write_xlsx

pytestmark = pytest.mark.django_db

PERIODS = [free(date(year, 1, 1), date(year, 12, 31)) for year in range(2015, 2020)]


@contextmanager
def a_database() -> Iterator[None]:
    """An empty database: what is written in it is gone afterwards."""
    with transaction.atomic():
        assert not Person.objects.exists()
        yield
        transaction.set_rollback(True)


def taken(path: Path) -> dict[str, Any]:
    return import_register(path, by=command_user()).as_record()


def exported(path: Path) -> dict[str, Any]:
    return export_register(path, by=command_user()).as_record()


def figures() -> list[Any]:
    """Every figure of every year, whole and by each cut."""
    return [collect(period, by=cut) for period in PERIODS for cut in (None, *sorted(CUTS))]


def contents(rows: ArchivedRows) -> list[list[Any]]:
    """All rows, sheet by sheet; people known by several folders as well."""
    sheets = (rows.users, rows.paths, rows.companies, rows.traineeships, rows.attendances, rows.hires, rows.groups)
    people: dict[int, list[str]] = {}
    for number, folder in rows.numbers.items():
        people.setdefault(folder.person_id, []).append(number)
    return [*([astuple(row) for row in sheet] for sheet in sheets), sorted(people.values())]


def pairs() -> set[frozenset[str]]:
    return {frozenset(pair) for pair in PossibleDuplicate.objects.values_list("first__number", "second__number")}


def round_trip(source: Path, out: Path) -> None:
    with a_database():
        first = taken(source)
        here, rows, proposed = figures(), contents(read_rows()), pairs()
        report = exported(out)
        assert (report["refused"], report["altered"], report["notes"]) == ([], [], [])
        assert report["exported"] == first["created"]
        again = taken(out)
        assert set(again["created"].values()) == {0}
        assert (again["merged"], again["proposed"]) == ({"people": 0}, {"people": 0})
        assert (again["changed"], again["refused"], again["problems"]) == ([], [], [])
        assert (figures(), contents(read_rows()), pairs()) == (here, rows, proposed)
    with a_database():
        elsewhere = taken(out)
        assert elsewhere["created"] == first["created"]
        assert elsewhere["refused"] == []
        assert (figures(), contents(read_rows()), pairs()) == (here, rows, proposed)


def test_the_shared_register_comes_back(tmp_path: Path) -> None:
    round_trip(SAMPLE, tmp_path / "registro.xlsx")


@given(sheets=registers())
@settings(
    max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None
)
def test_any_register_comes_back(tmp_path: Path, sheets: dict[str, list[Cells]]) -> None:
    round_trip(write_xlsx(tmp_path / "scritto.xlsx", sheets), tmp_path / "registro.xlsx")
