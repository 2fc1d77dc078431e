"""The pages of the companies: who is to be heard, the archive, contacts; and what a scout never reads."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Subject
from percorsi.employers.actions import ContactDraft, log_contact
from percorsi.employers.models import Contact
from percorsi.organisations.choices import Kind, Nature
from percorsi.organisations.models import Organisation, Reference
from percorsi.people.models import Person
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship
from tests import cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def scout() -> User:
    return cast.member(Role.SCOUT, name="Bruno Falchetto")


@pytest.fixture
def client(scout: User) -> Client:
    return cast.client_of(scout)


@pytest.fixture
def company() -> Organisation:
    return company_named("Officine Tramontana")


def company_named(name: str, **more: object) -> Organisation:
    return cast.body(name, Kind.EMPLOYER, **more)


def spoke(company: Organisation, by: User, ago: int, step: int | None = None) -> Contact:
    today = timezone.localdate()
    step_on = None if step is None else today + step * DAY
    return log_contact(company, by=by, draft=ContactDraft("call", today - ago * DAY, "Cercano un fabbro.", step_on))


def employ(company: Organisation, person: Person) -> None:
    Traineeship.objects.create(person=person, host=company, starts_on=date(2018, 5, 2), ends_on=date(2018, 10, 31))
    Placement.objects.create(person=person, employer=company, starts_on=date(2018, 11, 5), contract=Contract.FIXED_TERM)


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def names_in(page: str) -> list[str]:
    return re.findall(r'<a class="name" href="[^"]*">([^<]*)</a>', page)


def test_the_first_screen_of_a_scout_is_who_is_to_be_heard(client: Client, scout: User) -> None:
    for name, ago, step in (("Aria", 10, -3), ("Brezza", 10, 0), ("Calma", 200, None), ("Deriva", 1, None)):
        spoke(company_named(name), scout, ago, step)
    assert client.get("/")["Location"] == "/aziende/"
    page = page_of(client, "/aziende/")
    assert names_in(page) == ["Calma", "Aria", "Brezza", "Aria", "Brezza", "Calma", "Deriva"]
    assert re.findall(r'class="when-far (late|soon)"', page) == ["late", "late", "soon"]


def test_an_archive_without_anything_says_what_to_do(client: Client) -> None:
    page = page_of(client, "/aziende/")
    assert "Ancora nessuna azienda." in page
    assert "Nessuna azienda da sentire" in page


def test_a_contact_takes_two_clicks_and_two_fields_and_may_be_taken_back(client: Client, company: Organisation) -> None:
    form = f"/aziende/{company.public_id}/contatto/"
    page = page_of(client, form)
    typed = dict(re.findall(r'name="(kind)" value="(call)"[^>]*checked', page))
    typed |= dict(re.findall(r'name="(happened_on)" value="([^"]+)"', page))
    assert set(typed) == {"kind", "happened_on"}
    answer = client.post(form, {**typed, "text": "Cercano un fabbro.", "next_step_on": "domani"}, follow=True)
    assert "Cercano un fabbro." in answer.content.decode()
    made = Contact.objects.get()
    assert made.next_step_on == timezone.localdate() + DAY
    back = re.findall(r'action="(/aziende/contatti/[^"]+/togli/)"', answer.content.decode())
    client.post(back[0])
    assert not Contact.objects.exists()


def test_what_was_typed_of_a_contact_is_not_lost(client: Client, company: Organisation) -> None:
    wrong = {"kind": "visit", "happened_on": "1/1/2099", "text": "Cercano un fabbro."}
    answer = client.post(f"/aziende/{company.public_id}/contatto/", wrong).content.decode()
    assert "Cercano un fabbro." in answer
    assert "La data è nel futuro" in answer


def test_a_contact_is_corrected_by_who_wrote_it(client: Client, scout: User, company: Organisation) -> None:
    made = spoke(company, scout, 3)
    path = f"/aziende/contatti/{made.public_id}/"
    typed = {"kind": "mail", "happened_on": "3/6/2019", "text": "Scritto.", "version": "1"}
    assert client.post(path, typed).status_code == 302
    stale = client.post(path, {**typed, "text": "Altro."}).content.decode()
    assert "Qualcun altro ha modificato" in stale
    assert "Altro." in stale
    assert cast.client_of(cast.member(Role.SCOUT)).get(path).status_code == 404


def test_filters_and_search(client: Client) -> None:
    rho, arese = cast.municipality("Rho"), cast.municipality("Arese")
    company_named("Ali di Rondine Srl", nature=Nature.PROFIT, seat=rho)
    company_named("Cooperativa Rondine", nature=Nature.NON_PROFIT, seat=arese)
    cast.body("Centro di ascolto", Kind.SERVICE, seat=rho)
    cast.body("Comune di Rho", Kind.MUNICIPALITY)
    for query, found in {
        "": ["Ali di Rondine Srl", "Centro di ascolto", "Cooperativa Rondine"],
        "?cerca=rondine+ali": ["Ali di Rondine Srl"],
        "?tipo=service": ["Centro di ascolto"],
        "?natura=non_profit": ["Cooperativa Rondine"],
        f"?comune={rho.public_id}&tipo=employer": ["Ali di Rondine Srl"],
        "?cerca=falco": [],
    }.items():
        page = page_of(client, f"/aziende/{query}")
        assert names_in(page) == found, query
        assert page.count('class="chip"') == query.count("=")


def test_a_choice_that_does_not_exist_is_told(client: Client, company: Organisation) -> None:
    page = page_of(client, "/aziende/?tipo=altro-ancora")
    assert "Errore: " in page
    assert names_in(page) == [company.name]


def test_a_new_company_and_one_that_looks_like_another(client: Client, company: Organisation) -> None:
    typed = {"name": "Officine Tramontana Srl", "kind": "employer"}
    page = client.post("/aziende/nuova/", typed).content.decode()
    assert "Esiste già «Officine Tramontana»" in page
    assert f'href="/aziende/{company.public_id}/"' in page
    answer = client.post("/aziende/nuova/", {**typed, "is_namesake": "on", "seat": ""})
    made = Organisation.objects.get(name="Officine Tramontana Srl")
    assert answer["Location"] == f"/aziende/{made.public_id}/"


def test_a_change_that_came_second_shows_what_stands_now(client: Client, company: Organisation) -> None:
    path = f"/aziende/{company.public_id}/modifica/"
    typed = {"name": company.name, "kind": "employer", "version": "1"}
    assert client.post(path, {**typed, "phone": "02 399"}).status_code == 302
    page = client.post(path, {**typed, "phone": "02 388"}).content.decode()
    assert "02 399" in page
    assert 'value="02 388"' in page


def test_somebody_to_speak_with_comes_and_goes(client: Client, company: Organisation) -> None:
    own = f"/aziende/{company.public_id}/"
    client.post(f"{own}riferimento/", {"name": "Pia Ghiandaia", "role": "titolare", "email": "pia@example.org"})
    made = Reference.objects.get()
    assert "Pia Ghiandaia" in page_of(client, own)
    page = client.post(f"/aziende/riferimenti/{made.public_id}/chiudi/", follow=True).content.decode()
    assert re.findall(r'action="(/aziende/riferimenti/[^"]+/riprendi/)"', page)
    made.refresh_from_db()
    assert made.ends_on == timezone.localdate()
    client.post(f"/aziende/riferimenti/{made.public_id}/riprendi/")
    typed = {"name": "Pia Ghiandaia", "phone": "02 399", "version": "3"}
    assert client.post(f"/aziende/riferimenti/{made.public_id}/", typed).status_code == 302
    made.refresh_from_db()
    assert (made.ends_on, made.phone) == (None, "02 399")


@pytest.mark.parametrize("role", [Role.SCOUT, Role.PROJECT_COORDINATOR])
def test_who_may_not_see_people_reads_how_many_and_never_of_protected_ones(role: Role, company: Organisation) -> None:
    employ(company, cast.person("Cardellino", "Ada"))
    employ(company, cast.protected_person("Caso 7A"))
    client = cast.client_of(cast.member(role))
    subjects = Subject.objects.count()
    page = page_of(client, f"/aziende/{company.public_id}/")
    assert "1 tirocinio · 1 assunzione" in re.sub(r"\s+", " ", page)
    row = re.findall(r'data-label="(?:Tirocini|Assunzioni)">([^<]*)<', page_of(client, "/aziende/"))
    assert row == ["1", "1"]
    for text in (page, page_of(client, "/aziende/")):
        assert "Cardellino" not in text
        assert "Caso 7A" not in text
    assert Subject.objects.count() == subjects


def test_who_sees_people_reads_who_worked_there_and_the_trail_says_so(company: Organisation) -> None:
    reader = cast.member(Role.MEDIATOR)
    ada, hidden = cast.person("Cardellino", "Ada"), cast.protected_person("Caso 7A")
    for person in (ada, hidden):
        employ(company, person)
    page = page_of(cast.client_of(reader), f"/aziende/{company.public_id}/")
    assert "Ada Cardellino" in page
    assert "Caso 7A" not in page
    assert "1 tirocinio · 1 assunzione" in re.sub(r"\s+", " ", page)
    assert set(Subject.objects.values_list("person", flat=True)) == {ada.pk}


def test_the_list_leaves_as_it_stands_on_the_screen(client: Client, scout: User, company: Organisation) -> None:
    employ(company, cast.person("Cardellino", "Ada"))
    spoke(company, scout, 3, 4)
    answer = client.get("/aziende/?formato=csv")
    text = answer.content.decode("utf-8-sig")
    assert answer["Content-Type"].startswith("text/csv")
    assert "Officine Tramontana" in text
    assert "Cardellino" not in text
    assert cast.client_of(cast.member(Role.MEDIATOR)).get("/aziende/?formato=csv").status_code == 404


@pytest.mark.parametrize("role", [Role.SCOUT, Role.MEDIATOR])
def test_the_questions_do_not_grow_with_the_rows(role: Role) -> None:
    user = cast.member(role)
    company = company_named("Aria 0")
    paths = ("/aziende/", f"/aziende/{company.public_id}/")

    def asked() -> list[int]:
        numbers = []
        for path in paths:
            client = cast.client_of(user)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(path).status_code == 200
            numbers.append(len(queries))
        return numbers

    grow(user, company, 2)
    few = asked()
    grow(user, company, 15)
    assert asked() == few
    assert max(few) <= 15


def grow(user: User, company: Organisation, rows: int) -> None:
    for number in range(rows):
        other = company_named(f"Aria {Organisation.objects.count()}", seat=cast.municipality())
        for each in (company, other):
            employ(each, cast.person(f"Merlo {number}"))
            spoke(each, user, 5, number)
        Reference.objects.create(organisation=company, name=f"Pia {number}")


def test_of_many_who_worked_there_the_latest_are_named(company: Organisation) -> None:
    for number in range(31):
        employ(company, cast.person(f"Merlo {number}"))
    page = page_of(cast.client_of(cast.member(Role.MEDIATOR)), f"/aziende/{company.public_id}/")
    assert "31 tirocini · 31 assunzioni" in re.sub(r"\s+", " ", page)
    assert "i 30 tirocini e le 30 assunzioni più recenti" in page
    assert len(names_in(page)) == 60
    assert Subject.objects.count() == 30
