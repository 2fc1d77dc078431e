"""Hires: by whom, with which contract, out of which traineeship, through whom."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.placements.actions import (
    Ending,
    PlacementDraft,
    change_end,
    doubts,
    end_placement,
    record_placement,
    undo_end,
    undo_record,
)
from percorsi.placements.models import Placement
from percorsi.traineeships.actions import TraineeshipDraft, start_traineeship
from tests import cast

pytestmark = pytest.mark.django_db
MAY, JUNE, LAST = date(2018, 5, 2), date(2018, 6, 4), date(2018, 12, 31)


@pytest.fixture
def user() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def draft(**values: object) -> PlacementDraft:
    given = {
        "employer": cast.body("Officine Levante", Kind.EMPLOYER),
        "starts_on": JUNE,
        "contract": "fixed_term",
        "attribution": "service",
    }
    return PlacementDraft(**(given | values))  # type: ignore[arg-type]


def test_a_hire_is_written_with_the_traineeship_it_came_from(user: User) -> None:
    person = cast.person()
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    traineeship = start_traineeship(person, by=user, draft=TraineeshipDraft(host, MAY))
    record_placement(
        person, by=user, draft=draft(traineeship=traineeship, weekly_hours=Decimal(20), job="magazziniera")
    )
    kept = Placement.objects.get()
    assert (kept.person, kept.employer, kept.traineeship) == (person, host, traineeship)
    assert (kept.contract, kept.attribution, kept.weekly_hours) == ("fixed_term", "service", Decimal(20))
    assert Event.objects.latest("id").about_people == [person.pk]


BAD = {
    "ends early": ({"ends_on": MAY}, "ends_on"),
    "no contract": ({"contract": ""}, "contract"),
    "another contract": ({"contract": "handshake"}, "contract"),
    "found by nobody": ({"attribution": "unknown"}, "attribution"),
    "too many hours": ({"weekly_hours": Decimal("168.01")}, "weekly_hours"),
    "a job without end": ({"job": "a" * 151}, "job"),
}


@pytest.mark.parametrize(("values", "field"), BAD.values(), ids=BAD.keys())
def test_a_hire_that_cannot_be(user: User, values: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as caught:
        record_placement(cast.person(), by=user, draft=draft(**values))
    assert caught.value.field == field
    assert not Placement.objects.exists()


def test_the_traineeship_is_the_persons_own_and_comes_first(user: User) -> None:
    person, host = cast.person(), cast.body("Officine Levante", Kind.EMPLOYER)
    others = start_traineeship(cast.person(), by=user, draft=TraineeshipDraft(host, MAY))
    later = start_traineeship(person, by=user, draft=TraineeshipDraft(host, JUNE + timedelta(days=1)))
    for traineeship in (others, later):
        with pytest.raises(Refused) as caught:
            record_placement(person, by=user, draft=draft(traineeship=traineeship))
        assert caught.value.field == "traineeship"


def test_a_hire_ends_by_version(user: User) -> None:
    row = record_placement(cast.person(), by=user, draft=draft())
    tomorrow = timezone.localdate() + timedelta(days=1)
    for ending, field in (
        (Ending(MAY, "expired"), "ends_on"),
        (Ending(tomorrow, "expired"), "ends_on"),
        (Ending(LAST, ""), "end_reason"),
        (Ending(LAST, "tired"), "end_reason"),
        (Ending(LAST, "other", "a" * 201), "end_words"),
    ):
        with pytest.raises(Refused) as caught:
            end_placement(row, by=user, version=1, ending=ending)
        assert caught.value.field == field
    end_placement(row, by=user, version=1, ending=Ending(LAST, "expired", " fine stagione "))
    with pytest.raises(Stale):
        end_placement(row, by=user, version=1, ending=Ending(date(2019, 1, 31), "expired"))
    kept = Placement.objects.get()
    assert (kept.ends_on, kept.end_reason, kept.end_words) == (LAST, "expired", "fine stagione")


def test_an_ending_is_corrected_and_taken_back_to_the_planned_end(user: User) -> None:
    row = record_placement(cast.person(), by=user, draft=draft(ends_on=LAST))
    end_placement(row, by=user, version=1, ending=Ending(date(2018, 9, 30), "resigned"))
    end_placement(row, by=user, version=2, ending=Ending(date(2018, 10, 31), "dismissed"))
    with pytest.raises(Refused):
        change_end(row, by=user, version=3, ends_on=date(2019, 1, 31))
    undo_end(row, by=user, version=3)
    kept = Placement.objects.get()
    assert (kept.ends_on, kept.end_reason, kept.version) == (LAST, "", 4)
    change_end(row, by=user, version=4, ends_on=None)
    assert Placement.objects.get().ends_on is None
    undo_end(row, by=user, version=5)
    assert Placement.objects.get().ends_on == LAST


def test_only_who_has_just_moved_an_end_takes_it_back(user: User, monkeypatch: pytest.MonkeyPatch) -> None:
    row, colleague = record_placement(cast.person(), by=user, draft=draft(ends_on=LAST)), cast.member(user.role)
    with pytest.raises(Refused, match="registra il nuovo contratto"):
        undo_end(row, by=user, version=1)
    end_placement(row, by=user, version=1, ending=Ending(date(2018, 9, 30), "resigned"))
    with pytest.raises(Refused, match="registra il nuovo contratto"):
        undo_end(row, by=colleague, version=2)
    end_placement(row, by=colleague, version=2, ending=Ending(date(2018, 10, 31), "dismissed"))
    with pytest.raises(Refused, match="registra il nuovo contratto"):
        undo_end(row, by=user, version=3)
    monkeypatch.setattr("percorsi.audit.queries.UNDO_WITHIN", timedelta(0))
    with pytest.raises(Refused, match="registra il nuovo contratto"):
        undo_end(row, by=colleague, version=3)
    kept = Placement.objects.get()
    assert (kept.ends_on, kept.end_reason) == (date(2018, 10, 31), "dismissed")


def test_an_end_of_the_register_of_the_office_stays(user: User) -> None:
    ended = {"starts_on": date(2014, 3, 3), "ends_on": date(2015, 3, 2), "end_reason": "expired", "is_imported": True}
    employer = cast.body("Officine Levante", Kind.EMPLOYER)
    row = Placement.objects.create(person=cast.person(), employer=employer, contract="fixed_term", **ended)
    with pytest.raises(Refused, match="registra il nuovo contratto"):
        undo_end(row, by=user, version=1)
    # Put right by somebody, it still has no end of before to go back to.
    end_placement(row, by=user, version=1, ending=Ending(date(2015, 3, 1), "resigned"))
    with pytest.raises(Refused, match="registra il nuovo contratto"):
        undo_end(row, by=user, version=2)
    assert Placement.objects.get().ends_on == date(2015, 3, 1)


def test_a_hire_written_by_mistake_is_taken_away_unless_history(user: User) -> None:
    row = record_placement(cast.person(), by=user, draft=draft())
    with pytest.raises(Stale):
        undo_record(row, by=user, version=2)
    with pytest.raises(Refused, match="solo chi l’ha appena registrata"):
        undo_record(row, by=cast.member(Role.OPERATIONAL_COORDINATOR), version=1)
    undo_record(row, by=user, version=1)
    assert not Placement.objects.exists()
    row = record_placement(cast.person(), by=user, draft=draft())
    Placement.objects.update(is_imported=True)
    with pytest.raises(Refused):
        undo_record(row, by=user, version=1)


def test_what_is_odd_is_told() -> None:
    assert len(doubts(draft())) == 1
    assert doubts(draft(ends_on=date(2018, 12, 31))) == []
    assert doubts(draft(contract="permanent")) == []
    assert len(doubts(draft(contract="permanent", ends_on=date(2018, 12, 31)))) == 1


def write(person: Person, reader: User) -> None:
    record_placement(person, by=reader, draft=draft())


@pytest.mark.parametrize("role", Role)
def test_who_writes_hires(role: Role) -> None:
    reader, own, other = cast.member(role), cast.person(), cast.person()
    cast.case(own, worker=reader)
    cast.case(other, worker=cast.member(Role.MEDIATOR))
    both = [own, other]
    may = {Role.OPERATIONAL_COORDINATOR: both, Role.OFFICER: both, Role.MEDIATOR: [own]}.get(role, [])
    for person in (own, other):
        if person in may:
            write(person, reader)
        else:
            with pytest.raises(Forbidden):
                write(person, reader)
    assert [row.person for row in Placement.objects.order_by("id")] == may


def test_nobody_writes_about_a_protected_person_without_being_cleared(user: User) -> None:
    with pytest.raises(Forbidden):
        write(cast.protected_person(), user)
