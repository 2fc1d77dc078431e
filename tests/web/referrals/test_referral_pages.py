"""The pages of the referrals: whom the list shows, one form for a new person, the answer."""

import re
from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.people.models import Person
from percorsi.places.models import Municipality
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from tests import cast
from tests.web.stage import KINDS, build

pytestmark = pytest.mark.django_db
MAY = date(2018, 5, 2)
ORDINARY = {"own", "colleague", "elsewhere", "closed"}
READS = {
    Role.OPERATIONAL_COORDINATOR: {*ORDINARY, "cleared"},
    Role.MEDIATOR: {*ORDINARY, "cleared"},
    Role.OFFICER: ORDINARY,
    Role.PSYCHOLOGIST: {"own"},
    Role.SOCIAL_WORKER: {"own", "colleague", "closed"},
}


@pytest.mark.parametrize("role", READS)
def test_whom_the_list_shows(role: Role) -> None:
    stage = build(role)
    client = cast.client_of(stage.reader)
    answer = client.get(reverse("referrals:waiting"))
    shown = {kind for kind in KINDS if stage.rows[kind]["referral"].public_id in answer.content.decode()}
    assert shown == READS[role]
    assert set(Event.objects.filter(act="list").latest("id").about_people) == {stage.person(kind).pk for kind in shown}
    assert ("Rispondi" in answer.content.decode()) == (role == Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def mediator() -> User:
    return cast.member(Role.MEDIATOR)


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def sent(**values: str) -> dict[str, str]:
    return {"referred_on": "2018-05-02", "municipality": "RHO", "reason": "Cerca lavoro"} | values


def new_person(user: User, **values: str) -> Any:
    cast.municipality("Rho")
    return cast.client_of(user).post(reverse("referrals:new_person"), sent(**values))


def test_a_known_person_is_referred_again(mediator: User) -> None:
    person, place = cast.person(), cast.municipality("Rho")
    answer = cast.client_of(mediator).post(reverse("referrals:new", args=[person.public_id]), sent(new_service="SerT"))
    made = Referral.objects.get()
    assert answer.url == reverse("referrals:referral", args=[made.public_id])
    assert (made.person, made.municipality, str(made.sending_service), made.referred_on) == (person, place, "SerT", MAY)


AWKWARD = {
    "one name": ({"given_names": "Zefiro"}, {"family_names": "", "given_names": "Zefiro"}),
    "four surnames": (
        {"family_names": "Merlo de la Ginestra y Nibbio"},
        {"family_names": "Merlo de la Ginestra y Nibbio"},
    ),
    "a provisional code": (
        {"family_names": "Merlo", "codice_fiscale": "99113460150"},
        {"codice_fiscale": "99113460150"},
    ),
    "a year only": (
        {"family_names": "Merlo", "birth_year": "1985"},
        {"born_on": None, "remark": "Data di nascita incerta: anno 1985"},
    ),
    "a day of birth": (
        {"family_names": "Merlo", "born_on": "1985-01-31", "birth_year": "1984"},
        {"born_on": date(1985, 1, 31), "remark": ""},
    ),
}


@pytest.mark.parametrize(("typed", "kept"), AWKWARD.values(), ids=AWKWARD.keys())
def test_one_form_registers_the_person_and_the_referral(
    mediator: User, typed: dict[str, str], kept: dict[str, object]
) -> None:
    answer = new_person(mediator, **typed)
    person = Person.objects.get()
    assert {name: getattr(person, name) for name in kept} == kept
    assert answer.url == reverse("referrals:referral", args=[person.referrals.get().public_id])
    assert cast.client_of(mediator).get(answer.url).status_code == 200


WRONG = {
    "nobody": ({}, "Scrivi come si chiama"),
    "an unknown place": ({"given_names": "Zefiro", "municipality": "Atlantide"}, "Non conosciamo questo comune"),
    "no sender": ({"given_names": "Zefiro", "municipality": ""}, "Indica chi segnala"),
    "a bad code": (
        {"given_names": "Zefiro", "codice_fiscale": "FRNSVN85B31E41"},
        "scrivi i 16 caratteri della tessera",
    ),
    "a wrong letter": ({"given_names": "Zefiro", "codice_fiscale": "FRNSVN85B01E514A"}, "Ricopialo dalla tessera"),
    "a day that is not": ({"given_names": "Zefiro", "born_on": "31/02/1985"}, "Questo giorno non esiste"),
    "a year to come": ({"given_names": "Zefiro", "birth_year": "2999"}, "anno futuro"),
}


@pytest.mark.parametrize(("typed", "said"), WRONG.values(), ids=WRONG.keys())
def test_an_error_says_what_to_do_and_nothing_typed_is_lost(mediator: User, typed: dict[str, str], said: str) -> None:
    page = text(new_person(mediator, **typed))
    assert "da correggere" in page
    assert said in page
    for value in typed.values():
        assert value in page
    assert "Cerca lavoro" in page
    assert not Person.objects.exists()


def test_errors_are_listed_in_the_order_of_the_page(mediator: User) -> None:
    typed = {"family_names": "Gelso", "born_on": "31/02/1985", "referred_on": "31/02/2019", "municipality": "Nowhere"}
    page = cast.client_of(mediator).post(reverse("referrals:new_person"), typed).content.decode()
    targets = re.findall(r'<li><a href="#id_(\w+)">', page)
    assert targets == ["born_on", "referred_on", "municipality"]


def test_namesake_municipalities_are_told_apart_by_province(mediator: User) -> None:
    for province, code in (("BG", "C337"), ("LE", "C334")):
        Municipality.objects.create(name="Castro", match_key="castro", province=province, cadastral_code=code)
    page = text(new_person(mediator, given_names="Zefiro", municipality="castro"))
    assert "Ci sono più comuni" in page
    new_person(mediator, given_names="Zefiro", municipality="Castro (le)")
    found = Referral.objects.get().municipality
    assert found is not None
    assert found.province == "LE"


@pytest.mark.parametrize("how", ["chosen", "new"])
def test_whom_an_anti_violence_centre_sends_is_registered_by_alias(coordinator: User, how: str) -> None:
    if how == "chosen":
        service = {"sending_service": cast.body("CAV Ginestra", Kind.ANTI_VIOLENCE_CENTRE).public_id}
    else:
        service = {"new_service": "Centro antiviolenza Ginestra"}
    page = text(new_person(coordinator, family_names="Merlo", alias="Caso 9C", **service))
    assert "si scrive solo un alias" in page
    assert not Organisation.objects.filter(name__startswith="Centro").exists()
    new_person(coordinator, alias="Caso 9C", **service)
    person = Person.objects.get()
    assert (person.alias, person.is_protected) == ("Caso 9C", True)


def answer(user: User, door: Referral, **values: str) -> Any:
    data = {"reply": "accolta", "answered_on": "2018-05-03", "reason": "", "version": "1"} | values
    return cast.client_of(user).post(reverse("referrals:answer", args=[door.public_id]), data)


def test_accepting_leads_to_opening_the_path(coordinator: User) -> None:
    door = cast.referral(cast.person(), referred_on=MAY)
    assert answer(coordinator, door).url == reverse("cases:open", args=[door.public_id])
    door.refresh_from_db()
    assert door.outcome == Outcome.ACCEPTED


def test_refusing_asks_why_and_can_be_taken_back(coordinator: User) -> None:
    door = cast.referral(cast.person(), referred_on=MAY)
    page = text(answer(coordinator, door, reply="non-accolta"))
    assert "Motivo: scrivi perché" in page
    assert "checked" in page
    answer(coordinator, door, reply="non-accolta", reason="Fuori zona")
    door.refresh_from_db()
    assert (door.outcome, door.refusal_reason) == (Outcome.REFUSED, "Fuori zona")
    assert "riaprila" in text(answer(coordinator, door, version="2"))
    address = reverse("referrals:reopen", args=[door.public_id])
    cast.client_of(coordinator).post(address, {"reason": "Ha cambiato casa", "version": "2"})
    door.refresh_from_db()
    assert door.outcome == Outcome.WAITING


def test_two_editors_see_both_answers(coordinator: User) -> None:
    door = cast.referral(cast.person(), referred_on=MAY)
    Referral.objects.filter(pk=door.pk).update(version=2, reason="Altro")
    page = text(answer(coordinator, door, reply="non-accolta", reason="Fuori zona"))
    assert "I valori di adesso" in page
    assert 'value="Fuori zona"' in page
    assert 'name="version" value="2"' in page
    answer(coordinator, door, reply="non-accolta", reason="Fuori zona", version="2")
    door.refresh_from_db()
    assert door.refusal_reason == "Fuori zona"


def test_who_reads_no_diary_is_told_neither_why_nor_through_whom() -> None:
    door = cast.referral(
        cast.person(),
        reason="Parola segreta",
        sending_service=cast.body("CPS di Rho", Kind.SERVICE),
        outcome=Outcome.REFUSED,
        refusal_reason="Altra segreta",
    )
    address = reverse("referrals:referral", args=[door.public_id])
    officer = text(cast.client_of(cast.member(Role.OFFICER)).get(address))
    assert "segreta" not in officer
    assert "CPS" not in officer
    for role in (Role.SOCIAL_WORKER, Role.MEDIATOR):
        page = text(cast.client_of(cast.member(role)).get(address))
        assert page.count("segreta") == 2
        assert "CPS di Rho" in page
