"""Hires: by whom, with which contract, out of which traineeship, through whom."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.placements.actions import PlacementDraft, doubts, end_placement, record_placement
from percorsi.placements.models import Placement
from percorsi.traineeships.actions import TraineeshipDraft, start_traineeship
from tests import cast

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2018, 5, 2), date(2018, 6, 4)


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
    with pytest.raises(Refused):
        end_placement(row, by=user, version=1, ends_on=MAY)
    end_placement(row, by=user, version=1, ends_on=date(2018, 12, 31))
    with pytest.raises(Stale):
        end_placement(row, by=user, version=1, ends_on=date(2019, 1, 31))
    assert Placement.objects.get().ends_on == date(2018, 12, 31)


def test_what_is_odd_is_told() -> None:
    assert len(doubts(draft())) == 1
    assert doubts(draft(ends_on=date(2018, 12, 31))) == []
    assert doubts(draft(contract="permanent")) == []
    assert len(doubts(draft(contract="permanent", ends_on=date(2018, 12, 31)))) == 1


def write(person: Person, reader: User) -> None:
    record_placement(person, by=reader, draft=draft())


@pytest.mark.parametrize("role", Role)
def test_who_writes_hires_of_own_people(role: Role) -> None:
    reader, own, other = cast.member(role), cast.person(), cast.person()
    cast.case(own, worker=reader)
    cast.case(other, worker=cast.member(Role.MEDIATOR))
    may = {Role.OPERATIONAL_COORDINATOR: [own, other], Role.MEDIATOR: [own], Role.PSYCHOLOGIST: [own]}.get(role, [])
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
