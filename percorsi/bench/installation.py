"""A temporary installation, with settings as in production, that goes away with its folder or its database."""

import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

BYTES_IN_MB = 1 << 20
DATABASE = "bench.sqlite3"


@dataclass(frozen=True, slots=True)
class Installation:
    """Where the temporary installation lives, and the environment of what runs in it."""

    folder: Path
    env: dict[str, str]

    def work(self, *words: str) -> Any:
        """Run one task in a process of its own and return its answer. Raises when it fails; its words are printed."""
        command = [sys.executable, "-m", "percorsi.bench.worker", *words]
        done = subprocess.run(command, env=self.env, stdout=subprocess.PIPE, check=True)  # noqa: S603 - our own words
        return json.loads(done.stdout)

    def megabytes(self) -> float | None:
        """Return how much room SQLite's file takes; nothing for a server."""
        file = self.folder / DATABASE
        return file.stat().st_size / BYTES_IN_MB if file.exists() else None


@contextmanager
def temporary_installation(url: str = "") -> Iterator[Installation]:
    """Make a folder with an empty database (of the server, when one is named), its reference data and static files."""
    with tempfile.TemporaryDirectory(prefix="percorsi-bench-") as name:
        folder = Path(name)
        place = Installation(folder, _environment(folder, url or f"sqlite:///{folder / DATABASE}"))
        place.work("prepare")
        yield place


@contextmanager
def copied(place: Installation) -> Iterator[Installation]:
    """Give a copy to measure in: what its readers leave in the trail would stand before people who are added later."""
    url = place.env["DATABASE_URL"]
    if url.startswith("sqlite"):
        copy = place.folder / "measured.sqlite3"
        shutil.copyfile(place.folder / DATABASE, copy)
        yield replace(place, env=place.env | {"DATABASE_URL": f"sqlite:///{copy}"})
        return
    with postgres_database(url, is_copy=True) as copy_url:
        yield replace(place, env=place.env | {"DATABASE_URL": copy_url})


@contextmanager
def postgres_database(server: str, *, is_copy: bool = False) -> Iterator[str]:
    """Make a database of our own on a server, give its URL, and drop it at the end.

    ``is_copy``: with everything that is in the database of ``server``, which nobody else may be using.
    """
    name = f"percorsi_bench_{secrets.token_hex(4)}"
    with psycopg.connect(server, autocommit=True) as connection:
        template = f'TEMPLATE "{connection.info.dbname}"' if is_copy else ""
        connection.execute(f'CREATE DATABASE "{name}" {template}')
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _environment(folder: Path, url: str) -> dict[str, str]:
    """Return the environment without anything that names an installation of the reader's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PERCORSI_", "DJANGO_"))}
    return kept | {
        "DATABASE_URL": url,
        "PERCORSI_DATA_DIR": str(folder),
        "PERCORSI_MODE": "production",
        "DJANGO_SETTINGS_MODULE": "percorsi.settings",
    }
