"""The pages of the hires: list, page of one, record, move the end, end with a reason, take back."""

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
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
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


def hired(person: Person | None = None, **values: object) -> Placement:
    given = {"starts_on": TODAY - timedelta(days=90), "contract": Contract.FIXED_TERM} | values
    given.setdefault("employer", cast.body("Officine Levante", Kind.EMPLOYER))
    return Placement.objects.create(person=person or cast.person(), **given)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def undo_of(answer: Any) -> str:
    """The address behind the button "Annulla" of the message."""
    found = re.search(r'action="(/assunzioni/[^"]*annulla[^"]*)"', text(answer))
    assert found, "no way back is offered"
    return found[1]


def test_a_hire_out_of_a_traineeship_is_recorded_and_taken_back(client: Client) -> None:
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    row = Traineeship.objects.create(person=cast.person(), host=host, starts_on=date(2019, 1, 7))
    link = re.search(r'href="(/assunzioni/nuova/[^"]*)"', text(client.get(f"/tirocini/{row.public_id}/")))
    assert link
    form = text(client.get(link[1]))
    assert 'value="Officine Levante"' in form
    assert re.search(rf'<option value="{row.public_id}" selected', form)
    given = {
        "employer": "Officine Levante", "starts_on": "1/7/2019", "contract": "fixed_term", "attribution": "service",
        "weekly_hours": "20", "traineeship": row.public_id,
    }  # fmt: skip
    answer = client.post(link[1], given, follow=True)
    kept = Placement.objects.get()
    assert (kept.traineeship, kept.employer, kept.starts_on) == (row, host, date(2019, 7, 1))
    assert "È a termine ma non ha scadenza" in text(answer)
    client.post(undo_of(answer))
    assert not Placement.objects.exists()


def test_what_is_missing_is_said_on_its_field_and_nothing_is_lost(client: Client) -> None:
    place = f"/assunzioni/nuova/{cast.person().public_id}/"
    answer = text(client.post(place, {"employer": "Officine Levante", "job": "magazziniera"}))
    for words in ("Scegli il contratto.", "il servizio o la persona", "non è nel registro", 'value="magazziniera"'):
        assert words in answer
    assert not Placement.objects.exists()


def test_the_end_moves_and_comes_with_its_reason_and_both_are_taken_back(client: Client) -> None:
    row = hired(ends_on=TODAY + timedelta(days=20))
    place, planned = f"/assunzioni/{row.public_id}/", row.ends_on
    assert "In scadenza" in text(client.get(place))
    moved = client.post(f"{place}scadenza/", {"version": 1, "ends_on": ""}, follow=True)
    row.refresh_from_db()
    assert row.ends_on is None
    client.post(undo_of(moved))
    row.refresh_from_db()
    assert row.ends_on == planned
    given = {"version": row.version, "ends_on": f"{TODAY:%d/%m/%Y}", "end_reason": "resigned", "end_words": "trasloco"}
    ended = client.post(f"{place}fine/", given, follow=True)
    assert "Dimissioni" in text(ended)
    assert "trasloco" in text(ended)
    shown = text(cast.client_of(cast.member(Role.OFFICER)).get(place))
    assert "Finita il" in shown
    assert "trasloco" not in shown
    assert "Dimissioni" not in shown
    client.post(undo_of(ended))
    row.refresh_from_db()
    assert (row.ends_on, row.end_reason, row.end_words) == (planned, "", "")
    assert "Qualcun altro ha modificato" in text(client.post(undo_of(ended), follow=True))


def test_no_way_back_is_offered_from_the_end_of_a_hire_of_the_register(client: Client) -> None:
    row = hired(is_imported=True)
    given = {"version": 1, "ends_on": f"{TODAY:%d/%m/%Y}", "end_reason": "resigned"}
    ended = client.post(f"/assunzioni/{row.public_id}/fine/", given, follow=True)
    assert "La fine dell’assunzione è registrata" in text(ended)
    assert "annulla-fine" not in text(ended)


def test_what_somebody_else_wrote_meanwhile_stands_beside_what_was_typed(client: Client) -> None:
    row = hired()
    Placement.objects.update(version=3, ends_on=date(2027, 1, 31))
    answer = text(client.post(f"/assunzioni/{row.public_id}/scadenza/", {"version": 1, "ends_on": "28/2/2027"}))
    assert "31/01/2027" in answer
    assert 'value="28/2/2027"' in answer


def test_the_end_of_a_hire_is_told_in_the_timeline(client: Client) -> None:
    row = hired(ends_on=TODAY, end_reason="other_job")
    shown = text(client.get(f"/persone/{row.person.public_id}/"))
    assert "Fine dell’assunzione" in shown
    assert "Altro lavoro" in shown
    assert f"/assunzioni/{row.public_id}/" in shown
    officer = cast.client_of(cast.member(Role.OFFICER))
    assert "Altro lavoro" not in text(officer.get(f"/persone/{row.person.public_id}/"))


def test_the_list_shows_contracts_ending_and_says_who_was_shown(user: User, client: Client) -> None:
    soon = hired(cast.person("Cardellino"), ends_on=TODAY + timedelta(days=5))
    open_end = hired(cast.person("Allodola"), employer=cast.body("Vivaio Fontanella", Kind.EMPLOYER))
    expired = hired(cast.person("Betulla"), ends_on=TODAY - timedelta(days=5))
    hidden = hired(cast.protected_person("Caso 7A", cleared=(user,)))

    def shown(query: str) -> set[int]:
        answer = text(client.get(f"/assunzioni/{query}"))
        found = {row.person_id for row in (soon, open_end, expired, hidden) if row.public_id in answer}
        assert set(Event.objects.latest("id").about_people) == found
        return found

    assert shown("") == {soon.person_id, open_end.person_id, hidden.person_id}
    assert shown("?stato=in-scadenza") == {soon.person_id}
    assert shown("?stato=scadute") == {expired.person_id}
    assert shown("?ente=levante") == {soon.person_id}
    assert "sede riservata" in text(client.get("/assunzioni/"))
    assert "Nessuna assunzione con questi filtri" in text(client.get("/assunzioni/?ente=nessuno"))
    assert b"Cardellino" in client.get("/assunzioni/?formato=csv").content


@pytest.mark.parametrize("role", [Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.OFFICER])
def test_the_questions_do_not_grow_with_the_rows(role: Role) -> None:
    client, row = cast.client_of(cast.member(role)), hired()
    pages = ("/assunzioni/", f"/assunzioni/{row.public_id}/")

    def counts() -> dict[str, int]:
        found = {}
        for path in pages:
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(path).status_code == 200
            found[path] = sum("SAVEPOINT" not in one["sql"] for one in asked.captured_queries)
        return found

    few = counts()
    for number in range(15):
        hired(cast.person(f"Merlo {number}"))
    many = counts()
    assert {path: (few[path], many[path]) for path in pages if many[path] > few[path]} == {}
    assert {path: count for path, count in many.items() if count > CEILING} == {}
