"""The page for who watches the machine."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.test import Client, override_settings

from percorsi.web.shell import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _a_new_process() -> Iterator[None]:
    health._done.clear()
    yield
    health._done.clear()


def asked() -> tuple[int, str]:
    answer = Client().get("/salute/")
    assert answer["Content-Type"] == "text/plain"
    assert "Set-Cookie" not in answer and answer["Cache-Control"] == "no-store"
    return answer.status_code, answer.content.decode()


def test_a_service_that_works_says_ok_and_nothing_more() -> None:
    assert asked() == (200, "ok\n")
    assert Client().post("/salute/").status_code == 405


def test_tables_of_another_release_are_told_until_they_are_right(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one to apply"])
        assert asked() == (503, "migrazioni\n")
        assert asked() == (503, "migrazioni\n")
    assert asked() == (200, "ok\n")


def test_migrations_are_looked_at_once_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    asked()
    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one to apply"])
    assert asked() == (200, "ok\n")


def test_a_database_that_does_not_answer_is_told_without_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise DatabaseError("connection to 10.0.0.1 refused for user agonome")

    monkeypatch.setattr(connection, "cursor", broken)
    assert asked() == (503, "database\n")


def test_a_disk_that_takes_nothing_is_told(tmp_path: Path) -> None:
    with override_settings(DATA_DIR=tmp_path / "is not there"):
        assert asked() == (503, "disco\n")
    with override_settings(DATA_DIR=tmp_path):
        assert asked() == (200, "ok\n")
    assert list(tmp_path.iterdir()) == []
