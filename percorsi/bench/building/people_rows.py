"""The person and the rows about them."""

from datetime import timedelta
from random import Random

from django.db import models

from percorsi.bench.building import words
from percorsi.bench.building.frame import Frame
from percorsi.bench.building.plan import Plan, town_number
from percorsi.people.actions import PersonDraft
from percorsi.people.choices import ContactKind, Sex
from percorsi.people.legal import category_choices
from percorsi.people.models import (
    Condition,
    Contact,
    Invalidity,
    Permit,
    Person,
    RegisterNumber,
    Relative,
    Residence,
)

CATEGORIES = [code for code, _label in category_choices()]
CENTURY_OF_DAYS = 36_525


def phone_of(number: int) -> str:
    """Return the telephone of the person with this number, as it is typed into the search."""
    return f"333{number:07}"


def draft(plan: Plan, frame: Frame) -> PersonDraft:
    """Return the person of a plan with the rows about them; a protected one is an alias and a folder."""
    random, number = plan.random, plan.number
    folder = RegisterNumber(
        number=f"B-{number:06}", operator=frame.mediators[plan.mediator], sending_service=random.choice(frame.senders)
    )
    if plan.is_protected:
        return PersonDraft(Person(alias=f"Caso {number} Nebbia", is_protected=True), [folder, *_conditions(random)])
    surnames = random.sample(words.SURNAMES, 1 if random.random() < 0.7 else 2)
    person = Person(
        family_names=" ".join(surnames),
        given_names=random.choice(words.GIVEN_NAMES),
        sex=random.choice(Sex.values),
        born_on=frame.today - timedelta(days=random.randint(CENTURY_OF_DAYS // 5, CENTURY_OF_DAYS * 3 // 5)),
        birth_place=random.choice(words.TOWNS),
        citizenship=random.choice(words.CITIZENSHIPS),
        codice_fiscale=f"BNCHXX{number:010}" if random.random() < 0.9 else None,
        education=random.choice(words.SCHOOLS),
    )
    rows = [folder, *_homes(plan, frame), *_contacts(plan), *_conditions(random), *_few_have(plan, frame)]
    return PersonDraft(person, rows)


def _homes(plan: Plan, frame: Frame) -> list[models.Model]:
    random = plan.random
    here = frame.towns[town_number(plan.number, len(frame.towns))]
    address = f"Via delle Ginestre {plan.number % 300}"
    if random.random() < 0.9:
        return [Residence(municipality=here, address=address)]
    moved = plan.referred_on - timedelta(days=random.randint(1, 900))
    before = Residence(municipality=random.choice(frame.towns), ends_on=moved - timedelta(days=1))
    return [before, Residence(municipality=here, address=address, starts_on=moved)]


def _contacts(plan: Plan) -> list[models.Model]:
    rows: list[models.Model] = [Contact(kind=ContactKind.PHONE, value=phone_of(plan.number))]
    if plan.random.random() < 0.4:
        rows.append(Contact(kind=ContactKind.EMAIL, value=f"persona.{plan.number}@esempio.invalid"))
    return rows


def _conditions(random: Random) -> list[models.Model]:
    main, other = random.sample(CATEGORIES, 2)
    rows: list[models.Model] = [Condition(category=main, is_main=True)]
    if random.random() < 0.25:
        rows.append(Condition(category=other))
    return rows


def _few_have(plan: Plan, frame: Frame) -> list[models.Model]:
    random = plan.random
    rows: list[models.Model] = []
    if random.random() < 0.3:
        rows.append(Invalidity(percent=random.randrange(46, 101), kind="civile", issued_on=plan.referred_on))
    if random.random() < 0.15:
        rows.append(Permit(kind="lungo periodo", expires_on=frame.today + timedelta(days=random.randrange(700))))
    if random.random() < 0.2:
        rows.append(Relative(name=f"{random.choice(words.GIVEN_NAMES)} Rondine", relation="sorella"))
    return rows
