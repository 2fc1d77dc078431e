"""The forms about people: what is typed is written, refused beside its field, or kept from who may not."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.people import actions
from percorsi.people.actions import Belonging
from percorsi.people.models import Person
from percorsi.places.models import Municipality
from tests import cast

pytestmark = pytest.mark.django_db

PARTS = ("residences", "contacts", "relatives", "conditions", "situations", "invalidities", "permits", "numbers")
IDENTITY = {
    "family_names": "Cardellino",
    "given_names": "Ada",
    "alias": "",
    "sex": "F",
    "born_on": "3/5/1985",
    "birth_place": "Rho",
    "citizenship": "",
    "codice_fiscale": "CRDDAA85E43H501T",
    "education": "",
    "remark": "",
    "version": "1",
}


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def client(coordinator: User) -> Client:
    return cast.client_of(coordinator)


@pytest.fixture
def ada() -> Person:
    return cast.person()


def send(client: Client, page: str, person: Person, /, **values: Any) -> Any:
    return client.post(reverse(f"people:{page}", args=[person.public_id]), values)


def show(client: Client, name: str, person: Person, query: str = "") -> Any:
    return client.get(reverse(f"people:{name}", args=[person.public_id]) + query)


def test_what_is_refused_stands_beside_its_field_and_nothing_typed_is_lost(client: Client, ada: Person) -> None:
    answer = send(client, "change_identity", ada, **{**IDENTITY, "born_on": "4/5/1985", "remark": "chiamare la sera"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Il codice fiscale dice una nascita il 03/05/..85" in page
    assert "chiamare la sera" in page
    assert 'aria-invalid="true"' in page
    assert answer.context["form"].errors.keys() == {"codice_fiscale"}


def test_of_two_writers_the_second_sees_what_the_first_wrote_and_may_go_on(client: Client, ada: Person) -> None:
    send(client, "change_identity", ada, **{**IDENTITY, "education": "licenza media"})
    second = {**IDENTITY, "education": "diploma"}
    answer = send(client, "change_identity", ada, **second)
    page = answer.content.decode()
    assert "licenza media" in page and 'value="diploma"' in page and 'name="version" value="2"' in page
    assert send(client, "change_identity", ada, **{**second, "version": "2"}).status_code == 302
    assert Person.objects.get().education == "diploma"


def test_nothing_typed_breaks_a_form(client: Client, ada: Person) -> None:
    for text in ("\x00", "B" * 255, "\u202e", "😀" * 90):
        answer = send(client, "change_identity", ada, **{**IDENTITY, "codice_fiscale": text, "family_names": text})
        assert answer.status_code in {200, 302}
        assert send(client, "contacts", ada, kind="phone", value=text, whose=text).status_code in {200, 302}


GOOD = {
    "residences": {"municipality": "rho", "address": "via Gufo 1", "starts_on": "1/5/2018"},
    "contacts": {"kind": "phone", "value": "399 1234567", "whose": ""},
    "relatives": {"name": "Ida Cardellino", "relation": "sorella", "phone": ""},
    "conditions": {"category": "over_50", "evidence": "", "starts_on": "1/5/2018", "ends_on": "", "main_since": ""},
    "situations": {
        "is_jobless": "yes",
        "jobless_since": "1/3/2018",
        "never_had_regular_job": "no",
        "starts_on": "1/5/2018",
    },
    "invalidities": {"percent": "67", "kind": "fisica", "issued_on": "", "review_on": ""},
    "permits": {"kind": "lavoro", "expires_on": "1/5/2028"},
    "numbers": {"number": "NIL-0701"},
}
BAD = {
    "residences": {"municipality": "Rhode Island"},
    "contacts": {"value": "12"},
    "relatives": {"relation": ""},
    "conditions": {"category": ""},
    "situations": {"jobless_since": "31/2/2018"},
    "invalidities": {"percent": "140"},
    "permits": {"kind": ""},
    "numbers": {"number": "N" * 50},
}


@pytest.mark.parametrize("part", PARTS)
def test_a_row_is_added_refused_changed_and_taken_away(client: Client, ada: Person, part: str) -> None:
    cast.municipality("Rho")
    before = getattr(ada, part).count()
    answer = send(client, part, ada, **{**GOOD[part], **BAD[part]})
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == BAD[part].keys()
    assert getattr(ada, part).count() == before
    assert send(client, part, ada, **GOOD[part]).status_code == 302
    row = getattr(ada, part).order_by("-pk")[0]
    assert getattr(ada, part).count() == before + 1
    assert show(client, part, ada).status_code == 200
    if part == "numbers":
        return
    assert '<a href="?riga=1">' in show(client, part, ada).content.decode()
    answer = show(client, part, ada, "?riga=1")
    assert 'name="togli"' in answer.content.decode()
    chosen = answer.context["form"]
    values = {name: field.value() or "" for name, field in ((one.name, one) for one in chosen)}
    assert values["row"] == row.pk
    values = {name: f"{value:%d/%m/%Y}" if isinstance(value, date) else value for name, value in values.items()}
    assert send(client, part, ada, **values).status_code == 302
    assert send(client, part, ada, **values, togli="1").status_code == 302
    assert getattr(ada, part).count() == before


@pytest.mark.parametrize("part", PARTS)
def test_a_row_of_somebody_else_is_not_to_be_reached(client: Client, ada: Person, part: str) -> None:
    other = cast.person("Merlo")
    other.contacts.create(kind="phone", value="3991112223")
    row = {"row": other.contacts.get().pk} if part == "contacts" else {"row": 99_999}
    assert send(client, part, ada, **GOOD[part], **row, togli="1").status_code == 404
    assert other.contacts.count() == 1
    assert show(client, part, ada, "?riga=9").status_code == (200 if part == "numbers" else 404)
    assert show(client, part, ada, "?riga=x").status_code == (200 if part == "numbers" else 404)
    assert show(client, part, ada, "?riga=" + "9" * 5_000).status_code == (200 if part == "numbers" else 404)


def test_two_municipalities_of_one_name_need_the_province(client: Client, ada: Person) -> None:
    for province in ("CO", "TN"):
        Municipality.objects.create(name="Livo", match_key="livo", province=province, cadastral_code=province)
    answer = send(client, "residences", ada, municipality="Livo", address="", starts_on="")
    assert answer.context["form"].errors.keys() == {"municipality"}
    send(client, "residences", ada, municipality="Livo (tn)", address="", starts_on="")
    place = ada.residences.get().municipality
    assert place is not None and place.province == "TN"


def test_a_proposal_is_shown_with_its_reasons_and_accepted(client: Client) -> None:
    ada = cast.person(born_on=date(1960, 1, 2))
    ada.invalidities.create(percent=80, kind="civile")
    page = show(client, "conditions", ada).content.decode()
    assert "Ha un’invalidità civile del 80%" in page
    assert "L. 68/99" in page
    assert send(client, "accept_proposal", ada, category="l68_99").status_code == 302
    assert ada.conditions.get().evidence.startswith("proposta dalla regola «L.68/99» il ")
    send(client, "accept_proposal", ada, category="l68_99")
    assert ada.conditions.count() == 1


def test_the_main_category_is_chosen_on_its_form(client: Client, coordinator: User, ada: Person) -> None:
    actions.add_condition(ada, belonging=Belonging(category="over_50"), by=coordinator)
    second = actions.add_condition(ada, belonging=Belonging(category="l68_99"), by=coordinator)
    values = {"row": second.pk, "category": "l68_99", "is_main": "on", "main_since": "1/6/2018"}
    assert send(client, "conditions", ada, **values).status_code == 302
    assert ada.conditions.get(is_main=True, ends_on=None).category == "l68_99"


def test_every_look_and_change_is_in_the_trail(client: Client, ada: Person) -> None:
    show(client, "contacts", ada)
    send(client, "contacts", ada, **GOOD["contacts"])
    acts = list(Event.objects.filter(subjects__person=ada.pk).order_by("pk").values_list("act", flat=True))
    assert acts == [Act.VIEW, Act.VIEW, Act.CREATE]


@pytest.mark.parametrize("part", [*PARTS, "change_identity"])
def test_a_colleagues_person_has_no_forms(ada: Person, part: str) -> None:
    cast.case(ada, worker=cast.member(Role.MEDIATOR))
    for role in (Role.MEDIATOR, Role.OFFICER, Role.SOCIAL_WORKER, Role.SCOUT):
        client = cast.client_of(cast.member(role))
        assert show(client, part, ada).status_code == 404
        assert send(client, part, ada, **GOOD.get(part, IDENTITY)).status_code == 404
    assert ada.contacts.count() == 0


def test_of_a_protected_person_nothing_that_tells_who_is_asked(client: Client, coordinator: User) -> None:
    hidden = cast.protected_person(cleared=(coordinator,))
    page = show(client, "change_identity", hidden).content.decode()
    assert 'name="family_names"' not in page and 'name="codice_fiscale"' not in page
    for part in ("residences", "contacts", "relatives"):
        assert 'name="row"' not in show(client, part, hidden).content.decode()
        assert send(client, part, hidden, **GOOD[part]).status_code == 200
        assert not getattr(hidden, part).exists()
    wanted = {"alias": "Caso 7A", "sex": "", "citizenship": "italiana", "education": "", "version": "1"}
    assert send(client, "change_identity", hidden, **wanted, family_names="Merlo").status_code == 302
    hidden.refresh_from_db()
    assert (hidden.citizenship, hidden.family_names) == ("italiana", "")


def test_a_situation_is_shown_with_what_the_rules_make_of_it(client: Client, coordinator: User) -> None:
    ada = cast.person(born_on=date(1990, 1, 2))
    values = {"jobless_since": "1/3/2016", "lives_alone_with_dependants": "yes", "starts_on": "1/5/2018"}
    assert send(client, "situations", ada, **values).status_code == 302
    later = {"is_jobless": "no", "is_losing_job": "yes", "starts_on": "1/6/2018"}
    assert send(client, "situations", ada, **later).status_code == 302
    page = show(client, "record", ada).content.decode()
    assert "Senza lavoro dal 01/03/2016" in page and "dal 01/05/2018 al 31/05/2018" in page
    assert "Ha un lavoro" in page and "Sta per perdere il lavoro" in page
    assert "È senza lavoro dal" not in page
    ada.situations.filter(ends_on=None).delete()
    ada.situations.update(ends_on=None)
    page = show(client, "record", ada).content.decode()
    assert "È senza lavoro dal 01/03/2016" in page
    assert "È l’unica persona adulta in casa, con figli a carico." in page
    mediator, officer = cast.member(Role.MEDIATOR), cast.member(Role.OFFICER)
    assert "01/03/2016" in show(cast.client_of(mediator), "record", ada).content.decode()
    assert "01/03/2016" not in show(cast.client_of(officer), "record", ada).content.decode()


def test_an_answer_that_contradicts_another_stands_beside_it(client: Client, ada: Person) -> None:
    answer = send(client, "situations", ada, is_jobless="yes", is_losing_job="yes")
    assert answer.context["form"].errors.keys() == {"is_losing_job"}
    assert send(client, "situations", ada).context["form"].errors.keys() == {"is_jobless"}
    assert send(client, "situations", ada, is_jobless="perhaps").context["form"].errors.keys() == {"is_jobless"}
