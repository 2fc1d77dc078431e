"""The search: whom a typed text finds, for whom, and that the text stays nowhere."""

import json
import re

import pytest
from django.db import connection

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.people.actions import PersonDraft, bulk_add
from percorsi.people.models import Contact, Person, RegisterNumber
from percorsi.people.queries import found_by
from tests import cast

pytestmark = pytest.mark.django_db
CODE = "CRDDAA70E41H264X"


@pytest.fixture
def mediator() -> User:
    return cast.member(Role.MEDIATOR)


def known(family_names: str, given_names: str, *, number: str = "", phone: str = "", code: str = "") -> Person:
    person = Person(family_names=family_names, given_names=given_names, codice_fiscale=code or None)
    rows: list = [RegisterNumber(number=number)] if number else []
    rows += [Contact(kind="phone", value=phone)] if phone else []
    return bulk_add([PersonDraft(person, rows)])[0]


def look_for(user: User, text: str) -> list[str]:
    return [str(person) for person in found_by(text, user).order_by("sort_key")]


@pytest.mark.parametrize(
    "text",
    [
        "Cardellino", "card", "ada card", "card ada", "CARDELLINO ADA", "Càrd Adà", "  ada   cardellino ", "NIL-0123",
        "nil 0123", "nil0123", "0123", "399 000 1204", "399.0001204", "3990001204", "39900", CODE, CODE.lower(),
    ],
)  # fmt: skip
def test_a_person_is_found_by(text: str, mediator: User) -> None:
    known("Cardellino", "Ada", number="NIL-0123", phone="399 000 1204", code=CODE)
    known("Allocco", "Beatrice", number="NIL-0777", phone="388 111 2222")
    assert look_for(mediator, text) == ["Ada Cardellino"]


@pytest.mark.parametrize(
    "text", ["dell'olmo", "Dell’Olmo", "olmo frassinetti", "frassinettidell", "maria olmo", "ass fra"]
)
def test_long_names_are_found_by_any_part(text: str, mediator: User) -> None:
    known("Frassinetti dell’Olmo", "Maria Assunta")
    known("Olmo", "Pia")
    assert "Maria Assunta Frassinetti dell’Olmo" in look_for(mediator, text)


@pytest.mark.parametrize("text", ["de luca", "deluca", "luca d", "Peler", "Pelèr"])
def test_surnames_in_one_word_or_two_and_accents(text: str, mediator: User) -> None:
    known("De Luca Pelèr", "Zefiro")
    known("Grecale", "Ada")
    assert look_for(mediator, text) == ["Zefiro De Luca Pelèr"]


@pytest.mark.parametrize("text", ["ada allocco", "ardellino", "%", "_ard", "zz", "9999", "'", "' OR 1=1 --"])
def test_nobody_else_is_found(text: str, mediator: User) -> None:
    known("Cardellino", "Ada", number="NIL-0123", phone="399 000 1204")
    assert look_for(mediator, text) == []


def test_protected_people_are_found_by_who_is_cleared(mediator: User) -> None:
    cast.protected_person("Caso 7A", cleared=(mediator,))
    assert look_for(mediator, "caso 7") == ["Caso 7A"]
    assert look_for(cast.member(Role.MEDIATOR), "caso 7") == []


def test_a_social_worker_finds_own_people_and_nobody_by_telephone() -> None:
    user = cast.member(Role.SOCIAL_WORKER, town="Rho")
    cast.referral(known("Cardellino", "Ada", number="NIL-0123", phone="399 000 1204"), town="Rho")
    cast.referral(known("Cardellino", "Bea"), town="Arese")
    assert look_for(user, "cardellino") == ["Ada Cardellino"]
    assert look_for(user, "nil-0123") == ["Ada Cardellino"]
    for text in ("3990001204", "399 000 1204", "ada 39900", "0399"):
        assert look_for(user, text) in ([], ["Ada Cardellino"] if text.startswith("ada") else [])


@pytest.mark.parametrize("sign", [",", ";", "_", "·", "'", "\u200b", "*"])
def test_signs_between_the_digits_find_no_telephone_for_who_may_not_read_it(sign: str) -> None:
    user = cast.member(Role.SOCIAL_WORKER, town="Rho")
    cast.referral(known("Cardellino", "Ada", phone="399 000 1204"), town="Rho")
    for text in (f"399 0001204{sign}", f"399{sign}0001204", f"{sign}3990001204"):
        assert look_for(user, text) == []


def test_both_engines_answer_a_beginning_from_the_index(mediator: User) -> None:
    bulk_add([PersonDraft(Person(family_names=f"Merlo{n:04}", given_names="Ada")) for n in range(2_000)])
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE people_searchterm")
    plan = found_by("merlo0123", mediator).explain()
    assert "people_by_search_term" in plan, plan
    assert not re.search(r"SCAN \S*searchterm|Seq Scan on people_searchterm", plan), plan


# --- the page ---------------------------------------------------------------------------------------------------------


def post(user: User, text: str) -> str:
    answer = cast.client_of(user).post("/persone/cerca/", {"testo": text})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_empty_form_asks_nothing(mediator: User) -> None:
    page = cast.client_of(mediator).get("/persone/cerca/").content.decode()
    assert 'name="testo"' in page and "Nessuno trovato" not in page and "Errore" not in page


def test_what_was_found_is_shown_and_the_text_kept(mediator: User) -> None:
    person = known("Cardellino", "Ada")
    page = post(mediator, "carde")
    assert person.public_id in page and "<strong>1</strong> persona trovata" in page and 'value="carde"' in page


def test_nothing_found_says_what_to_try(mediator: User) -> None:
    page = post(mediator, "zibibbo")
    assert "Nessuno trovato. Prova con meno lettere" in page and 'value="zibibbo"' in page


@pytest.mark.parametrize("text", ["", "a", " - ", "…"])
def test_too_little_is_told_in_the_field(mediator: User, text: str) -> None:
    known("Aceri", "Ada")
    page = post(mediator, text)
    assert "Scrivi almeno due lettere o cifre, poi cerca di nuovo." in page and "Aceri" not in page


def test_at_most_twenty_are_shown_and_more_are_told(mediator: User) -> None:
    bulk_add([PersonDraft(Person(family_names=f"Merlo {n:02}", given_names="Ada")) for n in range(21)])
    page = post(mediator, "merlo")
    assert len(re.findall('class="name"', page)) == 20 and "ce ne sono altre" in page and "Merlo 20" not in page


def test_the_trail_says_who_was_shown_and_never_what_was_typed(mediator: User) -> None:
    person = known("Cardellino", "Ada")
    post(mediator, "cardell")
    event = Event.objects.latest("id")
    assert (event.act, event.about_people) == (Act.SEARCH, [person.pk])
    written = json.dumps([{**row, "at": ""} for row in Event.objects.values()])
    assert "cardell" not in written.casefold()


def test_no_log_no_results(mediator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    known("Cardellino", "Ada")
    client = cast.client_of(mediator)
    client.raise_request_exception = False
    monkeypatch.setattr("percorsi.web.shell.trail.record", lambda *_, **__: 1 / 0)
    answer = client.post("/persone/cerca/", {"testo": "card"})
    assert answer.status_code == 500 and "Cardellino" not in answer.content.decode()


@pytest.mark.parametrize("role", [Role.SCOUT, Role.PROJECT_COORDINATOR, Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_who_only_counts_cannot_search(role: Role) -> None:
    assert cast.client_of(cast.member(role)).post("/persone/cerca/", {"testo": "card"}).status_code == 404


# --- under the field, while a name is being typed ---------------------------------------------------------------------


def brief(user: User, text: str) -> str:
    answer = cast.client_of(user).post("/persone/cerca/", {"testo": text, "breve": "1"})
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_short_list_holds_eight_and_says_that_there_are_more(mediator: User) -> None:
    bulk_add([PersonDraft(Person(family_names=f"Merlo {n}", given_names="Ada")) for n in range(9)])
    page = brief(mediator, "merlo")
    assert re.findall("<b>Ada Merlo (.)</b>", page) == list("01234567")
    assert "8 persone trovate" in page and "Mostra tutti i risultati" in page and "<html" not in page
    page = brief(mediator, "merlo 8")
    assert "Mostra tutti i risultati" not in page and "1 persona trovata" in page


def test_the_short_list_has_one_line_in_the_trail_with_who_was_in_it(mediator: User) -> None:
    people = [known(f"Merlo {n}", "Ada") for n in range(9)]
    brief(mediator, "merlo")
    event = Event.objects.get(act=Act.SEARCH)
    assert (event.where, event.about_people) == ("people:search", [person.pk for person in people[:8]])


@pytest.mark.parametrize("text", ["a", "", "zibibbo"])
def test_the_short_list_may_be_empty(text: str, mediator: User) -> None:
    known("Aceri", "Ada")
    page = brief(mediator, text)
    assert "Aceri" not in page and ("Nessuno trovato" in page) == (text == "zibibbo")


def test_the_short_list_keeps_the_secrets_of_the_long_one(mediator: User) -> None:
    person = cast.protected_person("Caso 7A", cleared=(mediator,))
    assert person.public_id in brief(mediator, "caso 7") and "protetto" in brief(mediator, "caso 7")
    assert "Caso 7A" not in brief(cast.member(Role.MEDIATOR), "caso 7")
    user = cast.member(Role.SOCIAL_WORKER, town="Rho")
    cast.referral(known("Cardellino", "Ada"), town="Rho")
    assert "anni" not in brief(user, "cardellino") and "Ada Cardellino" in brief(user, "cardellino")
