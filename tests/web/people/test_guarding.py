"""The pages that hide a person, give and take leave, show who somebody is, and join two people."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.diary.models import Note
from percorsi.people.choices import PairDecision
from percorsi.people.models import AccessException, Person, PossibleDuplicate
from percorsi.people.queries import visible_to
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
def ada() -> Person:
    return cast.person("Cardellino", "Ada", birth_place="Tramontana")


def test_protection_says_what_it_does_and_does_it(client: Client, ada: Person) -> None:
    Note.objects.create(
        person=ada, kind="call", happened_on="2018-05-01", text="Cardellino!", written_at=timezone.now()
    )
    page = show(client, "protect", ada).content.decode()
    assert "Che cosa succede" in page
    assert "diario: 1" in page
    answer = send(client, "protect", ada, reason="centro antiviolenza", alias="")
    assert answer["Location"] == reverse("people:readers", args=[ada.public_id])
    page = client.get(answer["Location"]).content.decode()
    assert "Cardellino" not in page and "Caso " in page
    assert show(client, "protect", ada).status_code == 302


def test_a_reason_with_the_name_is_refused(client: Client, ada: Person) -> None:
    answer = send(client, "protect", ada, reason="Ada è in pericolo", alias="")
    assert answer.context["form"].errors.keys() == {"reason"}
    ada.refresh_from_db()
    assert not ada.is_protected


def test_who_a_person_is_comes_by_post_only_and_is_written_down(client: Client, ada: Person) -> None:
    send(client, "protect", ada, reason="x", alias="")
    assert show(client, "identity", ada).status_code == 405
    page = send(client, "identity", ada).content.decode()
    assert "Cardellino" in page and "Tramontana" in page
    assert Event.objects.get(kind="confidential.protectedidentity").act == Act.VIEW
    for role in (Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.OFFICER):
        stranger = cast.client_of(cast.member(role))
        for name in ("identity", "protect", "readers"):
            assert send(stranger, name, ada).status_code == 404
    assert send(client, "identity", cast.person()).status_code == 404


def test_of_whom_only_the_alias_is_known_the_page_says_so(client: Client, coordinator: User) -> None:
    hidden = cast.protected_person(cleared=(coordinator,))
    assert "solo alias e N. pratica" in send(client, "identity", hidden).content.decode()


def test_leave_is_given_and_taken(client: Client, coordinator: User) -> None:
    hidden, mediator = cast.protected_person(cleared=(coordinator,)), cast.member(Role.MEDIATOR)
    worker = cast.worker_of(mediator).public_id
    assert send(client, "readers", hidden, worker=worker, reason="").context["form"].errors.keys() == {"reason"}
    assert send(client, "readers", hidden, worker=worker, reason="segue il tirocinio").status_code == 302
    assert hidden in visible_to(mediator)
    page = show(client, "readers", hidden).content.decode()
    assert mediator.name in page and "segue il tirocinio" in page
    own, given = AccessException.objects.order_by("pk")
    places = {row.pk: place for place, row in enumerate([own, given], start=1)}
    found = {show(client, "withdraw", hidden, f"?riga={place}").context["row"].pk for place in places.values()}
    assert found == {own.pk, given.pk}
    assert send(client, "withdraw", hidden, row=given.pk, reason="finito").status_code == 302
    assert hidden not in visible_to(mediator)
    assert send(client, "withdraw", hidden, row=own.pk, reason="x").context["form"].non_field_errors()
    assert send(client, "withdraw", hidden, row=99_999, reason="x").status_code == 302
    assert show(client, "withdraw", hidden).status_code == 302
    assert AccessException.objects.filter(ends_at=None).count() == 1


def test_a_mediator_stands_in_until_the_last_day(client: Client, ada: Person) -> None:
    mediator = cast.member(Role.MEDIATOR)
    values = {"worker": cast.worker_of(mediator).public_id, "reason": "ferie"}
    answer = send(client, "readers", ada, **values, starts_on="3/6/2018", ends_on="1/6/2018")
    assert answer.context["form"].non_field_errors() or answer.context["form"].errors
    assert send(client, "readers", ada, **values, starts_on="1/6/2018", ends_on="1/6/2099").status_code == 302
    assert show(cast.client_of(mediator), "contacts", ada).status_code == 200


# --- Pairs ------------------------------------------------------------------------------------------------------


def pair_of(first: Person, second: Person) -> PossibleDuplicate:
    return PossibleDuplicate.objects.create(
        first=first.numbers.get(), second=second.numbers.get(), kind="same_surname_and_birth"
    )


def test_a_pair_is_compared_decided_and_taken_back(client: Client, ada: Person) -> None:
    other = cast.person("Cardellino", "Adele")
    pair = pair_of(ada, other)
    page = client.get(reverse("people:pairs")).content.decode()
    assert "Ada Cardellino e Adele Cardellino" in page and "Stesso cognome" in page
    address = reverse("people:pair", args=[pair.public_id])
    page = client.get(address).content.decode()
    assert "diverso" in page and "Tramontana" in page
    assert client.post(address, {}).context["form"].errors.keys() == {"decision"}
    assert client.post(address, {"decision": "same", "reason": "stessa firma"}).status_code == 302
    assert not Person.objects.filter(pk=other.pk).exists()
    assert "Annulla la decisione" in client.get(address).content.decode()
    assert "Ada Cardellino" in client.get(reverse("people:pairs") + "?decisi=1").content.decode()
    assert client.post(reverse("people:reopen_pair", args=[pair.public_id])).status_code == 302
    assert Person.objects.filter(pk=other.pk).exists()
    pair.refresh_from_db()
    assert pair.decision == PairDecision.OPEN


def test_the_accesses_to_who_went_away_are_those_of_who_stayed(client: Client, ada: Person) -> None:
    other = cast.person("Cardellino", "Adele")
    cast.client_of(cast.member(Role.MEDIATOR, name="Sandro Libeccio")).get(
        reverse("people:person", args=[other.public_id])
    )
    pair = pair_of(ada, other)
    client.post(reverse("people:pair", args=[pair.public_id]), {"decision": "same"})
    assert "Sandro Libeccio" in show(client, "accesses", ada).content.decode()


def test_what_stands_in_the_way_is_told_before(client: Client, ada: Person) -> None:
    other = cast.person("Cardellino", "Adele")
    pair = pair_of(ada, other)
    cast.case(ada)
    cast.case(other)
    address = reverse("people:pair", args=[pair.public_id])
    assert "percorso aperto" in client.get(address).content.decode()
    answer = client.post(address, {"decision": "same", "reason": ""})
    assert answer.context["form"].non_field_errors()
    assert Person.objects.filter(pk=other.pk).exists()


def test_pairs_of_whom_one_is_hidden_do_not_exist(client: Client, ada: Person) -> None:
    hidden = cast.protected_person("Caso 8B")
    pair = pair_of(ada, hidden)
    assert "Caso 8B" not in client.get(reverse("people:pairs")).content.decode()
    for name in ("pair", "reopen_pair"):
        address = reverse(f"people:{name}", args=[pair.public_id])
        assert client.post(address, {"decision": "same"}).status_code == 404
    for role in (Role.MEDIATOR, Role.OFFICER):
        assert cast.client_of(cast.member(role)).get(reverse("people:pairs")).status_code == 404


def test_every_pair_shown_is_in_the_trail(client: Client, ada: Person) -> None:
    other = cast.person("Cardellino", "Adele")
    pair = pair_of(ada, other)
    client.get(reverse("people:pairs"))
    client.get(reverse("people:pair", args=[pair.public_id]))
    assert [event.about_people for event in Event.objects.order_by("pk")] == [[ada.pk, other.pk]] * 2
