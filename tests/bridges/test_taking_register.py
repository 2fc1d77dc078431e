"""The whole act of importing: the copy of before, what is stored, the turn, the refusals, a process killed half-way."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.audit.models import Event
from percorsi.backups import BackupRefused
from percorsi.bridges.actions import preview_register, take_register
from percorsi.bridges.commands import import_register_command
from percorsi.bridges.models import Import
from percorsi.bridges.taking_over.one_at_a_time import is_service_shut, the_only_import
from percorsi.documents.models import File
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.models import Person
from tests import cast
from tests.bridges.test_taking_over import SAMPLE
from tests.bridges.writing_registers import PEOPLE, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def register(tmp_path: Path) -> Path:
    return write_xlsx(tmp_path / "registro.xlsx", {"Utenti": PEOPLE})


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    folder = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    return folder


def copies(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "backups").glob("*"))


def test_a_copy_is_made_before_and_named_in_the_report(
    register: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert import_register_command([str(register), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert copies(data_folder) == [Path(report["backup"]).name] == [Import.objects.get().backup]
    assert register.exists()


def test_nothing_new_makes_no_copy_and_stores_nothing(register: Path, data_folder: Path) -> None:
    take_register(register, by=command_user(), backs_up=False)
    events = Event.objects.count()
    again = take_register(register, by=command_user())
    assert (again.backup, again.stored) == (None, None)
    assert (copies(data_folder), Import.objects.count(), Event.objects.count()) == ([], 1, events)


def test_a_dry_run_leaves_no_trace(register: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_register_command([str(register), "--dry-run", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["created"]["people"] == 2
    assert (Person.objects.count(), File.objects.count(), Import.objects.count()) == (0, 0, 0)
    assert list(data_folder.iterdir()) == []


def test_without_a_copy_when_asked(register: Path, data_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert import_register_command([str(register), "--no-backup", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["backup"] is None
    assert copies(data_folder) == []
    assert Person.objects.count() == 2


def test_no_copy_no_import(register: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def full(*_: Any, **__: Any) -> Path:
        raise BackupRefused("La copia non è stata fatta: disco pieno.")

    monkeypatch.setattr("percorsi.bridges.actions.make_backup", full)
    assert import_register_command([str(register)]) == 2
    assert "disco pieno" in capsys.readouterr().err
    assert Person.objects.count() == 0


def test_the_file_is_remembered_by_its_digest(register: Path) -> None:
    taken = take_register(register, by=command_user(), backs_up=False)
    file = File.objects.get()
    assert (file.name, file.size, file.digest) == ("registro.xlsx", register.stat().st_size, taken.report.digest)
    assert not file.content


def test_two_imports_take_turns(register: Path, data_folder: Path) -> None:
    with the_only_import(), pytest.raises(Refused, match="altra importazione"):
        take_register(register, by=command_user())
    take_register(register, by=command_user(), backs_up=False)
    assert {path.stat().st_mode & 0o777 for path in data_folder.iterdir()} == {0o600}


def test_only_who_has_the_right_imports(register: Path) -> None:
    for role in (Role.MEDIATOR, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            take_register(register, by=cast.member(role))
        with pytest.raises(Forbidden):
            preview_register(register, by=cast.member(role))


def test_only_a_large_import_shuts_the_service(register: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def write(*_: Any, **__: Any) -> None:
        seen.append(is_service_shut())

    monkeypatch.setattr("percorsi.bridges.actions.write", write)
    take_register(register, by=command_user(), backs_up=False)
    monkeypatch.setattr("percorsi.bridges.actions.LARGE", 1)
    take_register(register, by=command_user(), backs_up=False)
    assert seen == [False, True]
    assert not is_service_shut()


def test_what_the_database_refuses_is_one_line_without_values(
    register: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise IntegrityError("UNIQUE constraint failed: people_registernumber.number")

    monkeypatch.setattr("percorsi.bridges.actions.write", refuse)
    assert import_register_command([str(register), "--no-backup"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "non è stato scritto nulla" in err
    assert not Import.objects.exists()


@pytest.mark.sqlite_only
def test_a_killed_import_leaves_nothing_half_and_the_next_one_works(tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'a.sqlite3'}",
        "PERCORSI_DATA_DIR": str(tmp_path / "data"),
    }
    program = "import sys; from percorsi.command_line import main; main(['percorsi', *sys.argv[1:]])"

    def run(*words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-c", program, *words],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )

    def finished(*words: str) -> dict[str, Any]:
        out, _ = run(*words).communicate(timeout=300)
        found: dict[str, Any] = json.loads(out) if out.strip().startswith(b"{") else {}
        return found

    finished("migrate", "--verbosity=0")
    for pause in (0.7, 1.4, 2.1, 2.8):
        importer = run("import-register", str(SAMPLE), "--no-backup", "--json")
        time.sleep(pause)
        importer.send_signal(signal.SIGKILL)
        importer.communicate()
        dry = finished("import-register", str(SAMPLE), "--dry-run", "--json")
        assert dry["created"]["people"] in (0, 628)
        assert set(dry["created"].values()) == {0} or dry["created"]["traineeship_months"] == 2334
    after = finished("import-register", str(SAMPLE), "--no-backup", "--json")
    assert after["created"]["people"] in (0, 628)
    assert set(finished("import-register", str(SAMPLE), "--json")["created"].values()) == {0}
