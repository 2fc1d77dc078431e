"""Beside the story of a person: what runs out, the most urgent first, within the rights of the reader."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.documents.models import File
from percorsi.people.choices import Audience, Paper
from percorsi.people.models import Invalidity, Permit, Person, PersonDocument
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship
from tests import cast
from tests.web.people.test_person import read

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
BEGUN = date(2018, 5, 2)


def days(number: int) -> date:
    return TODAY + timedelta(number)


def paper(person: Person, kind: Paper, expires_on: date | None, **values: object) -> PersonDocument:
    file = File.objects.create(name="carta.pdf", digest=f"{File.objects.count():064}", size=1, added_at=timezone.now())
    return PersonDocument.objects.create(person=person, file=file, kind=kind, expires_on=expires_on, **values)


def told(user: User, person: Person) -> list[str]:
    page = read(user, person)
    panel = page.split("<h2>Scadenze</h2>")[1].split("</section>")[0] if "<h2>Scadenze</h2>" in page else ""
    return [re.sub("<[^>]+>", "", row) for row in re.findall(r'<li class="fact"><div>(.*?)(?:<p>|</div>)', panel)]


@pytest.fixture
def person() -> Person:
    return cast.case(cast.person("Cardellino", "Ada")).person


def test_the_most_urgent_come_first_and_four_are_shown_at_once(person: Person) -> None:
    body = cast.body("Officine Levante")
    Permit.objects.create(person=person, kind="lavoro", expires_on=days(-3))
    Invalidity.objects.create(person=person, kind="psichica", percent=60, review_on=days(90))
    paper(person, Paper.ISEE, days(10))
    paper(person, Paper.IDENTITY, days(200))
    Traineeship.objects.create(person=person, host=body, starts_on=BEGUN, ends_on=days(40))
    Placement.objects.create(
        person=person, employer=body, starts_on=BEGUN, ends_on=days(20), contract=Contract.FIXED_TERM
    )
    user = cast.member(Role.OPERATIONAL_COORDINATOR)
    assert told(user, person) == [
        "Permesso di soggiorno", "ISEE", "Fine del contratto", "Fine del tirocinio", "Invalidità da rivedere",
        "Documento d’identità",
    ]  # fmt: skip
    page = read(user, person)
    assert "Mostra altre 2 scadenze" in page
    assert 'class="when-far late"' in page.split("Scadenze")[1] and "Officine Levante" in page


def test_what_is_over_replaced_or_withdrawn_is_not_told(person: Person) -> None:
    body = cast.body("Officine Levante")
    Permit.objects.create(person=person, kind="lavoro", expires_on=days(-300))
    Permit.objects.create(person=person, kind="illimitato", expires_on=None)
    Invalidity.objects.create(person=person, percent=60, review_on=days(-10))
    Invalidity.objects.create(person=person, percent=60)
    old = paper(person, Paper.ISEE, days(-5))
    paper(person, Paper.ISEE, None, replaces=old)
    paper(person, Paper.IDENTITY, days(5), withdrawn_at=timezone.now())
    Traineeship.objects.create(person=person, host=body, starts_on=BEGUN, ends_on=days(-1))
    Traineeship.objects.create(person=person, host=body, starts_on=BEGUN, ends_on=days(9), outcome="interrotto")
    assert told(cast.member(Role.OPERATIONAL_COORDINATOR), person) == []


def test_of_two_permits_the_one_that_lasts_longer_counts(person: Person) -> None:
    Permit.objects.create(person=person, kind="lavoro", expires_on=days(300))
    Permit.objects.create(person=person, kind="attesa", expires_on=days(-300))
    page = read(cast.member(Role.MEDIATOR), person)
    assert told(cast.member(Role.MEDIATOR), person) == ["Permesso di soggiorno"] and ">Lavoro</p>" in page


@pytest.mark.parametrize(
    ("role", "expected"),
    [
        (Role.MEDIATOR, ["Permesso di soggiorno", "Invalidità da rivedere", "Certificato medico", "ISEE"]),
        (Role.OFFICER, ["ISEE"]),
        (Role.SOCIAL_WORKER, []),
    ],
)
def test_each_reader_is_told_what_they_may_know(role: Role, expected: list[str], person: Person) -> None:
    Permit.objects.create(person=person, kind="lavoro", expires_on=days(1))
    Invalidity.objects.create(person=person, kind="psichica", percent=60, review_on=days(2))
    paper(person, Paper.CERTIFICATE, days(3), audience=Audience.HEALTH)
    paper(person, Paper.ISEE, days(4))
    assert told(cast.member(role, town="Rho"), person) == expected
