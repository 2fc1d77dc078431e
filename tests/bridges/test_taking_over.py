"""The office's register comes in whole, once, and a second time changes nothing."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest
from django.db.models import F

from percorsi.accounts.actions import command_user
from percorsi.audit.models import Event
from percorsi.bridges.taking_over.archive import read_archive
from percorsi.bridges.taking_over.importing import Report, import_register
from percorsi.bridges.taking_over.plan import make_plan
from percorsi.cases.models import Case
from percorsi.people.models import AccessException, Person, PossibleDuplicate, RegisterNumber
from percorsi.traineeships.models import Traineeship

pytestmark = pytest.mark.django_db

DEMO = Path(__file__).parents[2] / "percorsi" / "demo"
SAMPLE = DEMO / "registro-nil-2015-2019.xlsx"
EXPECTED = json.loads((DEMO / "registro-nil-2015-2019.expected.json").read_text())
EXPECTED_PROTECTED = 9


def taken(*, dry_run: bool = False) -> Report:
    return import_register(SAMPLE, by=command_user(), dry_run=dry_run)


def test_everything_sound_comes_in() -> None:
    record = taken().as_record()
    assert record["created"]["people"] == Person.objects.count() == EXPECTED["distinct_persons"]
    assert record["merged"] == {"people": sum(len(group) - 1 for group in EXPECTED["certain_duplicates"])}
    assert record["proposed"] == {"people": len(EXPECTED["possible_duplicates"])}
    refused = [(one["sheet"], one["row"], one["kind"]) for one in record["refused"]]
    assert refused == [(one["sheet"], one["row"], one["kind"]) for one in EXPECTED["errors"]]
    assert record["changed"] == []


def test_certain_duplicates_are_one_person_with_all_folders() -> None:
    taken()
    for group in EXPECTED["certain_duplicates"]:
        people = RegisterNumber.objects.filter(number__in=group).values_list("person", flat=True)
        assert len(people) == len(group)
        assert len(set(people)) == 1


def test_possible_duplicates_stay_two_people_and_wait_for_somebody() -> None:
    taken()
    pairs = PossibleDuplicate.objects.values_list("first__number", "second__number", "kind", "decision")
    expected = {(*sorted(one["numbers"]), one["kind"], "open") for one in EXPECTED["possible_duplicates"]}
    assert {(*sorted(pair[:2]), *pair[2:]) for pair in pairs} == expected
    assert not PossibleDuplicate.objects.filter(first__person=F("second__person")).exists()


def test_a_second_import_creates_and_changes_nothing() -> None:
    first = taken().as_record()
    events = Event.objects.count()
    second = taken().as_record()
    assert set(second["created"].values()) == {0}
    assert (second["merged"], second["proposed"], second["changed"]) == ({"people": 0}, {"people": 0}, [])
    assert second["refused"] == first["refused"]
    assert Event.objects.count() == events


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    dry = taken(dry_run=True).as_record()
    assert (Person.objects.count(), Event.objects.count()) == (0, 0)
    assert {**taken().as_record(), "dry_run": True} == dry


def test_protected_people_have_alias_and_folder_and_only_named_readers() -> None:
    taken()
    protected = Person.objects.filter(is_protected=True)
    assert protected.count() == EXPECTED_PROTECTED
    assert all(person.alias and not person.family_names for person in protected)
    assert AccessException.objects.count() == EXPECTED_PROTECTED
    operators = {number.operator_id for number in RegisterNumber.objects.filter(person__is_protected=True)}
    assert set(AccessException.objects.values_list("worker", flat=True)) == operators


def test_the_import_is_one_event_about_every_person() -> None:
    taken()
    event = Event.objects.get()
    assert (event.act, event.actor_name, event.where) == ("import", "comando", "import-register")
    assert sorted(event.about_people) == sorted(Person.objects.values_list("pk", flat=True))


def test_what_differs_is_listed_and_never_overwritten() -> None:
    report = taken()
    row = next(one for one in report.register.traineeships if one.code == "TIR-0001")
    changed = dataclasses.replace(row, ends_on=date(2015, 5, 2))
    register = dataclasses.replace(report.register, traineeships=[changed])
    plan = make_plan(register, read_archive(), proposed=set())
    mine = [(one.sheet, one.row, one.key, one.field, one.here, one.in_file) for one in plan.changes]
    assert mine == [("Tirocini", row.row, "TIR-0001", "ends_on", "2015-04-28", "2015-05-02")]
    assert Traineeship.objects.get(code="TIR-0001").ends_on == date(2015, 4, 28)


def test_a_failure_on_the_way_leaves_nothing_half(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("percorsi.bridges.taking_over.writing._write_groups", fail)
    with pytest.raises(RuntimeError):
        taken()
    assert not Person.objects.exists()
    assert not Case.objects.exists()
    assert not Event.objects.exists()
