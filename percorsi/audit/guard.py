"""The database's own refusal to change the trail, on both engines, and the one way to empty it in tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

TABLES = ("audit_event", "audit_subject")
REFUSAL = "the trail is append-only"


def install(connection: BaseDatabaseWrapper) -> None:
    """Create the triggers that refuse UPDATE and DELETE (and TRUNCATE, where it exists) on the trail's tables."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; only the reverse of the migration calls this."""
    with connection.cursor() as cursor:
        for table in TABLES:
            for name in ("no_update", "no_delete", "no_truncate"):
                on = f" ON {table}" if connection.vendor == "postgresql" else ""
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_{name}{on}")


def _statements(vendor: str) -> Iterator[str]:
    if vendor == "postgresql":
        yield (
            "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "IF current_setting('percorsi.trail_open', true) = 'yes' THEN RETURN COALESCE(NEW, OLD); END IF; "
            f"RAISE EXCEPTION '{REFUSAL}'; END $$"
        )
    for table in TABLES:
        if vendor == "postgresql":
            for event in ("UPDATE", "DELETE"):
                yield (
                    f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table} "
                    "FOR EACH ROW EXECUTE FUNCTION audit_refuse()"
                )
            yield (
                f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
            )
        else:
            yield (
                f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )
            # A shell that does not know the function fails on it, and so is refused as well.
            yield (
                f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
                f"WHEN NOT audit_trail_open() BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def declare_flag(connection: BaseDatabaseWrapper, **_: Any) -> None:
    """Tell a new SQLite connection that the trail is closed (PostgreSQL reads a setting that nobody sets)."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("audit_trail_open", 0, lambda: 0)


@contextmanager
def trail_open(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Let this one connection empty the trail; for the tests' flush between transactional tests, nothing else."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.create_function("audit_trail_open", 0, lambda: 1)
        try:
            yield
        finally:
            if connection.connection is not None:
                declare_flag(connection)
        return
    with connection.cursor() as cursor:
        cursor.execute("SET percorsi.trail_open = 'yes'")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET percorsi.trail_open")
