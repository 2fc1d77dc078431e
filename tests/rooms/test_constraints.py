"""The database itself refuses the impossible, on both engines, whoever writes."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction

from percorsi.activities.models import Activity, Participation
from percorsi.cases.models import Case
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.people.models import (
    Condition,
    Invalidity,
    Person,
    PossibleDuplicate,
    RegisterNumber,
    Residence,
    Situation,
)
from percorsi.placements.models import Placement
from percorsi.places.models import Municipality
from percorsi.referrals.models import Referral
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

pytestmark = pytest.mark.django_db

MAY = date(2018, 5, 1)
APRIL = date(2018, 4, 30)


class House:
    """One row of each kind, all invented."""

    def __init__(self) -> None:
        self.rho = Municipality.objects.create(name="Rho", match_key="rho", province="MI", cadastral_code="H264")
        self.ada = Person.objects.create(family_names="Cardellino", given_names="Ada", sort_key="cardellino ada")
        self.folders = [RegisterNumber.objects.create(person=self.ada, number=f"NIL-000{n}") for n in (1, 2)]
        self.host = Organisation.objects.create(name="Officine Levante", match_key="x", kind=Kind.EMPLOYER)
        self.worker = Worker.objects.create(name="Elena Nibbio", match_key="elena nibbio")
        self.traineeship = Traineeship.objects.create(person=self.ada, host=self.host, starts_on=MAY)
        self.activity = Activity.objects.create(name="ORAFO", edition="1/2018", starts_on=MAY)


@pytest.fixture
def house() -> House:
    return House()


def add(model: type[models.Model], **fields: Any) -> Callable[[House], object]:
    """Return what adds a row; names of the house stand for its rows."""

    def write(house: House) -> object:
        rows = {name: getattr(house, value[1:]) if _is_name(value) else value for name, value in fields.items()}
        return model._default_manager.create(**rows)

    return write


def _is_name(value: object) -> bool:
    return isinstance(value, str) and value.startswith("@")


def twice(write: Callable[[House], object]) -> Callable[[House], object]:
    return lambda house: (write(house), write(house))


IMPOSSIBLE = {
    "a person without any name": add(Person),
    "a protected person with a surname": add(Person, alias="Caso 1", is_protected=True, family_names="Merlo"),
    "a protected person with a codice fiscale": add(Person, alias="Caso 1", is_protected=True, codice_fiscale="X"),
    "one codice fiscale twice": twice(add(Person, alias="Zefiro", codice_fiscale="99113460150")),
    "two present residences": twice(add(Residence, person="@ada", municipality="@rho")),
    "a residence that ends early": add(Residence, person="@ada", municipality="@rho", starts_on=MAY, ends_on=APRIL),
    "two present situations": twice(add(Situation, person="@ada")),
    "a situation that ends early": add(Situation, person="@ada", starts_on=MAY, ends_on=APRIL),
    "a worker jobless since a day": add(Situation, person="@ada", is_jobless=False, jobless_since=MAY),
    "somebody of unknown work jobless since a day": add(Situation, person="@ada", jobless_since=MAY),
    "a jobless person losing a job": add(Situation, person="@ada", is_jobless=True, is_losing_job=True),
    "two main conditions": twice(add(Condition, person="@ada", category="over_50", is_main=True)),
    "an invalidity of 140%": add(Invalidity, person="@ada", percent=140),
    "a membership twice": twice(add(Membership, worker="@worker", organisation="@host", role="mediator")),
    "a referral answered before it came": add(Referral, person="@ada", referred_on=MAY, answered_on=APRIL),
    "a case closed before it opened": add(Case, person="@ada", opened_on=MAY, closed_on=APRIL, is_imported=True),
    "a new case without a referral": add(Case, person="@ada", opened_on=MAY),
    "a traineeship that ends early": add(Traineeship, person="@ada", host="@host", starts_on=MAY, ends_on=APRIL),
    "a month that is not its first day": add(TraineeshipMonth, traineeship="@traineeship", month=date(2018, 5, 2)),
    "a month twice": twice(add(TraineeshipMonth, traineeship="@traineeship", month=MAY)),
    "negative hours": add(TraineeshipMonth, traineeship="@traineeship", month=MAY, hours_present=-1),
    "an edition twice": twice(add(Activity, name="ORAFO", edition="2/2018", starts_on=MAY)),
    "an enrolment twice": twice(add(Participation, activity="@activity", person="@ada")),
    "a hire that ends early": add(
        Placement, person="@ada", employer="@host", starts_on=MAY, ends_on=APRIL, contract="fixed_term"
    ),
}


@pytest.mark.parametrize("write", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_the_database_refuses(house: House, write: Callable[[House], object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write(house)


POSSIBLE = {
    "a person with one name": add(Person, given_names="Zefiro"),
    "a protected person with alias only": add(Person, alias="Caso 7A", is_protected=True),
    "two people without codice fiscale": twice(add(Person, alias="Bora")),
    "an open end": add(Residence, person="@ada", municipality="@rho"),
    "a past residence beside the present one": lambda house: (
        add(Residence, person="@ada", municipality="@rho", ends_on=APRIL)(house),
        add(Residence, person="@ada", municipality="@rho", starts_on=MAY)(house),
    ),
    "a situation of which nothing but a job is known": add(Situation, person="@ada", is_jobless=False),
    "a worker losing the job": add(Situation, person="@ada", is_jobless=False, is_losing_job=True),
    "somebody losing a job, work unknown": add(Situation, person="@ada", is_losing_job=True),
    "a jobless person who loses none": add(Situation, person="@ada", is_jobless=True, is_losing_job=False),
    "a month of absence": add(TraineeshipMonth, traineeship="@traineeship", month=MAY, hours_present=0),
    "two open cases in imported history": twice(add(Case, person="@ada", opened_on=MAY, is_imported=True)),
    "a period of one day": add(Residence, person="@ada", municipality="@rho", starts_on=MAY, ends_on=MAY),
}


@pytest.mark.parametrize("write", POSSIBLE.values(), ids=POSSIBLE.keys())
def test_the_database_takes(house: House, write: Callable[[House], object]) -> None:
    write(house)


def test_one_open_case_a_person(house: House) -> None:
    referrals = [Referral.objects.create(person=house.ada, referred_on=MAY) for _ in range(2)]
    Case.objects.create(person=house.ada, referral=referrals[0], opened_on=MAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.create(person=house.ada, referral=referrals[1], opened_on=MAY)


def test_a_pair_of_folders_is_kept_once_and_in_order(house: House) -> None:
    first, second = house.folders
    with pytest.raises(IntegrityError), transaction.atomic():
        PossibleDuplicate.objects.create(first=second, second=first, kind="twins")
    PossibleDuplicate.objects.create(first=first, second=second, kind="twins")
    with pytest.raises(IntegrityError), transaction.atomic():
        PossibleDuplicate.objects.create(first=first, second=second, kind="twins")
