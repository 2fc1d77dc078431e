"""A register that comes in step by step: what is remembered, what is refused, who may, and a process that dies."""

import os
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.bridges.choices import State, Step
from percorsi.bridges.models import HeaderChoice, Import
from percorsi.bridges.step_by_step import acts, places, starting, working
from percorsi.bridges.step_by_step.working import carry_on, is_dead
from percorsi.bridges.taking_over.importing import compare
from percorsi.bridges.taking_over.one_at_a_time import AlreadyImporting
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.organisations.models import Membership
from percorsi.people.models import Person
from tests import cast
from tests.bridges.hostile_files import zip_bomb
from tests.bridges.test_taking_over import SAMPLE
from tests.bridges.writing_registers import COMPANIES, PEOPLE, TRAINEESHIPS, write_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Path:
    folder = tmp_path_factory.mktemp("data")
    settings.DATA_DIR = folder
    return folder


@pytest.fixture(autouse=True)
def started(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The imports for which a process was asked; none is started."""
    asked: list[str] = []
    monkeypatch.setattr(starting, "start", asked.append)
    return asked


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def upload(path: Path, by: User) -> Import:
    return acts.upload(SimpleUploadedFile(path.name, path.read_bytes()), by=by)


def done(row: Import) -> Import:
    """Do the step that is asked for, and return the import as it stands then."""
    carry_on(row.public_id)
    return Import.objects.select_related("file").get(pk=row.pk)


def tried(path: Path, by: User) -> Import:
    row = done(upload(path, by))
    acts.try_out(row, meanings={}, by=by)
    return done(row)


def imported(path: Path, by: User) -> Import:
    row = tried(path, by)
    acts.take_over(row, by=by)
    return done(row)


def test_each_step_waits_for_somebody_and_the_file_goes_at_the_end(coordinator: User, started: list[str]) -> None:
    row = upload(SAMPLE, coordinator)
    assert (row.state, row.step, started) == (State.UPLOADED, Step.STARTING, [row.public_id])
    row = done(row)
    assert (row.state, row.step, len(row.recognised["sheets"])) == (State.READ, "", 7)
    acts.try_out(row, meanings={}, by=coordinator)
    row = done(row)
    assert (row.state, row.report["created"]["people"], Person.objects.count()) == (State.TRIED, 628, 0)
    acts.take_over(row, by=coordinator)
    assert places.has_file(row)
    row = done(row)
    assert (row.state, row.step, Person.objects.count(), len(started)) == (State.DONE, "", 628, 3)
    assert (row.finished_at is not None, len(row.file.digest), places.folder_of(row).exists()) == (True, 64, False)
    assert Event.objects.get(act="import").actor == coordinator.pk


def test_a_trial_says_what_the_import_then_does(coordinator: User) -> None:
    row = tried(SAMPLE, coordinator)
    said = {name: row.report[name] for name in ("created", "merged", "proposed", "refused")}
    acts.take_over(row, by=coordinator)
    assert {name: done(row).report[name] for name in said} == said


def test_a_step_is_asked_for_once(coordinator: User, started: list[str]) -> None:
    row = done(upload(SAMPLE, coordinator))
    acts.try_out(row, meanings={}, by=coordinator)
    with pytest.raises(Refused, match="andata avanti"):
        acts.try_out(row, meanings={}, by=coordinator)
    with pytest.raises(Refused):
        acts.take_over(row, by=coordinator)
    assert len(started) == 2


def test_a_file_that_is_no_register_fails_and_is_deleted(coordinator: User, tmp_path: Path) -> None:
    for content in (b"non un foglio", zip_bomb()):
        (tmp_path / "cattivo.xlsx").write_bytes(content)
        row = done(upload(tmp_path / "cattivo.xlsx", coordinator))
        assert (row.state, row.step, places.folder_of(row).exists()) == (State.FAILED, "", False)
        assert row.failure
        with pytest.raises(Refused, match="carica"):
            acts.resume(row, by=coordinator)


def test_what_a_trial_refuses_can_be_mended_and_tried_again(coordinator: User, tmp_path: Path) -> None:
    """Without the sheet of people nothing can come in: the header of its key only needs a meaning."""
    people = [["Fascicolo", *PEOPLE[0][1:]], *PEOPLE[1:]]
    row = tried(write_xlsx(tmp_path / "r.xlsx", {"Utenti": people}), coordinator)
    assert (row.state, "N. pratica" in row.failure) == (State.READ, True)
    assert [one["written"] for one in row.recognised["sheets"][0]["headers"]] == ["Fascicolo"]
    acts.try_out(row, meanings={("users", "Fascicolo"): "number"}, by=coordinator)
    row = done(row)
    assert (row.state, row.failure, row.report["created"]["people"]) == (State.TRIED, "", 2)


def test_what_a_header_means_is_remembered_for_the_next_file(coordinator: User, tmp_path: Path) -> None:
    people = [[*PEOPLE[0], "Cellulare", "Colore"], [*PEOPLE[1], "333 1", "verde"]]
    first = write_xlsx(tmp_path / "1.xlsx", {"Utenti": people})
    row = done(upload(first, coordinator))
    acts.try_out(row, meanings={("users", "Cellulare"): "phone", ("users", "Colore"): ""}, by=coordinator)
    assert done(row).report["unknown_headers"] == {}
    people[0][-2:] = ["CELLULARE ", "colore"]
    second = write_xlsx(tmp_path / "2.xlsx", {"Utenti": people})
    report = compare(second)
    assert (report.register.unknown_headers, report.plan.users[0].phone) == ({}, "333 1")
    again = done(upload(second, coordinator))
    said = [(one["key"], one["field"]) for one in again.recognised["sheets"][0]["headers"]]
    assert sorted(said) == [("cellulare", "phone"), ("colore", "")]
    acts.try_out(again, meanings={("users", "CELLULARE"): None}, by=coordinator)
    assert HeaderChoice.objects.values_list("header", flat=True).get() == "colore"


def test_two_headers_cannot_mean_one_column(coordinator: User, tmp_path: Path) -> None:
    row = done(
        upload(write_xlsx(tmp_path / "r.xlsx", {"Utenti": [[*PEOPLE[0], "A1", "A2"], *PEOPLE[1:]]}), coordinator)
    )
    with pytest.raises(Refused, match="stesso significato"):
        acts.try_out(row, meanings={("users", "A1"): "phone", ("users", "A2"): "phone"}, by=coordinator)
    assert (done(row).state, HeaderChoice.objects.count(), done(row).step) == (State.READ, 0, "")


def test_another_import_is_waited_for(coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    row = done(upload(SAMPLE, coordinator))
    acts.try_out(row, meanings={}, by=coordinator)
    told: list[str] = []

    class TakenOnce:
        def __enter__(self) -> None:
            if not told:
                told.append("")
                raise AlreadyImporting
            told.append(Import.objects.get(pk=row.pk).step)

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(working, "the_only_import", TakenOnce)
    monkeypatch.setattr(working, "WAIT", 0)
    assert (done(row).state, told) == (State.TRIED, ["", Step.WAITING])


def test_reading_tells_how_many_rows_were_read(coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(working, "TOLD_EVERY", 0)
    row = done(upload(SAMPLE, coordinator))
    acts.try_out(row, meanings={}, by=coordinator)
    told: list[tuple[int, int]] = []
    write = working._write

    def noted(one: Import, **values: Any) -> None:
        told.append((values.get("rows_done", 0), values.get("rows_total", 0)))
        write(one, **values)

    monkeypatch.setattr(working, "_write", noted)
    done(row)
    assert max(told)[0] > 3000
    assert all(done <= total for done, total in told)


def test_only_who_may_import_goes_on(coordinator: User) -> None:
    row = done(upload(SAMPLE, coordinator))
    for role in (Role.MEDIATOR, Role.ADMINISTRATOR):
        other = cast.member(role)
        for act in (acts.take_over, acts.resume, acts.abandon):
            with pytest.raises(Forbidden):
                act(row, by=other)
        with pytest.raises(Forbidden):
            acts.try_out(row, meanings={}, by=other)
        with pytest.raises(Forbidden):
            upload(SAMPLE, other)


def test_who_lost_the_right_meanwhile_imports_nothing(coordinator: User) -> None:
    row = tried(SAMPLE, coordinator)
    acts.take_over(row, by=coordinator)
    Membership.objects.filter(worker__user=coordinator).update(role=Role.MEDIATOR)
    row = done(row)
    assert (row.state, Person.objects.count()) == (State.FAILED, 0)
    other = cast.member(Role.OPERATIONAL_COORDINATOR)
    acts.resume(row, by=other)
    assert done(row).state == State.READ


def test_a_fault_stops_the_import_and_can_be_tried_again(coordinator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    row = tried(SAMPLE, coordinator)
    acts.take_over(row, by=coordinator)

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("no disk")

    with monkeypatch.context() as patch:
        patch.setattr("percorsi.bridges.actions.write", broken)
        row = done(row)
    assert (row.state, row.failure, Person.objects.count()) == (State.FAILED, working.UNEXPECTED, 0)
    acts.resume(row, by=coordinator)
    row = done(row)
    assert row.state == State.READ


def test_who_leaves_an_import_deletes_its_file(coordinator: User) -> None:
    row = tried(SAMPLE, coordinator)
    acts.abandon(row, by=coordinator)
    row = done(row)
    assert (row.state, row.report, row.recognised, places.folder_of(row).exists()) == (State.ABANDONED, {}, {}, False)
    assert len(row.file.digest) == 64
    with pytest.raises(Refused):
        acts.take_over(row, by=coordinator)
    with places.at_work(row) as is_mine:
        assert not is_mine


def test_what_nobody_carries_on_is_deleted_after_a_day(coordinator: User) -> None:
    old, new = tried(SAMPLE, coordinator), tried(SAMPLE, coordinator)
    Import.objects.filter(pk=old.pk).update(heartbeat_at=timezone.now() - timedelta(hours=25))
    assert acts.sweep() == 1
    assert (done(old).state, places.has_file(old)) == (State.ABANDONED, False)
    assert (done(new).state, places.has_file(new)) == (State.TRIED, True)


def test_what_is_at_work_is_not_swept_nor_left_nor_started_again(coordinator: User) -> None:
    row = upload(SAMPLE, coordinator)
    Import.objects.filter(pk=row.pk).update(heartbeat_at=timezone.now() - timedelta(days=2))
    row.refresh_from_db()
    assert is_dead(row)
    with places.at_work(row):
        assert not is_dead(row)
        assert acts.sweep() == 0
        for act in (acts.abandon, acts.resume):
            with pytest.raises(Refused, match="va avanti"):
                act(row, by=coordinator)


def test_the_refused_rows_go_after_a_week(coordinator: User) -> None:
    row = imported(SAMPLE, coordinator)
    assert row.refused_rows is not None
    Import.objects.filter(pk=row.pk).update(refused_until=timezone.now() - timedelta(seconds=1))
    acts.sweep()
    row = done(row)
    assert (row.refused_rows, row.report["refused_count"]) == (None, 61)


def test_cells_of_columns_that_the_file_lacks_say_nothing(coordinator: User, tmp_path: Path) -> None:
    full = [[*PEOPLE[0], "Telefono"], [*PEOPLE[1], "333 1"]]
    imported(write_xlsx(tmp_path / "1.xlsx", {"Utenti": full}), coordinator)
    again = [PEOPLE[0], [*PEOPLE[1][:4], date(1980, 2, 2)]]
    row = imported(write_xlsx(tmp_path / "2.xlsx", {"Utenti": again}), coordinator)
    assert [one["field"] for one in row.report["changed"]] == ["born_on"]


DIES_AT = """
import os, signal, sys
import django
django.setup()
from percorsi.bridges import actions
from percorsi.bridges.step_by_step import places, working

def die(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)

moment = sys.argv[2]
if moment == "stored":
    write = actions.write
    actions.write = lambda *a, **k: (write(*a, **k), die())
elif moment == "done":
    places.forget = die
else:
    tell = working._write
    working._write = lambda row, **values: (tell(row, **values), values.get("step") == moment and die())
working.carry_on(sys.argv[1])
"""


@pytest.mark.sqlite_only
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["reading", "comparing", "copying", "writing", "stored", "done"])
def test_a_process_killed_at_any_moment_leaves_all_or_nothing_and_is_told(moment: str, tmp_path: Path) -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    register = write_xlsx(tmp_path / "r.xlsx", {"Utenti": PEOPLE, "Aziende": COMPANIES, "Tirocini": TRAINEESHIPS})
    row = tried(register, coordinator)
    acts.take_over(row, by=coordinator)
    environment = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{settings.DATABASES['default']['NAME']}",
        "PERCORSI_DATA_DIR": str(settings.DATA_DIR),
        "DJANGO_SETTINGS_MODULE": "percorsi.settings",
    }
    ended = subprocess.run(
        [sys.executable, "-c", DIES_AT, row.public_id, moment], env=environment, stderr=subprocess.DEVNULL, check=False
    )
    assert ended.returncode == -9
    row.refresh_from_db()
    if moment == "done":
        assert (row.state, row.step, Person.objects.count()) == (State.DONE, "", 2)
        return
    assert (row.state, bool(row.step), is_dead(row), Person.objects.count()) == (State.RUNNING, True, True, 0)
    acts.resume(row, by=coordinator)
    assert (done(row).state, Person.objects.count()) == (State.DONE, 2)
