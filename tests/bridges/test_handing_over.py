"""The export: codes for what has none, protected people under their alias, nothing that calculates, nothing silent."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.activities.models import Activity
from percorsi.audit.models import Event
from percorsi.bridges.commands import export_register_command, import_register_command
from percorsi.bridges.handing_over.exporting import UnwritableFile, export_register
from percorsi.bridges.register.layout import register_layout
from percorsi.bridges.taking_over.importing import import_register
from percorsi.cases.models import Assignment, Case
from percorsi.confidential.models import ProtectedIdentity
from percorsi.diary.models import Note
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.people.models import Person, RegisterNumber, Residence
from percorsi.referrals.models import Referral
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast

pytestmark = pytest.mark.django_db


def exported(folder: Path) -> dict[str, Any]:
    return export_register(folder / "registro.xlsx", by=command_user()).as_record()


def again(folder: Path) -> dict[str, Any]:
    return import_register(folder / "registro.xlsx", by=command_user()).as_record()


def cells(folder: Path, sheet: str) -> list[list[Any]]:
    book = openpyxl.load_workbook(folder / "registro.xlsx")
    return [list(row) for row in book[sheet].iter_rows(values_only=True)]


def traineeship(of: Person, **values: Any) -> Traineeship:
    host = Organisation.objects.create(name="Vivai Melo", match_key="vivai melo", kind=Kind.EMPLOYER)
    return Traineeship.objects.create(person=of, host=host, starts_on=date(2018, 1, 10), **values)


def test_the_seven_sheets_have_the_office_s_headers(tmp_path: Path) -> None:
    cast.case(cast.person())
    exported(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "registro.xlsx")
    layout = register_layout()
    assert book.sheetnames == [sheet.name for sheet in layout.sheets]
    for sheet in layout.sheets:
        usual = [column.name for column in sheet.columns if not column.is_rare]
        assert [cell.value for cell in book[sheet.name][1]] == usual


def test_texts_stay_texts_and_dates_are_dates(tmp_path: Path) -> None:
    somebody = cast.person(
        '=HYPERLINK("http://esempio.example")', "@SOMMA", remark="-1+2\na capo", born_on=date(1980, 2, 1)
    )
    run = traineeship(somebody, weekly_hours=20, monthly_allowance="399.99")
    TraineeshipMonth.objects.create(traineeship=run, month=date(2018, 2, 1), hours_due=80, hours_present=0)
    exported(tmp_path)
    book = openpyxl.load_workbook(tmp_path / "registro.xlsx")
    every = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in every} <= {"s", "n", "d"}
    assert not [cell for cell in every if cell.hyperlink]
    month = book["Presenze"]["B2"]
    assert (month.value.date(), month.number_format) == (date(2018, 2, 1), "mmm-yy")
    assert (book["Presenze"]["C2"].value, book["Presenze"]["D2"].value) == (80, 0)
    assert book["Tirocini"]["H2"].value == 399.99
    assert again(tmp_path)["changed"] == []


def test_what_has_no_code_gets_one_that_stays(tmp_path: Path) -> None:
    loose = Person.objects.create(family_names="Nibbio", given_names="Ugo", sort_key="nibbio ugo")
    traineeship(loose)
    cast.case(loose)
    first = exported(tmp_path)
    assert first["given"] == {"register_numbers": 1, "organisations": 1, "traineeships": 1}
    assert Event.objects.filter(act="change", where="export-register").count() == 1
    assert set(again(tmp_path)["created"].values()) == {0}
    assert set(exported(tmp_path)["given"].values()) == {0}
    number = RegisterNumber.objects.get(person=loose).number
    assert [row[0] for row in cells(tmp_path, "Utenti")[1:]] == [number]


def test_protected_people_are_their_alias_and_stay_protected(tmp_path: Path) -> None:
    hidden = cast.protected_person("Caso 9")
    ProtectedIdentity.objects.create(
        person=hidden,
        family_names="Ginestra",
        given_names="Iva",
        born_on=date(1990, 5, 5),
        codice_fiscale="GNSVIA90E45",
    )
    cast.case(hidden)
    report = exported(tmp_path)
    assert report["left_out"]["protected_identities"] == 1
    everything = str([cells(tmp_path, sheet.name) for sheet in register_layout().sheets])
    assert "Caso 9" in everything
    assert not [word for word in ("Ginestra", "Iva", "1990", "GNSVIA") if word in everything]
    assert again(tmp_path)["changed"] == []
    with_mark = cells(tmp_path, "Utenti")[1]
    assert with_mark[-1] == "caso protetto"


def test_a_case_without_referral_is_in_it(tmp_path: Path) -> None:
    somebody = cast.person()
    Case.objects.create(person=somebody, opened_on=date(2016, 4, 1), closed_on=date(2016, 9, 1), is_imported=True)
    assert exported(tmp_path)["exported"]["cases"] == 1
    assert set(again(tmp_path)["created"].values()) == {0}
    assert Referral.objects.count() == 0


def test_folders_of_one_person_without_code_come_back_as_one_person(tmp_path: Path) -> None:
    somebody = cast.person("Nibbio", "Ada", born_on=date(1980, 2, 1))
    RegisterNumber.objects.create(person=somebody, number="NIL-9901")
    exported(tmp_path)
    assert cells(tmp_path, "Utenti")[0][-1] == "Stessa persona di"
    assert set(again(tmp_path)["created"].values()) == {0}
    Person.objects.all().update(family_names="", alias="via")
    RegisterNumber.objects.all().delete()
    record = again(tmp_path)
    assert (record["created"]["people"], record["merged"]["people"]) == (1, 1)
    assert RegisterNumber.objects.values("person").distinct().count() == 1


def test_the_operator_is_who_follows_the_open_path_today(tmp_path: Path) -> None:
    before, after = cast.member(Role.MEDIATOR, name="Storno Lia"), cast.member(Role.MEDIATOR, name="Gufo Elio")
    running = cast.case(cast.person(), worker=before)
    Assignment.objects.filter(case=running).update(ends_on=date(2018, 5, 1))
    Assignment.objects.create(case=running, worker=cast.worker_of(after), starts_on=date(2018, 5, 2))
    exported(tmp_path)
    header, row = cells(tmp_path, "Utenti")
    assert row[header.index("Operatore")] == "Gufo Elio"
    assert again(tmp_path)["changed"] == []


def test_what_the_workbook_cannot_hold_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    somebody = cast.person()
    Note.objects.create(person=somebody, happened_on=date(2019, 1, 2), text="ha telefonato", written_at=timezone.now())
    place = cast.municipality()
    Residence.objects.create(person=somebody, municipality=place, ends_on=date(2017, 1, 1))
    Activity.objects.create(name="Corso di potatura", starts_on=date(2018, 3, 1))
    somebody.situations.create(is_jobless=True)
    assert exported(tmp_path)["left_out"] == {
        "notes": 1,
        "situations": 1,
        "other_residences": 1,
        "editions_without_participants": 1,
    }
    assert export_register_command([str(tmp_path / "registro.xlsx"), "--json"]) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["left_out"]["notes"] == 1
    assert "note di diario (1)" in err


def test_a_row_that_another_archive_would_refuse_is_named(tmp_path: Path) -> None:
    run = traineeship(cast.person(), ends_on=date(2018, 3, 1))
    TraineeshipMonth.objects.create(traineeship=run, month=date(2018, 6, 1), hours_due=80, hours_present=10)
    report = exported(tmp_path)
    assert [(one["sheet"], one["row"], one["kind"]) for one in report["refused"]] == [
        ("Presenze", 2, "attendance_outside_dates")
    ]
    # Here the month is known already, and nothing is refused.
    record = again(tmp_path)
    assert record["refused"] == []
    assert set(record["created"].values()) == {0}


def test_the_trail_names_every_person(tmp_path: Path) -> None:
    people = [cast.person(), cast.protected_person()]
    exported(tmp_path)
    event = Event.objects.get(act="export")
    assert sorted(event.about_people) == sorted(one.pk for one in people)
    assert (event.actor_name, event.role, event.where) == ("comando", "command", "export-register")


def test_an_empty_archive_gives_the_headers_only(tmp_path: Path) -> None:
    report = exported(tmp_path)
    assert set(report["exported"].values()) == {0}
    assert len(report["notes"]) == 1
    assert len(cells(tmp_path, "Utenti")) == 1


@pytest.mark.parametrize("name", ["manca/registro.xlsx", "."])
def test_a_path_that_cannot_be_written_is_one_line(
    tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert export_register_command([str(tmp_path / name)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert list(tmp_path.iterdir()) == []


def test_a_failure_leaves_the_older_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "registro.xlsx"
    target.write_bytes(b"prima")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("percorsi.bridges.handing_over.exporting.write_workbook", full)
    with pytest.raises(UnwritableFile):
        export_register(target, by=command_user())
    assert target.read_bytes() == b"prima"
    assert list(tmp_path.iterdir()) == [target]


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    cast.person()
    exported(tmp_path)
    assert (tmp_path / "registro.xlsx").stat().st_mode & 0o777 == 0o600


def test_the_commands_work_from_a_shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cast.case(cast.person())
    assert export_register_command([str(tmp_path / "registro.xlsx")]) == 0
    assert "Registro scritto" in capsys.readouterr().out
    assert import_register_command([str(tmp_path / "registro.xlsx"), "--dry-run", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)["created"].values()) == {0}


def test_the_command_is_listed() -> None:
    environment = {**os.environ, "DATABASE_URL": "sqlite:////nonexistent/a.sqlite3"}
    code = "from percorsi.command_line import main; main(['percorsi', 'export-register', '--help'])"
    shown = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert "export-register" in shown.stdout
