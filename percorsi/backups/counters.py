"""The last number that each table gave: one once used is never given again, for the trail still speaks of it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from percorsi.backups.tables import Model


def read_counters(database: BaseDatabaseWrapper, of: Iterable[Model]) -> dict[str, int]:
    """Return by table the last number given, 0 when none was."""
    numbered = [model for model in of if isinstance(model._meta.pk, models.AutoField | models.BigAutoField)]
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute("SELECT name, seq FROM sqlite_sequence")
            given = dict(cursor.fetchall())
            return {model._meta.db_table: given.get(model._meta.db_table, 0) for model in numbered}
        return {model._meta.db_table: _last(cursor, model) for model in numbered}


def _last(cursor: Any, model: Model) -> int:
    cursor.execute("SELECT pg_get_serial_sequence(%s, %s)", _table_and_key(model))
    cursor.execute(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {cursor.fetchone()[0]}")  # noqa: S608
    return int(cursor.fetchone()[0])


def _table_and_key(model: Model) -> list[str]:
    key = model._meta.pk
    assert key is not None and key.column, "every model has a key"
    return [f'"{model._meta.db_table}"', key.column]


def write_counters(database: BaseDatabaseWrapper, of: Iterable[Model], counters: Mapping[str, int]) -> None:
    """Let every table of ``counters`` go on after its last number."""
    with database.cursor() as cursor:
        for model in of:
            table, last = model._meta.db_table, counters.get(model._meta.db_table, 0)
            if not last:
                continue
            if database.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, last])
            else:
                cursor.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", [*_table_and_key(model), last])
