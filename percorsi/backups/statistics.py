"""What the database believes that it holds."""

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper


def refresh_statistics(database: BaseDatabaseWrapper = connection) -> None:
    """After very many rows came at once, let PostgreSQL count anew: it would choose its ways as if they were not there.

    It does so by itself only after a minute or more. SQLite chooses by the indexes alone.
    """
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("ANALYZE")
