"""Registering people and changing who they are, in every awkward case."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Literal

import pytest
from codicefiscale import codicefiscale
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.people.actions import Identity, change_identity, register_person
from percorsi.people.models import Person, RegisterNumber, SearchTerm
from tests import cast

pytestmark = pytest.mark.django_db

ADA = Identity(family_names="Cardellino", given_names="Ada", sex="F", born_on=date(1985, 5, 3))
CODE = "CRDDAA85E43H501T"


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def code_of(given: str, family: str, sex: Literal["F", "M"], born: str) -> str:
    return str(codicefiscale.encode(lastname=family, firstname=given, gender=sex, birthdate=born, birthplace="Roma"))


def words(person: Person) -> set[str]:
    return set(SearchTerm.objects.filter(person=person).values_list("term", flat=True))


AWKWARD = {
    "one word": (Identity(given_names="Zefiro"), "Zefiro"),
    "one surname": (Identity(family_names="Bora"), "Bora"),
    "four surnames": (
        Identity(family_names="Pino Faggio Rovere Larice", given_names="Rio"),
        "Rio Pino Faggio Rovere Larice",
    ),
    "alias only": (Identity(alias="Il Gabbiano"), "Il Gabbiano"),
    "apostrophe and accent": (Identity(family_names="D’Àquila", given_names="Nòe"), "Nòe D’Àquila"),
    "provisional code": (Identity(family_names="Merlo", codice_fiscale="12345678901"), "Merlo"),
    "150 letters": (Identity(family_names="B" * 150), "B" * 150),
    "letters that become many": (Identity(family_names="ﷺ" * 150), "ﷺ" * 150),
    "punctuation": (Identity(family_names="!!!"), "!!!"),
    "another script": (Identity(family_names="طائر", given_names="الرياح"), "الرياح طائر"),
    "control characters": (Identity(family_names="Fal\x00co\ud800", given_names=" Ugo\u202e "), "Ugo Falco"),
}


@pytest.mark.parametrize(("identity", "name"), AWKWARD.values(), ids=AWKWARD.keys())
def test_every_awkward_name_is_taken(coordinator: User, identity: Identity, name: str) -> None:
    person = register_person(identity, by=coordinator)
    person.refresh_from_db()
    assert str(person) == name
    assert person.numbers.count() == 1


def test_a_registered_person_is_found_and_in_the_trail(coordinator: User) -> None:
    person = register_person(replace(ADA, codice_fiscale=CODE.lower()), number="NIL-0900", by=coordinator)
    assert person.codice_fiscale == CODE
    assert words(person) >= {"cardellino", "ada", "nil 0900"}
    event = Event.objects.get(act=Act.CREATE)
    assert event.about_people == [person.pk]
    assert "ardellino" not in str(event.fields)


def test_numbers_go_on_from_the_office_series(coordinator: User) -> None:
    assert register_person(ADA, by=coordinator).numbers.get().number == "P-0001"
    register_person(ADA, number="NIL-0099", by=coordinator)
    register_person(ADA, number="NIL-0042", by=coordinator)
    assert register_person(ADA, by=coordinator).numbers.get().number == "NIL-0100"
    with pytest.raises(Refused) as refused:
        register_person(ADA, number=" NIL-0042", by=coordinator)
    assert refused.value.field == "number"
    assert RegisterNumber.objects.filter(number="NIL-0042").count() == 1


REFUSED = {
    "nobody": (Identity(born_on=date(1985, 5, 3)), "family_names"),
    "only blanks": (Identity(family_names=" \x00 "), "family_names"),
    "255 letters": (Identity(family_names="B" * 255), "family_names"),
    "born tomorrow": (replace(ADA, born_on=timezone.localdate() + timedelta(days=1)), "born_on"),
    "born in 1073": (replace(ADA, born_on=date(1073, 5, 3)), "born_on"),
    "a third sex on the form": (replace(ADA, sex="Z"), "sex"),
    "a wrong last letter": (replace(ADA, codice_fiscale=CODE[:-1] + "A"), "codice_fiscale"),
    "half a code": (replace(ADA, codice_fiscale="CRDDAA85"), "codice_fiscale"),
    "a code of another day": (replace(ADA, born_on=date(1985, 5, 4), codice_fiscale=CODE), "codice_fiscale"),
    "a code of another century's day": (replace(ADA, born_on=date(1986, 5, 3), codice_fiscale=CODE), "codice_fiscale"),
    "a code of the other sex": (replace(ADA, sex="M", codice_fiscale=CODE), "codice_fiscale"),
}


@pytest.mark.parametrize(("identity", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused_on_its_field(coordinator: User, identity: Identity, field: str) -> None:
    with pytest.raises(Refused) as refused:
        register_person(identity, by=coordinator)
    assert refused.value.field == field
    assert not Person.objects.exists()
    assert not Event.objects.exists()


def test_a_code_in_use_is_refused_without_a_word_about_whose_it_is(coordinator: User) -> None:
    register_person(replace(ADA, codice_fiscale=CODE), number="NIL-0001", by=coordinator)
    with pytest.raises(Refused) as refused:
        register_person(replace(ADA, given_names="Ida", codice_fiscale=CODE), by=coordinator)
    assert refused.value.field == "codice_fiscale"
    for word in ("Cardellino", "Ada", "NIL-0001", "protett"):
        assert word not in str(refused.value)


def test_two_codes_that_differ_by_omocodia_are_two_people(coordinator: User) -> None:
    first = register_person(replace(ADA, codice_fiscale=CODE), by=coordinator)
    other = codicefiscale.encode(
        lastname="Cardellino", firstname="Ada", gender="F", birthdate="1985-05-03", birthplace="Roma"
    )
    variants = codicefiscale.decode(other)["omocodes"]
    second = register_person(replace(ADA, codice_fiscale=variants[1]), by=coordinator)
    assert first.codice_fiscale != second.codice_fiscale


def test_a_change_rebuilds_the_words_and_tells_only_names_of_fields(coordinator: User) -> None:
    person = register_person(ADA, by=coordinator)
    change_identity(
        person, identity=replace(ADA, family_names="Usignolo", remark="vedova"), version=person.version, by=coordinator
    )
    assert person.version == 2
    assert person.sort_key == "usignolo ada"
    assert "usignolo" in words(person)
    assert "cardellino" not in words(person)
    event = Event.objects.get(act=Act.CHANGE)
    assert event.fields == {"fields": ["family_names", "remark"]}


def test_a_change_that_changes_nothing_writes_nothing(coordinator: User) -> None:
    person = register_person(replace(ADA, codice_fiscale=CODE), by=coordinator)
    change_identity(person, identity=Identity.of(person), version=person.version, by=coordinator)
    assert person.version == 1
    assert not Event.objects.filter(act=Act.CHANGE).exists()


def test_of_two_editors_the_second_is_told(coordinator: User) -> None:
    person = register_person(ADA, by=coordinator)
    change_identity(person, identity=replace(ADA, education="licenza media"), version=1, by=coordinator)
    with pytest.raises(Stale):
        change_identity(person, identity=replace(ADA, education="diploma"), version=1, by=coordinator)
    assert Person.objects.get().education == "licenza media"


def test_one_may_keep_ones_own_code_and_not_take_anothers(coordinator: User) -> None:
    first = register_person(replace(ADA, codice_fiscale=CODE), by=coordinator)
    change_identity(first, identity=replace(ADA, codice_fiscale=CODE, education="diploma"), version=1, by=coordinator)
    second = register_person(replace(ADA, given_names="Ida"), by=coordinator)
    with pytest.raises(Refused):
        change_identity(second, identity=replace(ADA, codice_fiscale=CODE), version=1, by=coordinator)


def test_nothing_of_an_identity_is_written_for_a_protected_person(coordinator: User) -> None:
    person = cast.protected_person(cleared=(coordinator,))
    change_identity(person, identity=replace(Identity.of(person), citizenship="italiana"), version=1, by=coordinator)
    assert person.citizenship == "italiana"
    with pytest.raises(Refused):
        change_identity(person, identity=replace(ADA, alias=person.alias), version=2, by=coordinator)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SOCIAL_WORKER, Role.SCOUT, Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_who_may_not_write_does_not_register(role: Role) -> None:
    with pytest.raises(Forbidden):
        register_person(ADA, by=cast.member(role))


def test_a_mediator_changes_own_people_only() -> None:
    mediator, person = cast.member(Role.MEDIATOR), cast.person()
    wanted = replace(Identity.of(person), education="diploma")
    with pytest.raises(Forbidden):
        change_identity(person, identity=wanted, version=1, by=mediator)
    cast.case(person, worker=mediator)
    change_identity(person, identity=wanted, version=1, by=mediator)
    assert person.education == "diploma"


def field_at_fault(identity: Identity) -> str:
    """Register somebody; return the field that was refused, or nothing when the database gives them back."""
    try:
        person = register_person(identity, by=User(username="comando", is_system=True))
    except Refused as refused:
        return refused.field
    person.refresh_from_db()
    return "" if str(person) else "nobody"


class AnyText(TestCase):
    """Whatever is typed is kept clean or refused, and never breaks the program."""

    @given(
        family=st.text(max_size=300), given=st.text(max_size=40), code=st.text(max_size=20), place=st.text(max_size=120)
    )
    def test_any_text_is_kept_or_refused(self, family: str, given: str, code: str, place: str) -> None:
        identity = Identity(family_names=family, given_names=given, codice_fiscale=code, birth_place=place)
        assert field_at_fault(identity) in {"", "family_names", "given_names", "codice_fiscale", "birth_place"}

    @given(born=st.dates(date(1920, 1, 1), date(2010, 12, 31)), other=st.dates(date(1920, 1, 1), date(2010, 12, 31)))
    def test_a_code_is_taken_only_with_its_own_birth(self, born: date, other: date) -> None:
        code = code_of("Ada", "Cardellino", "F", born.isoformat())
        agrees = (born.day, born.month, born.year % 100) == (other.day, other.month, other.year % 100)
        assert field_at_fault(replace(ADA, born_on=born, codice_fiscale=code)) == ""
        wanted = {""} if agrees else {"codice_fiscale"}
        if born != other:
            Person.objects.update(codice_fiscale=None)
            assert field_at_fault(replace(ADA, born_on=other, codice_fiscale=code)) in wanted
