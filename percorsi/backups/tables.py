"""Rows as lines of text, the same for both databases, and back."""

import base64
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from percorsi.backups.refusal import BackupRefused

# Whoever was signed in signs in again: sessions are keys, and keys do not lie in copies.
LEFT_OUT = {"django_session"}
BATCH = 2_000
# What these fields hold is the same in a line of text and in both databases.
PLAIN = {
    *("AutoField", "BigAutoField", "SmallAutoField", "BooleanField", "CharField", "FileField", "FloatField"),
    *("BigIntegerField", "IntegerField", "SmallIntegerField", "GenericIPAddressField", "SlugField", "TextField"),
    *("PositiveBigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField"),
}
Model = type[models.Model]


def models_at(database: BaseDatabaseWrapper, migrations: Iterable[tuple[str, str]]) -> list[Model]:
    """Return the models, with their tables, as they stood after these migrations, in the order of the tables' names."""
    executor = MigrationExecutor(database)
    executor.loader.check_consistent_history(database)
    apps = executor.loader.project_state(list(migrations)).apps
    kept = [model for model in apps.get_models(include_auto_created=True) if _is_kept(model)]
    return sorted(kept, key=lambda model: model._meta.db_table)


def _is_kept(model: Model) -> bool:
    meta = model._meta
    return bool(meta.managed and not meta.proxy and not meta.swapped and meta.db_table not in LEFT_OUT)


def columns(model: Model) -> list[str]:
    """Return the names of a table's columns in the order of its lines."""
    return [field.attname for field in model._meta.concrete_fields]


def lines(model: Model, database: BaseDatabaseWrapper) -> Iterator[bytes]:
    """Yield every row as one line of JSON, in the order of the keys, without holding them all."""
    rows = model._base_manager.using(database.alias).order_by("pk").values_list(*columns(model))
    for row in rows.iterator(chunk_size=BATCH):
        text = json.dumps(row, default=_plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        yield text.encode() + b"\n"


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value)


def load(model: Model, database: BaseDatabaseWrapper, names: list[str], source: Iterable[bytes]) -> None:
    """Add the rows of ``source``, whose columns are ``names``, to an empty table."""
    fields: dict[str, Any] = {field.attname: field for field in model._meta.concrete_fields}
    if set(names) != fields.keys():
        raise BackupRefused(f"La copia non corrisponde alla tabella {model._meta.db_table}: non è di questo programma.")
    changes = [(place, _reader(fields[name], database)) for place, name in enumerate(names)]
    needed = [(place, change) for place, change in changes if change]
    quote = database.ops.quote_name
    columns = ", ".join(quote(fields[name].column) for name in names)
    target = f"{quote(model._meta.db_table)} ({columns})"
    (_copy_in if database.vendor == "postgresql" else _insert)(database, target, _rows(source, len(names), needed))


def _reader(field: Any, database: BaseDatabaseWrapper) -> Callable[[Any], Any] | None:
    """Return what turns a plain value into one that the database takes; nothing where it takes it as it is."""
    kept = field.target_field if field.is_relation else field
    if kept.get_internal_type() in PLAIN:
        return None
    return lambda value: None if value is None else field.get_db_prep_save(field.to_python(value), database)


def _rows(source: Iterable[bytes], width: int, needed: list[tuple[int, Callable[[Any], Any]]]) -> Iterator[list[Any]]:
    for line in source:
        row = json.loads(line)
        if not isinstance(row, list) or len(row) != width:
            raise BackupRefused("La copia è danneggiata: una riga non è intera.")
        for place, change in needed:
            row[place] = change(row[place])
        yield row


def _insert(database: BaseDatabaseWrapper, target: str, rows: Iterator[list[Any]]) -> None:
    marks = ", ".join(["%s"] * (target.count(",") + 1))
    statement = f"INSERT INTO {target} VALUES ({marks})"  # noqa: S608 - names of the program's own tables
    with database.cursor() as cursor:
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(statement, batch)


def _copy_in(database: BaseDatabaseWrapper, target: str, rows: Iterator[list[Any]]) -> None:
    with (
        database.cursor() as cursor,
        database.wrap_database_errors,
        cursor.copy(f"COPY {target} FROM STDIN") as copy,
    ):
        for row in rows:
            copy.write_row(row)
