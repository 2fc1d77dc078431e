"""The pages of the referrals: whom the list shows, one form for a new person, the answer."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.cases.models import Case, Suspension
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation, Worker
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
    answer = client.get(reverse("referrals:list"))
    shown = {kind for kind in KINDS if stage.rows[kind]["referral"].public_id in answer.content.decode()}
    assert shown == READS[role]
    assert set(Event.objects.filter(act="list").latest("id").about_people) == {stage.person(kind).pk for kind in shown}
    assert ("Rispondi" in answer.content.decode()) == (role == Role.OPERATIONAL_COORDINATOR)


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", {"late", "soon", "again"}),
        ("?stato=tutte", {"late", "soon", "again", "yes", "no"}),
        ("?stato=riaperte", {"again"}),
        ("?stato=non-accolte", {"no"}),
        ("?stato=tutte&periodo=anno-scorso", set()),
        ("?stato=sconosciuto", {"late", "soon", "again"}),
    ],
)
def test_the_list_is_narrowed_and_each_that_waits_has_its_clock(coordinator: User, query: str, shown: set[str]) -> None:
    today = timezone.localdate()
    rows = {
        "soon": cast.referral(cast.person(), referred_on=today - timedelta(days=11)),
        "late": cast.referral(cast.person(), referred_on=today - timedelta(days=17)),
        "again": cast.referral(cast.person(), referred_on=date(2018, 1, 1), reopened_on=today),
        "yes": cast.referral(cast.person(), referred_on=MAY, outcome=Outcome.ACCEPTED),
        "no": cast.referral(cast.person(), referred_on=MAY, outcome=Outcome.REFUSED),
    }
    page = text(cast.client_of(coordinator).get(reverse("referrals:list") + query))
    places = {name: page.find(row.public_id) for name, row in rows.items() if row.public_id in page}
    assert places.keys() == shown
    if not query:
        assert sorted(places, key=lambda name: places[name]) == ["late", "soon", "again"]
        for words in ("3 giorni di ritardo", "mancano 3 giorni", "mancano 14 giorni"):
            assert words in page
        assert "Stato: <b>in attesa</b>" in page


def test_the_list_by_municipality_never_answers_for_protected_people(coordinator: User) -> None:
    hidden = cast.protected_person("Caso 7A", cleared=(coordinator,))
    doors = [cast.referral(hidden), cast.referral(cast.person()), cast.referral(cast.person(), town="Arese")]
    client = cast.client_of(coordinator)
    page = text(client.get(reverse("referrals:list"), {"comune": cast.municipality("Rho").public_id}))
    cast.body("Comune di Rho", Kind.MUNICIPALITY, seat=cast.municipality("Rho"))
    page = text(client.get(reverse("referrals:list"), {"comune": cast.municipality("Rho").public_id}))
    assert [door.public_id in page for door in doors] == [False, True, False]


def test_the_list_costs_the_same_whatever_the_rows(
    coordinator: User, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    client = cast.client_of(coordinator)
    cast.referral(cast.person())
    client.get(reverse("referrals:list"))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse("referrals:list"))
    for _number in range(12):
        cast.referral(cast.person())
    with django_assert_num_queries(len(one)):
        client.get(reverse("referrals:list"))


def test_the_list_leaves_as_a_file_with_everybody_noted(coordinator: User) -> None:
    doors = [cast.referral(cast.person()), cast.referral(cast.protected_person("Caso 7A", cleared=(coordinator,)))]
    answer = cast.client_of(coordinator).get(reverse("referrals:list"), {"formato": "csv"})
    assert answer["Content-Type"].startswith("text/csv")
    assert "riservato" in text(answer)
    assert set(Event.objects.get(act="export").about_people) == {door.person_id for door in doors}
    assert cast.client_of(cast.member(Role.MEDIATOR)).get(reverse("referrals:list") + "?formato=csv").status_code == 404


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


def test_accepting_in_one_step_entrusts_whoever_follows_the_fewest_and_is_taken_back(coordinator: User) -> None:
    busy, free = cast.member(Role.MEDIATOR, name="Elena Nibbio"), cast.member(Role.MEDIATOR, name="Sandro Libeccio")
    cast.case(cast.person(), worker=busy)
    door = cast.referral(cast.person(), referred_on=MAY)
    client = cast.client_of(coordinator)
    page = text(client.get(reverse("referrals:answer", args=[door.public_id])))
    chosen = cast.worker_of(free).public_id
    assert f'<option value="{chosen}" selected>Sandro Libeccio, 0 percorsi</option>' in page
    assert "Elena Nibbio, 1 percorso<" in page
    answered = client.post(
        reverse("referrals:answer", args=[door.public_id]),
        {"reply": "accolta", "answered_on": "2018-05-03", "worker": chosen, "version": "1"},
        follow=True,
    )
    case = Case.objects.get(referral=door)
    assert (case.opened_on, case.assignments.get().worker.name) == (date(2018, 5, 3), "Sandro Libeccio")
    undo = reverse("referrals:take_back", args=[door.public_id])
    assert f'action="{undo}"' in text(answered)
    assert "di nuovo in attesa" in text(client.post(undo, follow=True))
    door.refresh_from_db()
    assert (door.outcome, door.answered_on, Case.objects.filter(referral=door).exists()) == ("waiting", None, False)
    assert "Non si può più annullare" in text(client.post(undo, follow=True))


def test_an_answer_is_not_taken_back_once_something_followed(coordinator: User) -> None:
    cast.member(Role.MEDIATOR)
    door = cast.referral(cast.person(), referred_on=MAY)
    client = cast.client_of(coordinator)
    worker = Worker.objects.get(memberships__role=Role.MEDIATOR).public_id
    data = {"reply": "accolta", "answered_on": "2018-05-03", "worker": worker, "version": "1"}
    client.post(reverse("referrals:answer", args=[door.public_id]), data)
    case = Case.objects.get(referral=door)
    Suspension.objects.create(case=case, starts_on=date(2018, 6, 1))
    page = text(client.post(reverse("referrals:take_back", args=[door.public_id]), follow=True))
    assert "Non si può più annullare" in page
    assert Case.objects.filter(pk=case.pk).exists()


def test_who_has_an_open_path_is_entrusted_to_nobody_twice(coordinator: User) -> None:
    person = cast.person()
    cast.case(person, worker=cast.member(Role.MEDIATOR))
    door = cast.referral(person, referred_on=MAY)
    assert 'name="worker"' not in text(
        cast.client_of(coordinator).get(reverse("referrals:answer", args=[door.public_id]))
    )


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
