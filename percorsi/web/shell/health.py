"""Whether the service can work, for who watches the machine. Nothing about people, nothing about the program."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from percorsi.web.shell.pages import PUBLIC, page

_done: set[str] = set()
_MIGRATED = "migrated"


@page(PUBLIC)
def health(request: HttpRequest) -> HttpResponse:
    """Answer "ok", or 503 with the one word that fails."""
    failing = _failing()
    return HttpResponse(f"{failing or 'ok'}\n", content_type="text/plain", status=503 if failing else 200)


def _failing() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _is_migrated():
            return "migrazioni"
    except DatabaseError:
        return "database"
    return "" if _is_disk_writable() else "disco"


def _is_migrated() -> bool:
    """Whether every table is as this program wants it. Once true it stays so while the program runs."""
    if _MIGRATED not in _done:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            return False
        _done.add(_MIGRATED)
    return True


def _is_disk_writable() -> bool:
    try:
        with tempfile.TemporaryFile(dir=Path(settings.DATA_DIR)) as file:
            file.write(b"ok")
            file.flush()
    except OSError:
        return False
    return True
