"""The shared register, taken over once for the tests of a module, each of which leaves it as it was."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from percorsi.accounts.actions import command_user
from percorsi.bridges.taking_over.importing import import_register

DEMO = Path(__file__).parents[3] / "percorsi" / "demo"


@pytest.fixture(scope="module")
def register(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, Any]]:
    """Take the register over and give its expected figures."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        import_register(DEMO / "registro-nil-2015-2019.xlsx", by=command_user())
    expected: dict[str, Any] = json.loads((DEMO / "registro-nil-2015-2019.expected.json").read_text())
    yield expected
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
