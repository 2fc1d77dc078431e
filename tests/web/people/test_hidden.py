"""The pages that correct who a protected person is, and end a protection."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.confidential.actions import protect
from percorsi.confidential.models import ProtectedIdentity
from percorsi.people import actions
from percorsi.people.actions import Address
from percorsi.people.models import Person
from tests import cast
from tests.web.people.test_editing import send, show

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def client(coordinator: User) -> Client:
    return cast.client_of(coordinator)


@pytest.fixture
def ada(coordinator: User) -> Person:
    person = cast.person("Cardellino", "Ada", birth_place="Tramontana")
    actions.move(person, to=Address(cast.municipality("Rho"), "via Gufo 1; scala B"), on=None, by=coordinator)
    actions.add_contact(person, kind="phone", value="3991234567", whose="sorella", by=coordinator)
    actions.add_relative(person, name="Ida Cardellino", relation="sorella", by=coordinator)
    protect(person, reason="centro antiviolenza", alias="Caso 9C", by=coordinator)
    return person


def opened(client: Client, person: Person) -> dict[str, Any]:
    """The form as it opens, filled in."""
    form = send(client, "correct_identity", person).context["form"]
    return {field.name: field.value() or "" for field in form}


def test_the_identity_opens_in_a_form_and_a_line_more_is_a_telephone_more(client: Client, ada: Person) -> None:
    page = send(client, "identity", ada).content.decode()
    assert reverse("people:correct_identity", args=[ada.public_id]) in page
    assert reverse("people:end_protection", args=[ada.public_id]) in page
    assert show(client, "correct_identity", ada).status_code == 405
    before = ProtectedIdentity.objects.values().get()
    values = opened(client, ada)
    assert values["contacts"] == "3991234567; sorella"
    assert send(client, "correct_identity", ada, **values).status_code == 302
    assert ProtectedIdentity.objects.values().get() == before
    values |= {"contacts": "3991234567; sorella\n\nada@example.org\n", "birth_place": "Maestrale"}
    assert send(client, "correct_identity", ada, **values).status_code == 302
    hidden = ProtectedIdentity.objects.get()
    assert hidden.residences == before["residences"]
    assert hidden.contacts[1:] == [{"kind": "email", "value": "ada@example.org", "whose": ""}]
    assert hidden.birth_place == "Maestrale"
    assert "Maestrale" not in show(client, "record", ada).content.decode()
    assert Event.objects.filter(act=Act.CHANGE, fields={"fields": ["birth_place", "contacts"]}).exists()


def test_every_opening_is_in_the_trail(client: Client, ada: Person) -> None:
    opened(client, ada)
    event = Event.objects.latest("pk")
    assert (event.act, event.kind, event.where) == (Act.VIEW, "confidential.protectedidentity", "reveal")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("contacts", "3991234567; sorella\n12", "Riga 2"),
        ("contacts", "3991234567; sorella; zia", "al massimo 2"),
        ("residences", "Rho; via Gufo 2; 31/2/2018", "Riga 1: questo giorno non esiste"),
        ("relatives", "Ida Cardellino", "Riga 1"),
        ("codice_fiscale", "ABC", ""),
    ],
)
def test_what_is_refused_stands_beside_its_field(client: Client, ada: Person, field: str, text: str, said: str) -> None:
    answer = send(client, "correct_identity", ada, **{**opened(client, ada), field: text})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {field}
    assert said in str(answer.context["form"].errors[field])
    assert text.splitlines()[-1] in answer.content.decode()
    assert ProtectedIdentity.objects.get().version == 1


def test_of_two_writers_the_second_sees_what_the_first_wrote(client: Client, ada: Person) -> None:
    values = opened(client, ada)
    send(client, "correct_identity", ada, **{**values, "birth_place": "Maestrale"})
    answer = send(client, "correct_identity", ada, **{**values, "birth_place": "Libeccio"})
    page = answer.content.decode()
    assert "Maestrale" in page and 'value="Libeccio"' in page and 'name="version" value="2"' in page
    again = {**values, "birth_place": "Libeccio", "version": "2"}
    assert send(client, "correct_identity", ada, **again).status_code == 302


def test_of_whom_only_the_alias_is_known_the_identity_is_written(client: Client, coordinator: User) -> None:
    hidden = cast.protected_person(cleared=(coordinator,))
    assert "Scrivi l’identità" in send(client, "identity", hidden).content.decode()
    values = opened(client, hidden)
    assert send(client, "correct_identity", hidden, **{**values, "family_names": "Ginestrone"}).status_code == 302
    assert ProtectedIdentity.objects.get(person=hidden).family_names == "Ginestrone"


def test_the_end_says_what_it_does_and_does_it(client: Client, ada: Person) -> None:
    page = show(client, "end_protection", ada).content.decode()
    assert "Che cosa succede" in page and "Cardellino" not in page
    assert send(client, "end_protection", ada, reason="").context["form"].errors.keys() == {"reason"}
    answer = send(client, "end_protection", ada, reason="la misura è finita")
    assert answer["Location"] == reverse("people:record", args=[ada.public_id])
    page = client.get(answer["Location"]).content.decode()
    assert "Cardellino" in page and "3991234567" in page and "scala B" in page
    assert show(client, "end_protection", ada).status_code == 302
    assert "protezione della persona" in show(client, "accesses", ada).content.decode()


def test_strangers_find_neither_page(ada: Person) -> None:
    for role in (Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.PSYCHOLOGIST, Role.OFFICER, Role.SCOUT):
        stranger = cast.client_of(cast.member(role))
        assert send(stranger, "correct_identity", ada).status_code == 404
        assert show(stranger, "end_protection", ada).status_code == 404
        assert send(stranger, "end_protection", ada, reason="x").status_code == 404
    assert ProtectedIdentity.objects.get().person == ada
