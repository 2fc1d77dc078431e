"""Connections of our own, beside the one of the process: to a copy, a draft, or a snapshot."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

ALIAS = "backup"


@contextmanager
def second_connection(database: Path | None = None) -> Iterator[BaseDatabaseWrapper]:
    """Open another connection to the installation's database, or to another SQLite file, under the name ALIAS.

    What the caller has not committed is not seen through it.
    """
    wrapper = connection.copy(ALIAS)
    if database is not None:
        wrapper.settings_dict["NAME"] = str(database)
    connections[ALIAS] = wrapper
    try:
        yield wrapper
    finally:
        wrapper.close()
        del connections[ALIAS]


def database_file() -> Path:
    """Return the file that holds the installation's SQLite database."""
    return Path(connection.settings_dict["NAME"])
