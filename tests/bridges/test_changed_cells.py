"""Cells that say something else: taken from the register by the rooms' own actions, or kept; remembered; taken back."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.bridges.actions import take_register
from percorsi.bridges.changed_cells import MOST_AT_ONCE, can_take, decide, undo
from percorsi.bridges.choices import Decision
from percorsi.bridges.models import CellDecision, Import
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Contact, Invalidity, Person, Residence, SearchTerm
from percorsi.people.queries import visible_to
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import TraineeshipMonth
from tests import cast
from tests.bridges.writing_registers import ATTENDANCES, COMPANIES, PEOPLE, TRAINEESHIPS, write_xlsx

pytestmark = pytest.mark.django_db
HEADER = [*PEOPLE[0], "Telefono", "Comune di residenza", "Indirizzo", "% invalidità", "E-mail", "Note"]
HERE = [*PEOPLE[1], "333 1234567", "Rho", "via dei Tigli 1", 67, "", ""]
THERE: list[object] = [
    "NIL-0001", "Averla", "Annalisa", "F", date(1980, 2, 2), "333 7654321", "Arese", "via dei Salici 2", 80,
    "anna@esempio.it", "",
]  # fmt: skip


@pytest.fixture(autouse=True)
def data_folder(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> None:
    settings.DATA_DIR = tmp_path_factory.mktemp("data")


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def brought(folder: Path, people: list[list[object]], **sheets: list[list[object]]) -> Import:
    """Take a register over, and return what is stored of it."""
    path = write_xlsx(folder / "r.xlsx", {"Utenti": [HEADER, *people], **sheets})
    row = Import(file=cast_file(path), at="2026-01-01T10:00:00Z", by=command_user())
    taken = take_register(path, by=command_user(), backs_up=False, into=row)
    assert taken.stored
    return Import.objects.get(pk=taken.stored.pk)


def cast_file(path: Path) -> Any:
    from percorsi.bridges.actions import keep_file

    return keep_file(path, "0" * 64, name=path.name, by=command_user())


def places(row: Import, *fields: str) -> list[int]:
    return [place for place, line in enumerate(row.report["changed"]) if not fields or line["field"] in fields]


@pytest.fixture
def differing(tmp_path: Path) -> Import:
    brought(tmp_path, [HERE])
    return brought(tmp_path, [THERE])


def state() -> tuple[Any, ...]:
    """All that the cells speak of, as it stands."""
    person = Person.objects.get()
    home = Residence.objects.get()
    contacts = tuple(Contact.objects.order_by("kind").values_list("kind", "value"))
    return (
        person.given_names, person.born_on, str(home.municipality), home.address, contacts,
        Invalidity.objects.get().percent,
    )  # fmt: skip


def test_what_differs_is_taken_and_taken_back(differing: Import, coordinator: User) -> None:
    fields = [line["field"] for line in differing.report["changed"]]
    assert fields == [
        "given_names", "born_on", "residence", "address", "phone", "email", "invalidity_percent",
    ]  # fmt: skip
    before = state()
    outcome = decide(differing, places=places(differing), decision=Decision.TAKE, by=coordinator)
    assert (outcome.done, outcome.refused) == (places(differing), {})
    assert state() == (
        "Annalisa", date(1980, 2, 2), "Arese", "via dei Salici 2",
        (("email", "anna@esempio.it"), ("phone", "333 7654321")), 80,
    )  # fmt: skip
    assert SearchTerm.objects.filter(term="annalisa").exists()
    outcome = undo(differing, places=places(differing), by=coordinator)
    assert (outcome.done, outcome.refused) == (places(differing), {})
    assert state() == before
    assert not CellDecision.objects.exists()


def test_what_is_taken_stands_in_the_trail_with_the_room_s_own_line(differing: Import, coordinator: User) -> None:
    last = Event.objects.latest("id").pk
    decide(differing, places=places(differing, "given_names"), decision=Decision.TAKE, by=coordinator)
    events = Event.objects.filter(id__gt=last)
    assert [event.kind for event in events.order_by("id")] == ["people.person", "bridges.celldecision"]
    assert {event.actor for event in events} == {coordinator.pk}
    assert all(event.about_people == [Person.objects.get().pk] for event in events)
    assert "Annalisa" not in str(list(events.values("fields", "reason")))


def test_what_is_kept_is_not_put_to_anybody_again(differing: Import, coordinator: User, tmp_path: Path) -> None:
    before = state()
    decide(differing, places=places(differing, "given_names", "phone"), decision=Decision.KEEP, by=coordinator)
    assert state() == before
    again = brought(tmp_path, [THERE])
    assert not {line["field"] for line in again.report["changed"]} & {"given_names", "phone"}
    other = brought(tmp_path, [["NIL-0001", "Averla", "Annamaria", *THERE[3:]]])
    assert "given_names" in {line["field"] for line in other.report["changed"]}
    undo(differing, places=places(differing, "phone"), by=coordinator)
    assert "phone" in {line["field"] for line in brought(tmp_path, [THERE]).report["changed"]}


def test_a_cell_is_decided_once(differing: Import, coordinator: User) -> None:
    one = places(differing, "phone")
    assert decide(differing, places=one, decision=Decision.KEEP, by=coordinator).done == one
    assert list(decide(differing, places=one, decision=Decision.TAKE, by=coordinator).refused.values()) == [1]


def test_what_changed_meanwhile_is_left_alone(differing: Import, coordinator: User) -> None:
    Contact.objects.update(value="333 0000000")
    one = places(differing, "phone")
    outcome = decide(differing, places=one, decision=Decision.TAKE, by=coordinator)
    assert outcome.done == []
    assert "cambiato" in next(iter(outcome.refused))
    assert (Contact.objects.get().value, CellDecision.objects.count()) == ("333 0000000", 0)


def test_what_the_room_refuses_is_told_and_the_others_are_done(tmp_path: Path, coordinator: User) -> None:
    brought(tmp_path, [HERE])
    row = brought(tmp_path, [[*THERE[:4], date(2090, 1, 1), *THERE[5:]]])
    outcome = decide(row, places=places(row, "born_on", "phone"), decision=Decision.TAKE, by=coordinator)
    assert outcome.done == places(row, "phone")
    assert list(outcome.refused.values()) == [1]
    assert Person.objects.get().born_on == date(1980, 2, 1)


def test_an_empty_cell_is_never_taken(tmp_path: Path, coordinator: User) -> None:
    brought(tmp_path, [HERE])
    row = brought(tmp_path, [[*HERE[:5], "", *HERE[6:]]])
    line = row.report["changed"][0]
    assert (line["field"], can_take(line)) == ("phone", False)
    assert decide(row, places=[0], decision=Decision.TAKE, by=coordinator).done == []
    assert decide(row, places=[0], decision=Decision.KEEP, by=coordinator).done == [0]


def test_months_companies_and_traineeships_are_written_by_their_rooms(tmp_path: Path, coordinator: User) -> None:
    sheets = {
        "Aziende": COMPANIES,
        "Tirocini": TRAINEESHIPS,
        "Presenze": [ATTENDANCES[0], ["TIR-0001", date(2018, 1, 1), 80, 80, 300.5]],
    }
    brought(tmp_path, [HERE], **sheets)
    row = brought(
        tmp_path,
        [HERE],
        Aziende=[COMPANIES[0], ["AZ-001", "Vivai Melograno", "non profit"]],
        Tirocini=[TRAINEESHIPS[0], [*TRAINEESHIPS[1][:4], date(2018, 4, 5)]],
        Presenze=[ATTENDANCES[0], ["TIR-0001", date(2018, 1, 1), 60, 60, 320.5]],
    )
    # A month in which hours and absences do not make up the hours due is no complete month: its room says so.
    short = places(row, "hours_present")
    assert "correggi le ore" in next(iter(decide(row, places=short, decision=Decision.TAKE, by=coordinator).refused))
    outcome = decide(row, places=places(row), decision=Decision.TAKE, by=coordinator)
    assert outcome.refused == {}
    month = TraineeshipMonth.objects.select_related("traineeship__host").get()
    stage = month.traineeship
    assert (month.hours_due, month.hours_present, month.amount) == (Decimal(60), Decimal(60), Decimal("320.50"))
    assert month.state == MonthState.COMPLETE
    assert (stage.ends_on, stage.host.name, stage.host.nature) == (date(2018, 4, 5), "Vivai Melograno", "non_profit")
    assert undo(row, places=places(row), by=coordinator).refused == {}
    month.refresh_from_db()
    assert (month.hours_due, month.hours_present, month.amount) == (Decimal(80), Decimal(80), Decimal("300.50"))


def test_on_whom_one_may_not_see_one_decides_nothing(differing: Import) -> None:
    for role in (Role.MEDIATOR, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            decide(differing, places=[0], decision=Decision.KEEP, by=cast.member(role))
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    hidden = cast.protected_person()
    assert not visible_to(coordinator).filter(pk=hidden.pk).exists()
    changed = [{**line, "folder": hidden.numbers.get().number} for line in differing.report["changed"]]
    Import.objects.filter(pk=differing.pk).update(report={**differing.report, "changed": changed})
    differing.refresh_from_db()
    outcome = decide(differing, places=[0], decision=Decision.KEEP, by=coordinator)
    assert (outcome.done, list(outcome.refused.values())) == ([], [1])


def test_places_that_are_not_in_the_report_do_nothing(differing: Import, coordinator: User) -> None:
    assert decide(differing, places=[99, -1], decision=Decision.KEEP, by=coordinator).done == []
    many = list(range(MOST_AT_ONCE + 50))
    assert len(decide(differing, places=many, decision=Decision.KEEP, by=coordinator).done) == 7
