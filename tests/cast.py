"""Invented people on stage: functions that put readers and people of the service into the test's database."""

from datetime import date
from itertools import count
from typing import Any

from django.test import Client
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Assignment, Case
from percorsi.kit.text import match_key
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.organisations.queries import reader
from percorsi.people.actions import PersonDraft, bulk_add
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person, RegisterNumber
from percorsi.places.models import Municipality
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral

_NUMBERS = count(1)
SURNAMES = ("Allocco", "Abete", "Bora", "Larice", "Pettirosso", "Cinciallegra", "Scirocco", "Usignolo", "Ginestra")


def municipality(name: str = "Rho") -> Municipality:
    """A municipality by its name, added when the test has none."""
    found = Municipality.objects.filter(match_key=match_key(name), ends_on=None).first()
    return found or Municipality.objects.create(name=name, match_key=match_key(name), province="MI")


def body(name: str = "Servizio inserimenti lavorativi", kind: Kind = Kind.PROVIDER, **more: Any) -> Organisation:
    """A body by its name."""
    found = Organisation.objects.filter(match_key=match_key(name)).first()
    return found or Organisation.objects.create(name=name, match_key=match_key(name), kind=kind, **more)


def member(role: Role, *, town: str = "Rho", name: str = "", starts_on: date | None = None) -> User:
    """A reader with an account, a worker and a membership; a municipal social worker belongs to ``town``."""
    number = next(_NUMBERS)
    name = name or f"{SURNAMES[number % len(SURNAMES)]} {number}"
    user = User.objects.create_user(username=f"{role}-{number}", password="prova-di-accesso", name=name)
    worker = Worker.objects.create(name=name, match_key=match_key(name), user=user)
    if role == Role.SOCIAL_WORKER:
        place = municipality(town)
        where = body(f"Comune di {town}", Kind.MUNICIPALITY, seat=place)
    else:
        where = body()
    Membership.objects.create(worker=worker, organisation=where, role=role, starts_on=starts_on)
    found = reader(user.pk)
    assert found is not None
    return found


def client_of(user: User | None) -> Client:
    """A signed-in client, or an anonymous one."""
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def worker_of(user: User) -> Worker:
    """The worker behind a reader."""
    return Worker.objects.get(user=user)


def person(family_names: str = "Cardellino", given_names: str = "Ada", **values: Any) -> Person:
    """An ordinary person with a register number and search words; ``values`` are fields of the person."""
    made = Person(family_names=family_names, given_names=given_names, **values)
    return _registered(made)


def protected_person(alias: str = "Caso 7A", cleared: tuple[User, ...] = ()) -> Person:
    """A protected person, and who is cleared for her."""
    made = _registered(Person(alias=alias, is_protected=True))
    for user in cleared:
        AccessException.objects.create(
            person=made, worker=worker_of(user), kind=ExceptionKind.CLEARED, starts_at=timezone.now()
        )
    return made


def referral(of: Person, *, town: str = "Rho", referred_on: date = date(2018, 3, 1), **values: Any) -> Referral:
    """A referral by a municipality, still waiting unless ``outcome`` says otherwise."""
    return Referral.objects.create(person=of, municipality=municipality(town), referred_on=referred_on, **values)


def case(
    of: Person, *, worker: User | None = None, town: str = "Rho", opened_on: date = date(2018, 3, 12), **values: Any
) -> Case:
    """An open case with its accepted referral, followed by ``worker``."""
    door = referral(of, town=town, outcome=Outcome.ACCEPTED)
    made = Case.objects.create(person=of, referral=door, opened_on=opened_on, **values)
    if worker is not None:
        Assignment.objects.create(case=made, worker=worker_of(worker), starts_on=opened_on)
    return made


def _registered(person: Person) -> Person:
    number = RegisterNumber(number=f"NIL-{next(_NUMBERS):04}")
    return bulk_add([PersonDraft(person, [number])])[0]
