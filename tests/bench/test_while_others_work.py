"""While an export and a backup run, another user's page of a person answers within 3 s on SQLite."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from percorsi.bench.installation import Installation, temporary_installation
from tools.console import ROOT

PEOPLE = 1_000
ROUNDS = 2
SECONDS = 3.0
pytestmark = pytest.mark.sqlite_only


@pytest.fixture(scope="module")
def place() -> Iterator[Installation]:
    """A real installation: a database in a file, every task a process of its own."""
    with temporary_installation() as made:
        made.work("grow", str(PEOPLE), "2026-11-24")
        yield made


def percorsi(place: Installation, *words: str) -> "subprocess.Popen[bytes]":
    program = f"from percorsi.command_line import main; main({['percorsi', *words]!r})"
    return subprocess.Popen(
        [sys.executable, "-c", program], env=place.env, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )


def test_a_person_is_shown_within_three_seconds(place: Installation) -> None:
    stop = place.folder / "stop"
    command = [sys.executable, "-m", "tests.bench.asking", str(stop)]
    with subprocess.Popen(command, env=place.env, cwd=ROOT, stdout=subprocess.PIPE) as reader:
        try:
            for _ in range(ROUNDS):
                _export_and_back_up(place)
        finally:
            stop.touch()
            told, _ = reader.communicate(timeout=60)
    asked = json.loads(told)
    assert len(asked) > ROUNDS
    assert {status for status, _seconds in asked} == {200}
    assert max(seconds for _status, seconds in asked) < SECONDS


def _export_and_back_up(place: Installation) -> None:
    register = place.folder / "registro.xlsx"
    register.unlink(missing_ok=True)
    copies: Path = place.folder / "copie"
    copies.mkdir(exist_ok=True)
    running = [percorsi(place, "export-register", str(register)), percorsi(place, "backup", str(copies))]
    for one in running:
        _, complaint = one.communicate(timeout=120)
        assert one.returncode == 0, complaint.decode()
    assert register.exists()
    assert any(copies.iterdir())
