"""The console commands as an operator or another program runs them: a process, two variables, exit codes, streams."""

import json
import stat
from pathlib import Path

import pytest

from tests.operations.programs import percorsi
from tools.console import ROOT

pytestmark = pytest.mark.sqlite_only
REGISTER = ROOT / "percorsi" / "demo" / "registro-nil-2015-2019.xlsx"
YEAR = ["indicators", "--from", "2018-01-01", "--to", "2018-12-31", "--json"]


def test_an_installation_from_nothing(tmp_path: Path) -> None:
    """Migrate, set up, import, count, back up, restore elsewhere: each told only the database and a folder."""
    here, there = tmp_path / "here", tmp_path / "there"
    assert percorsi("migrate", "-v0", folder=here).returncode == 0
    words = ["--username", "s.basalto", "--name", "Sandro Basalto", "--password-stdin"]
    assert percorsi("setup", *words, folder=here, typed="una frase lunga e sola\n").returncode == 0

    documents = [
        percorsi(*command, folder=here)
        for command in (
            ["import-register", REGISTER, "--dry-run", "--json"],
            ["import-register", REGISTER, "--json"],
            YEAR,
            ["backup", tmp_path / "copies", "--json"],
        )
    ]
    assert [done.returncode for done in documents] == [0, 0, 0, 0], [done.stderr for done in documents]
    dry, real, figures, backup = (json.loads(done.stdout) for done in documents)
    assert dry["created"] == real["created"]
    assert figures["hires"] == {"total": 57, "profit": 31, "fixed_term": 49}

    restored = percorsi("restore", backup["file"], "--json", folder=there)
    assert json.loads(restored.stdout)["rows"] == backup["rows"], restored.stderr
    assert json.loads(percorsi(*YEAR, folder=there).stdout) == figures
    for folder in (here, there):
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir() if path.is_file()}
        assert {"percorsi.sqlite3", "secret.key"} <= modes.keys()
        assert set(modes.values()) == {0o600}


def test_without_a_prepared_database_every_command_says_so_in_one_line(tmp_path: Path) -> None:
    for words in (
        YEAR,
        ["import-register", REGISTER, "--json"],
        ["setup", "--username", "x"],
        ["backup", tmp_path / "c"],
    ):
        done = percorsi(*words, folder=tmp_path / "here")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
        assert "percorsi migrate" in done.stderr


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    done = percorsi("check", "--deploy", "--fail-level", "WARNING", folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_the_list_of_commands_names_ours(tmp_path: Path) -> None:
    shown = percorsi("help", folder=tmp_path).stdout
    assert all(name in shown for name in ("backup", "restore", "setup", "import-register", "indicators", "migrate"))
