"""While a very large import writes the service says so; a dead importer cannot keep it shut."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from percorsi.accounts.choices import Role
from percorsi.bridges.taking_over.one_at_a_time import (
    AlreadyImporting,
    is_service_shut,
    service_shut,
    the_only_import,
)
from percorsi.web.bridges.shut import ShutWhileImporting
from tests import cast

pytestmark = pytest.mark.django_db
HOLDER = """
import sys, time
import django
from django.conf import settings
settings.configure(DATA_DIR=sys.argv[1])
from percorsi.bridges.taking_over.one_at_a_time import service_shut, the_only_import
with the_only_import(), service_shut():
    print("shut", flush=True)
    time.sleep(60)
"""


@contextmanager
def another_process() -> Iterator[subprocess.Popen[str]]:
    """An importer in a process of its own, shutting the service."""
    started = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(settings.DATA_DIR)], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    try:
        assert started.stdout
        assert started.stdout.readline() == "shut\n"
        yield started
    finally:
        started.kill()
        started.wait()
        if started.stdout:
            started.stdout.close()


def test_every_page_answers_503_while_a_large_import_writes() -> None:
    client = cast.client_of(cast.member(Role.MEDIATOR))
    with service_shut():
        answer = client.get("/persone/")
        assert answer.status_code == 503
        assert "Importazione in corso" in answer.content.decode()
        assert answer["Retry-After"] == "60"
        assert "Content-Security-Policy" in answer.headers
        assert client.post("/persone/cerca/", {"testo": "averla"}).status_code == 503
        assert Client().get("/").status_code == 503
    assert client.get("/persone/").status_code == 200


def test_the_page_reads_no_database_while_it_is_shut(django_assert_num_queries: object) -> None:
    client = cast.client_of(cast.member(Role.MEDIATOR))
    with service_shut(), django_assert_num_queries(0):  # type: ignore[operator]
        client.get("/persone/")


def test_a_killed_importer_leaves_the_service_open() -> None:
    with another_process() as importer:
        assert is_service_shut()
        with pytest.raises(AlreadyImporting), the_only_import():
            pass
        importer.send_signal(signal.SIGKILL)
        importer.wait()
        end = time.monotonic() + 10
        while is_service_shut() and time.monotonic() < end:
            time.sleep(0.05)
        assert not is_service_shut()
        with the_only_import():
            pass


def test_a_page_that_meets_the_lock_on_its_way_is_no_fault() -> None:
    shut = ShutWhileImporting(lambda _request: HttpResponse())
    request: HttpRequest = RequestFactory().get("/persone/")
    locked = OperationalError("database is locked")
    assert shut.process_exception(request, locked) is None
    with service_shut():
        answer = shut.process_exception(request, locked)
        assert answer is not None
        assert answer.status_code == 503
        assert shut.process_exception(request, ValueError()) is None


def test_a_service_that_never_imported_is_open(tmp_path: Path, settings: object) -> None:
    settings.DATA_DIR = tmp_path  # type: ignore[attr-defined]
    assert not is_service_shut()
