"""The woman who is to be hidden, and who hides her."""

from datetime import date

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.people import actions
from percorsi.people.actions import Address, Belonging, Identity
from percorsi.people.models import Person
from tests import cast
from tests.confidential.needles import CODE, MAY, NEEDLES


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def woman(coordinator: User) -> Person:
    """A person with a needle in each field and row that tells who they are, also by a merge of before."""
    word = NEEDLES
    person = actions.register_person(
        Identity(
            family_names=f"{word['surname']} {word['second surname']}",
            given_names=word["name"],
            alias=word["alias of before"],
            sex="F",
            born_on=date(1985, 5, 3),
            birth_place=word["birth place"],
            codice_fiscale=CODE,
            remark=word["remark"],
        ),
        by=coordinator,
    )
    actions.move(person, to=Address(cast.municipality("Rho"), f"via {word['old address']} 1"), on=None, by=coordinator)
    actions.move(person, to=Address(cast.municipality("Pero"), f"via {word['address']} 7"), on=MAY, by=coordinator)
    actions.add_contact(person, kind="phone", value=word["telephone"], whose=word["whose telephone"], by=coordinator)
    actions.add_relative(
        person,
        name=word["relative"],
        relation=word["relation"],
        phone=word["telephone of the relative"],
        by=coordinator,
    )
    proof = Belonging(category="social_services", evidence=f"lettera di {word['evidence']}")
    actions.add_condition(person, belonging=proof, by=coordinator)
    other = actions.register_person(
        Identity(family_names=word["surname of before"], remark=word["remark of the other"]), by=coordinator
    )
    actions.move(
        other, to=Address(cast.municipality("Rho"), f"via {word['address of the other']} 2"), on=MAY, by=coordinator
    )
    actions.merge(person, other, by=coordinator)
    return person
