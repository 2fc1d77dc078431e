"""Restoring a backup: built apart, compared with its manifest row by row, and only then put in place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from percorsi.backups.archive import Manifest, Reader, Tally, opened
from percorsi.backups.connections import database_file, second_connection
from percorsi.backups.counters import read_counters, write_counters
from percorsi.backups.files import StagedFiles, holds_files, staged_files
from percorsi.backups.refusal import BackupRefused
from percorsi.backups.snapshot import check
from percorsi.backups.statistics import refresh_statistics
from percorsi.backups.tables import lines, load, models_at

SECONDS_TO_LOCK = 10


def restore_backup(file: Path, *, replace: bool = False) -> Manifest:
    """Make the database and the files what they were at the time of a backup, and return its manifest.

    The backup may come from the other database, and from an older version of the program: it is brought up to date.
    A database that holds people, or a folder that holds files, is replaced only when ``replace`` says so. Raises
    :class:`BackupRefused`; then nothing was changed. Nobody should work meanwhile.
    """
    try:
        with opened(file) as archive:
            _ensure_known(archive.manifest)
            if not replace:
                _ensure_empty()
            with staged_files(archive) as files:
                (_restore_sqlite if connection.vendor == "sqlite" else _restore_postgresql)(archive, files)
            return archive.manifest
    except OSError as error:
        raise BackupRefused(f"Nulla è stato ripristinato: {error.strerror or error}.") from error
    except (DatabaseError, sqlite3.Error) as error:
        words = str(error).strip().splitlines()[0]
        raise BackupRefused(f"Nulla è stato ripristinato: il database risponde «{words}».") from error


def _ensure_known(manifest: Manifest) -> None:
    unknown = set(manifest.migrations) - MigrationLoader(None).disk_migrations.keys()
    if unknown:
        raise BackupRefused(
            f"La copia è di una versione più nuova di Percorsi ({manifest.program}): aggiornare prima il programma."
        )


def _ensure_empty() -> None:
    remedy = "aggiungere --replace per sostituire tutto con la copia"
    if _holds_people():
        raise BackupRefused(f"Il database contiene già delle persone: {remedy}.")
    if holds_files():
        raise BackupRefused(f"La cartella dei file non è vuota: {remedy}.")


def _holds_people() -> bool:
    if connection.vendor == "sqlite" and not database_file().exists():
        return False
    person = apps.get_model("people", "Person")
    if person._meta.db_table not in connection.introspection.table_names():
        return False
    return person._base_manager.exists()


def _restore_sqlite(archive: Reader, files: StagedFiles) -> None:
    present = database_file()
    present.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = present.with_name(f".{present.name}.new")
    try:
        _remove(draft, *_companions(draft))
        draft.touch(mode=0o600)
        with second_connection(draft) as database:
            with database.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")  # a draft is worth no wait; it is flushed at the end
            _fill(database, archive)
            check(database)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        with _nobody_writes(present):
            files.put_in_place()
            # What an interrupted write left beside the old database would be played into the new one.
            _remove(*_companions(present))
            draft.replace(present)
    finally:
        _remove(draft, *_companions(draft))


def _companions(database: Path) -> list[Path]:
    return [database.with_name(f"{database.name}{end}") for end in ("-journal", "-wal", "-shm")]


def _remove(*paths: Path) -> None:
    for path in paths:
        path.unlink(missing_ok=True)


@contextmanager
def _nobody_writes(present: Path) -> Iterator[None]:
    """Hold the present database, if there is one, so that no write is lost in the exchange; then tidy up after it."""
    connection.close()
    if not present.exists():
        yield
        return
    database = sqlite3.connect(present, timeout=SECONDS_TO_LOCK, isolation_level=None)
    try:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("BEGIN EXCLUSIVE")
        yield
    finally:
        database.close()


def _restore_postgresql(archive: Reader, files: StagedFiles) -> None:
    with second_connection() as database, transaction.atomic(using=database.alias):
        with database.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{SECONDS_TO_LOCK}s'")
        _drop_tables(database)
        _fill(database, archive)
        files.put_in_place()


def _drop_tables(database: BaseDatabaseWrapper) -> None:
    """Drop the program's own tables, and no others that the same database may hold."""
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)} | {"django_migrations"}
    ours |= {model._meta.db_table for model in models_at(database, MigrationLoader(database).applied_migrations)}
    ours |= {"cache", "django_session"}
    with database.cursor() as cursor:
        present = ours & set(database.introspection.table_names(cursor))
        if present:
            names = ", ".join(database.ops.quote_name(name) for name in sorted(present))
            cursor.execute(f"DROP TABLE {names} CASCADE")


def _fill(database: BaseDatabaseWrapper, archive: Reader) -> None:
    """Build the tables as the backup knew them, load and compare them, then bring them up to date."""
    manifest = archive.manifest
    executor = MigrationExecutor(database)
    executor.migrate(_ends(executor, manifest.migrations))
    models = models_at(database, manifest.migrations)
    if {model._meta.db_table for model in models} != manifest.tables.keys():
        raise BackupRefused("La copia non ha le tabelle che la sua versione di Percorsi aveva.")
    with transaction.atomic(using=database.alias):
        _defer_references(database)
        for model in models:
            table = model._meta.db_table
            load(model, database, manifest.tables[table]["columns"], archive.lines(table))
        write_counters(database, models, manifest.counters)
        database.check_constraints()
    for model in models:
        tally, entry = Tally(), manifest.tables[model._meta.db_table]
        for _ in tally.over(lines(model, database)):
            pass
        if tally.entry() != {"rows": entry["rows"], "digest": entry["digest"]}:
            raise BackupRefused(f"La tabella {model._meta.db_table} non è tornata com’era nella copia.")
    if read_counters(database, models) != manifest.counters:
        raise BackupRefused("I contatori delle tabelle non sono tornati com’erano nella copia.")
    executor = MigrationExecutor(database)
    executor.migrate(executor.loader.graph.leaf_nodes())
    call_command("createcachetable", database=database.alias, verbosity=0)
    refresh_statistics(database)


def _defer_references(database: BaseDatabaseWrapper) -> None:
    """Let a row stand before the one it points at, until all are there (SQLite does so by itself)."""
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _ends(executor: MigrationExecutor, migrations: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the last of these migrations of every room: those that no other of the same room stands on."""
    graph = executor.loader.graph
    known = {node for node in migrations if node in graph.nodes}  # those replaced by a squashed one are not
    standing_on = {node: {child.key for child in graph.node_map[node].children} & known for node in known}
    return sorted(node for node, above in standing_on.items() if all(app != node[0] for app, _ in above))
