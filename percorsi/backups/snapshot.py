"""The database as it is at one moment, to be read at leisure while others go on writing."""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from percorsi.backups.connections import database_file, second_connection
from percorsi.backups.refusal import BackupRefused

# Pages copied at a stretch, each stretch well under a second. A write by somebody else makes a copy begin again, so
# a busy database is given larger stretches, and at the end the whole in one.
STRETCHES = (2_000, 2_000, 10_000, 50_000, -1)
PAUSE = 0.02
SECONDS_TO_WAIT = 60


class _StartedAgain(Exception):  # noqa: N818 - it never leaves this file
    """Somebody wrote, and the copy began anew."""


@contextmanager
def frozen_database(folder: Path) -> Iterator[BaseDatabaseWrapper]:
    """Give a connection whose rows stay as they are now. ``folder`` has room for a copy.

    SQLite is copied by steps, so that nobody waits; PostgreSQL gives a snapshot of its own.
    """
    if connection.vendor == "sqlite":
        copy = folder / "copy.sqlite3"
        copy_by_steps(database_file(), copy)
        with second_connection(copy) as frozen:
            check(frozen)
            yield frozen
    else:
        with second_connection() as frozen, transaction.atomic(using=frozen.alias):
            with frozen.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield frozen


def copy_by_steps(source: Path, target: Path) -> None:
    """Copy a SQLite database that others use. Raises :class:`BackupRefused` when it is missing or never free."""
    if not source.is_file():
        raise BackupRefused(f"Non c’è nessun database in {source}: eseguire prima «percorsi migrate».")
    for pages in STRETCHES:
        target.unlink(missing_ok=True)
        try:
            return _copy(source, target, pages)
        except _StartedAgain:
            continue
    raise BackupRefused("Il database è sempre occupato: riprovare più tardi.")


def _copy(source: Path, target: Path, pages: int) -> None:
    with _opened(source) as old, _opened(target) as new:
        # The copy is a draft: the less it waits for the disk, the less others wait for it.
        new.execute("PRAGMA synchronous=OFF")
        new.execute("PRAGMA journal_mode=OFF")
        old.backup(new, pages=pages, sleep=PAUSE, progress=_watch(pages))


def _watch(pages: int) -> Callable[[int, int, int], None]:
    deadline, least = time.monotonic() + SECONDS_TO_WAIT, None

    def watch(status: int, remaining: int, total: int) -> None:
        nonlocal least
        if status in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            if time.monotonic() > deadline:
                raise BackupRefused("Il database è occupato da troppo tempo: riprovare più tardi.")
            return
        if pages > 0 and least is not None and remaining >= least:
            raise _StartedAgain
        least = remaining

    return watch


def check(database: BaseDatabaseWrapper) -> None:
    """Raise :class:`BackupRefused` unless a SQLite database is whole and without broken references."""
    with database.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check(1)")
        answer = cursor.fetchone()[0]
        cursor.execute("PRAGMA foreign_key_check")
        broken = cursor.fetchone()
    if answer != "ok" or broken:
        raise BackupRefused(f"Il database è danneggiato ({answer if answer != 'ok' else broken}): nulla è stato fatto.")


@contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    database = sqlite3.connect(path)
    try:
        yield database
    finally:
        database.close()
