"""The pages of the traineeships: list, page of one, begin, change, suspend, extend, close, and take back."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.funding.models import Payer, Project
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
CEILING = 12


@pytest.fixture
def user() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def client(user: User) -> Client:
    return cast.client_of(user)


def running(person: Person | None = None, **values: object) -> Traineeship:
    given = {"starts_on": TODAY - timedelta(days=90), "ends_on": TODAY + timedelta(days=60)} | values
    given.setdefault("host", cast.body("Officine Levante", Kind.EMPLOYER))
    return Traineeship.objects.create(person=person or cast.person(), **given)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def undo_of(answer: Any) -> str:
    """The address behind the button "Annulla" of the message."""
    found = re.search(r'action="(/tirocini/[^"]*annulla[^"]*)"', text(answer))
    assert found, "no way back is offered"
    return found[1]


NEW = {"host": "officine levante", "starts_on": "3/6/2019", "ends_on": "", "weekly_hours": "25", "payer": ""}


def test_a_new_traineeship_takes_eight_fields_and_can_be_taken_back(client: Client) -> None:
    cast.body("Officine Levante", Kind.EMPLOYER)
    person = cast.person()
    shown = text(client.get(f"/persone/{person.public_id}/lavoro/"))
    assert f"/tirocini/nuovo/{person.public_id}/" in shown
    form = text(client.get(f"/tirocini/nuovo/{person.public_id}/")).split("<main")[1]
    assert len(re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")', form)) <= 8
    answer = client.post(f"/tirocini/nuovo/{person.public_id}/", NEW | {"monthly_allowance": "500,50"}, follow=True)
    kept = Traineeship.objects.get()
    assert (kept.host.name, kept.starts_on, kept.weekly_hours, str(kept.monthly_allowance)) == (
        "Officine Levante", date(2019, 6, 3), 25, "500.50",
    )  # fmt: skip
    assert "Il tirocinio non ha una fine" in text(answer)
    client.post(undo_of(answer))
    assert not Traineeship.objects.exists()


def test_a_new_traineeship_is_offered_what_the_last_one_had(client: Client) -> None:
    before = running(kind="inclusione sociale", company_tutor="Olmo Ghiaia", weekly_hours=20)
    form = text(client.get(f"/tirocini/nuovo/{before.person.public_id}/"))
    for value in ("Officine Levante", "inclusione sociale", "Olmo Ghiaia", "20,00"):
        assert f'value="{value}"' in form


def test_a_body_that_nobody_knows_is_asked_about_before_it_is_added(client: Client) -> None:
    cast.body("Vivaio Fontanella", Kind.EMPLOYER)
    place = f"/tirocini/nuovo/{cast.person().public_id}/"
    given = NEW | {"host": "Fontanella srl", "company_tutor": "Olmo Ghiaia"}
    answer = text(client.post(place, given))
    assert "Forse cercavi: Vivaio Fontanella" in answer
    assert 'value="Olmo Ghiaia"' in answer
    assert "È un ente nuovo" in answer
    assert Organisation.objects.filter(kind=Kind.EMPLOYER).count() == 1
    client.post(place, given | {"is_new_body": "on"})
    assert Traineeship.objects.get().host.name == "Fontanella srl"
    # A traineeship that is refused adds no body.
    client.post(place, given | {"host": "Sartoria Zagara", "is_new_body": "on", "ends_on": "1/1/2019"})
    assert not Organisation.objects.filter(name="Sartoria Zagara").exists()


def test_namesakes_are_told_apart_by_their_seat(client: Client) -> None:
    for town in ("Rho", "Arese"):
        name = "Coop Nespolo"
        Organisation.objects.create(
            name=name, match_key="coop nespolo", kind=Kind.EMPLOYER, seat=cast.municipality(town)
        )
    place = f"/tirocini/nuovo/{cast.person().public_id}/"
    assert "aggiungi il comune" in text(client.post(place, NEW | {"host": "Coop Nespolo"}))
    client.post(place, NEW | {"host": "coop nespolo (Arese)"})
    seat = Traineeship.objects.get().host.seat
    assert seat is not None
    assert seat.name == "Arese"


def test_what_cannot_be_read_stays_as_it_was_typed(client: Client) -> None:
    cast.body("Officine Levante", Kind.EMPLOYER)
    answer = text(client.post(f"/tirocini/nuovo/{cast.person().public_id}/", NEW | {"weekly_hours": "venti"}))
    assert 'value="venti"' in answer
    assert "con la virgola per i decimali" in answer


def test_no_way_back_is_offered_from_the_closing_of_a_traineeship_of_the_register(client: Client) -> None:
    row = running(is_imported=True, imported_on=TODAY)
    given = {"version": 1, "ends_on": f"{TODAY:%d/%m/%Y}", "outcome": "concluso"}
    closed = client.post(f"/tirocini/{row.public_id}/chiudi/", given, follow=True)
    assert "Il tirocinio è chiuso." in text(closed)
    assert "annulla-chiusura" not in text(closed)


def test_suspend_resume_extend_and_close_each_with_its_way_back(client: Client) -> None:
    row = running()
    place, ends_on = f"/tirocini/{row.public_id}/", row.ends_on
    reason = {"reason": "chiusura estiva"}
    steps = (
        ("sospendi", {"starts_on": f"{TODAY - timedelta(days=9):%d/%m/%Y}", **reason}, "Il tirocinio è sospeso"),
        ("riprendi", {"ends_on": f"{TODAY:%d/%m/%Y}", "is_counted": "on"}, "Il tirocinio riprende"),
        ("proroga", {"ends_on": f"{TODAY + timedelta(days=200):%d/%m/%Y}", **reason}, "Il tirocinio è prorogato"),
        ("chiudi", {"ends_on": f"{TODAY:%d/%m/%Y}", "outcome": "concluso"}, "Il tirocinio è chiuso"),
    )
    ways_back = []
    for act, given, said in steps:
        row.refresh_from_db()
        answer = client.post(f"{place}{act}/", given | {"version": row.version}, follow=True)
        assert said in text(answer)
        ways_back.append(undo_of(answer))
    row.refresh_from_db()
    assert (row.ends_on, row.outcome) == (TODAY, "concluso")
    assert "com’era prima" in text(client.post(ways_back[-1], follow=True))
    # The others came before something else happened.
    assert "Qualcun altro ha modificato" in text(client.post(ways_back[0], follow=True))
    row.refresh_from_db()
    assert (row.ends_on, row.outcome) == (TODAY + timedelta(days=200), "")
    assert row.extensions.get().ended_on == ends_on + timedelta(days=10)


def test_what_somebody_else_wrote_meanwhile_stands_beside_what_was_typed(client: Client) -> None:
    row = running()
    Traineeship.objects.update(version=4, ends_on=TODAY + timedelta(days=7))
    answer = text(
        client.post(f"/tirocini/{row.public_id}/proroga/", {"version": 1, "ends_on": "1/1/2099", "reason": "sì"})
    )
    assert "I valori di adesso" in answer
    assert f"{TODAY + timedelta(days=7):%d/%m/%Y}" in answer
    assert 'value="1/1/2099"' in answer


def test_the_officer_keeps_the_papers_and_reads_no_reasons() -> None:
    row = running(outcome="allontanato")
    row.suspensions.create(starts_on=TODAY, reason="ricovero")
    officer = cast.client_of(cast.member(Role.OFFICER))
    shown = text(officer.get(f"/tirocini/{row.public_id}/"))
    assert "Sospensione" in shown
    assert "ricovero" not in shown
    assert "allontanato" not in shown
    assert f"/tirocini/{row.public_id}/modifica/" in shown


def test_a_mediator_reads_a_colleagues_trainee_and_writes_own_ones() -> None:
    mediator = cast.member(Role.MEDIATOR)
    row, own = running(), running()
    cast.case(own.person, worker=mediator)
    client = cast.client_of(mediator)
    assert "modifica/" not in text(client.get(f"/tirocini/{row.public_id}/"))
    assert client.get(f"/tirocini/{row.public_id}/modifica/").status_code == 404
    assert client.get(f"/tirocini/{own.public_id}/modifica/").status_code == 200


def test_a_purse_that_may_not_be_read_is_kept_by_a_change_and_found_by_no_filter() -> None:
    Project.objects.create(name="Ponte", match_key="ponte", is_protected=True)
    purse = Payer.objects.create(name="Ponte", match_key="ponte", kind="project")
    row = running(payer=purse)
    officer = cast.client_of(cast.member(Role.OFFICER))
    assert "Ponte" not in text(officer.get("/tirocini/"))
    assert "altri progetti" in text(officer.get("/tirocini/"))
    answer = text(officer.get("/tirocini/?paga=ponte"))
    assert "Ponte" not in answer
    assert "fld-bad" in answer or "Scegli" in answer
    given = {"host": row.host.name, "starts_on": "3/6/2019", "version": 1, "payer": ""}
    officer.post(f"/tirocini/{row.public_id}/modifica/", given)
    row.refresh_from_db()
    assert (row.payer, row.starts_on) == (purse, date(2019, 6, 3))


def test_the_list_filters_by_state_and_host_and_says_who_was_shown(client: Client) -> None:
    here = running(cast.person("Cardellino"))
    there = running(cast.person("Allodola"), host=cast.body("Vivaio Fontanella", Kind.EMPLOYER))
    past = running(cast.person("Betulla"), starts_on=date(2018, 1, 1), ends_on=date(2018, 3, 1))

    def names(query: str) -> set[int]:
        answer = text(client.get(f"/tirocini/{query}"))
        shown = {row.person_id for row in (here, there, past) if row.public_id in answer}
        assert set(Event.objects.latest("id").about_people) == shown
        return shown

    assert names("") == {here.person_id, there.person_id}
    assert names("?ente=vivàio") == {there.person_id}
    assert names("?stato=conclusi") == {past.person_id}
    assert names("?stato=sospesi") == set()
    assert "Nessun tirocinio con questi filtri" in text(client.get("/tirocini/?stato=sospesi"))


def test_where_a_protected_person_works_is_told_by_no_list(user: User, client: Client) -> None:
    row = running(cast.protected_person("Caso 7A", cleared=(user,)))
    answer = text(client.get("/tirocini/"))
    assert "Caso 7A" in answer
    assert "sede riservata" in answer
    assert row.host.name not in answer
    assert "Caso 7A" not in text(client.get("/tirocini/?ente=levante"))
    assert row.host.name in text(client.get(f"/tirocini/{row.public_id}/"))


def test_the_list_becomes_a_file_and_paper(client: Client) -> None:
    running(cast.person("Cardellino", "Ada"), weekly_hours=20)
    assert b"Cardellino" in client.get("/tirocini/?formato=csv").content
    assert b"Cardellino" in client.get("/tirocini/?formato=stampa").content
    mediator = cast.client_of(cast.member(Role.MEDIATOR))
    assert mediator.get("/tirocini/?formato=csv").status_code == 404


@pytest.mark.parametrize("role", [Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.OFFICER])
def test_the_questions_do_not_grow_with_the_rows(role: Role) -> None:
    reader = cast.member(role)
    row = running()
    pages = (
        "/tirocini/",
        f"/tirocini/{row.public_id}/",
        f"/tirocini/mesi/{TODAY:%Y-%m}/",
        "/tirocini/?stato=da-compilare",
    )

    def counts() -> dict[str, int]:
        client, found = cast.client_of(reader), {}
        for path in pages:
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            found[path] = sum("SAVEPOINT" not in one["sql"] for one in asked.captured_queries)
        return found

    few = counts()
    payer = Payer.objects.create(name="Progetto", kind="project", match_key="progetto")
    for number in range(12):
        one = running(cast.person(f"Merlo {number}"), payer=payer)
        one.months.create(month=TODAY.replace(day=1), hours_due=80, hours_present=70, amount=400)
        row.suspensions.create(starts_on=TODAY, ends_on=TODAY, reason="ferie")
        row.months.create(month=date(2018, number + 1, 1), hours_due=80)
    many = counts()
    assert {path: (few[path], many[path]) for path in pages if many[path] > few[path]} == {}
    assert {path: count for path, count in many.items() if count > CEILING + 2} == {}
