"""What every test may use. The environment was set before: see ``tests/environment.py``."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.test import TransactionTestCase

from percorsi.audit.guard import trail_open
from tools import browser

# Two processes share the machine's cores: a deadline would measure the neighbour.
hypothesis.settings.register_profile("percorsi", deadline=None, print_blob=True)
hypothesis.settings.load_profile("percorsi")

CHROMIUM = browser.find(os.environ)
IS_CI = os.environ.get("CI") == "true"


def pytest_configure() -> None:
    """Change the three settings whose real values would only cost time."""
    # Argon2 is slow on purpose; one test of the login reads the real setting from the module.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    if settings.DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
        options = settings.DATABASES["default"]["OPTIONS"]
        options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip the browser tests where there is no browser; in continuous integration they fail instead."""
    if CHROMIUM is None and not IS_CI:
        for item in items:
            if item.get_closest_marker("browser"):
                item.add_marker(pytest.mark.skip(reason="no Chromium: name one with CHROMIUM=/path/to/chrome"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Keep SQLite's test database in a file, so that a live server's threads have connections of their own."""
    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        database["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "test.sqlite3")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """Return the browser's program."""
    assert CHROMIUM, "no Chromium was found"
    return Path(CHROMIUM)


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_the_trail() -> Iterator[None]:
    """Let the flush after a transactional test empty the trail, which nothing else may."""
    emptied = TransactionTestCase._fixture_teardown

    def teardown(case: TransactionTestCase) -> None:
        with trail_open(connection):
            emptied(case)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield


@pytest.fixture(autouse=True)
def _no_profile_is_remembered() -> None:
    """Start each test as a process that knows that the service has not said its name."""
    from percorsi.service.queries import forget_profile

    forget_profile(is_blank=True)


# --- Fixtures of the rooms: people, users by role, a signed-in client ---------------------------------------------
