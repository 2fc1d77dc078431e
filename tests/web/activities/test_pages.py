"""The pages of the groups: editions, sessions, enrolments; whoever is hidden from the reader is not there."""

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
from percorsi.activities import actions
from percorsi.activities.actions import ActivityDraft
from percorsi.activities.models import Activity, Attendance, Participation, Session
from percorsi.audit.models import Event, Subject
from tests import cast

pytestmark = pytest.mark.django_db
MAY = date(2018, 5, 2)
WEEK = timedelta(weeks=1)


@pytest.fixture
def user() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio")


@pytest.fixture
def client(user: User) -> Client:
    return cast.client_of(user)


@pytest.fixture
def edition(user: User) -> Activity:
    return edition_of(user, "ORAFO", MAY, date(2018, 6, 27))


def edition_of(user: User, name: str, first: date, last: date) -> Activity:
    return actions.add_activity(ActivityDraft(name, "1", starts_on=first, ends_on=last), by=user)


def page_of(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def names_in(page: str) -> list[str]:
    return re.findall(r'<a class="name" href="[^"]*">([^<]*)</a>', page)


def posted(client: Client, path: str, **typed: Any) -> str:
    return client.post(path, typed, follow=True).content.decode()


def test_the_list_by_state(client: Client, user: User) -> None:
    today = timezone.localdate()
    edition_of(user, "FINITA", MAY, MAY + WEEK)
    edition_of(user, "IN CORSO", today - WEEK, today + WEEK)
    edition_of(user, "IN PROGRAMMA", today + WEEK, today + 2 * WEEK)
    actions.add_activity(ActivityDraft("SENZA DATE"), by=user)
    for query, found in {
        "": ["IN PROGRAMMA 1", "IN CORSO 1", "FINITA 1", "SENZA DATE"],
        "?stato=in-programma": ["IN PROGRAMMA 1"],
        "?stato=in-corso": ["IN CORSO 1"],
        "?stato=finita": ["FINITA 1"],
        "?attivita=FINITA&stato=in-corso": [],
    }.items():
        page = page_of(client, f"/gruppi/{query}")
        assert names_in(page) == found, query
        assert page.count('class="chip"') == query.count("=")


def test_a_new_edition_is_refused_twice_and_nothing_typed_is_lost(client: Client) -> None:
    typed = {"name": "ORAFO", "edition": "1/2018", "starts_on": "2/5/2018", "target": "adulti"}
    assert "L’edizione è aggiunta" in posted(client, "/gruppi/nuovo/", **typed)
    page = posted(client, "/gruppi/nuovo/", **typed)
    assert "Questa edizione c’è già" in page
    assert 'value="adulti"' in page
    assert Activity.objects.count() == 1


def test_sessions_are_added_by_week(client: Client, edition: Activity) -> None:
    path = f"/gruppi/{edition.public_id}/incontri/"
    typed = {"held_on": "2/5/2018", "begins_at": "9", "finishes_at": "12.30", "topic": "Il curriculum"}
    page = posted(client, path, **typed, repetition="1")
    assert "Scrivi quanti incontri aggiungere." in page
    page = posted(client, path, **typed, repetition="2", count="99")
    assert "Scrivi un numero da 1 a 60." in page
    assert "4 incontri sono aggiunti." in posted(client, path, **typed, repetition="2", count="4")
    assert [row.held_on for row in edition.sessions.order_by("held_on")] == [MAY + n * 2 * WEEK for n in range(4)]
    assert {str(row.hours) for row in edition.sessions.all()} == {"3.50"}
    page = posted(client, path, held_on="4/7/2018", repetition="0")
    assert "L’edizione finisce il 27/06/2018" in page


def test_a_session_is_moved_cancelled_and_taken_back(client: Client, user: User, edition: Activity) -> None:
    session = actions.add_session(edition, by=user, held_on=MAY)
    own = f"/gruppi/incontri/{session.public_id}/"
    typed = {"held_on": "9/5/2018", "hours": "2,5", "version": "1"}
    assert "L’incontro è salvato." in posted(client, f"{own}sposta/", **typed)
    assert "Qualcun altro ha modificato" in posted(client, f"{own}sposta/", **typed)
    page = posted(client, f"{own}annulla/")
    assert f'action="{own}ripristina/"' in page
    assert "Questo incontro è annullato" in page_of(client, own)
    posted(client, f"{own}ripristina/")
    now = Session.objects.get()
    assert (now.held_on, str(now.hours), now.is_cancelled) == (date(2018, 5, 9), "2.50", False)


def test_a_session_with_presences_is_not_cancelled(client: Client, user: User, edition: Activity) -> None:
    session = actions.add_session(edition, by=user, held_on=MAY)
    actions.mark_attendance(actions.enrol(edition, by=user, person=cast.person()), by=user, session=session)
    assert "sono segnate presenze" in posted(client, f"/gruppi/incontri/{session.public_id}/annulla/")


def test_somebody_is_found_enrolled_and_taken_back(client: Client, edition: Activity) -> None:
    ada = cast.person("Cardellino", "Ada")
    cast.protected_person("Cardellino protetta")
    path = f"/gruppi/{edition.public_id}/iscrivi/"
    page = posted(client, path, testo="cardel")
    assert "Ada Cardellino" in page
    assert "protetta" not in page
    enrol = f"{path}{ada.public_id}/"
    assert f'action="{enrol}"' in page
    page = posted(client, enrol)
    assert "Cardellino" not in page, "a message lives in a cookie and names nobody"
    row = Participation.objects.get()
    assert (row.person, row.enrolled_on) == (ada, timezone.localdate())
    assert "Già iscritto" in posted(client, path, testo="cardel")
    assert "È già fra gli iscritti" in posted(client, enrol)
    assert "L’iscrizione è tolta." in posted(client, f"/gruppi/iscrizioni/{row.public_id}/togli/")
    assert not Participation.objects.exists()
    assert "cardel" not in repr(list(Event.objects.values())).casefold()


def test_taking_an_enrolment_out_is_offered_only_to_who_has_just_written_it(
    client: Client, user: User, edition: Activity
) -> None:
    row = actions.enrol(edition, by=user, person=cast.person("Cardellino", "Ada"))
    form = f"/gruppi/iscrizioni/{row.public_id}/ritiro/"
    away = f'action="/gruppi/iscrizioni/{row.public_id}/togli/"'
    other = cast.client_of(cast.member(Role.MEDIATOR))
    assert away in client.get(form).content.decode()
    assert away not in other.get(form).content.decode()
    assert "registra il ritiro" in posted(other, f"/gruppi/iscrizioni/{row.public_id}/togli/")
    assert Participation.objects.exists()


def test_a_search_that_says_too_little(client: Client, edition: Activity) -> None:
    assert "Scrivi almeno due lettere" in posted(client, f"/gruppi/{edition.public_id}/iscrivi/", testo="a")


def test_somebody_withdraws_and_is_readmitted(client: Client, user: User, edition: Activity) -> None:
    row = actions.enrol(edition, by=user, person=cast.person("Cardellino", "Ada"))
    own = f"/gruppi/iscrizioni/{row.public_id}/"
    today = f"{timezone.localdate():%d/%m/%Y}"
    page = posted(client, f"{own}ritiro/", withdrawn_on=today, reason="", version="1")
    assert "Scrivi perché non viene più." in page
    page = posted(client, f"{own}ritiro/", withdrawn_on=today, reason="ha trovato lavoro", version="1")
    assert f"Ritirato il {today}: ha trovato lavoro" in page
    assert "Il ritiro è già registrato" in posted(
        client, f"{own}ritiro/", withdrawn_on=today, reason="altro", version="2"
    )
    posted(client, f"{own}riammetti/")
    row.refresh_from_db()
    assert row.withdrawn_on is None


def test_who_is_hidden_is_neither_shown_nor_counted(user: User, edition: Activity) -> None:
    ada, hidden = cast.person("Cardellino", "Ada"), cast.protected_person("Caso 7A", cleared=(user,))
    session = actions.add_session(edition, by=user, held_on=MAY)
    for person in (ada, hidden):
        actions.mark_attendance(actions.enrol(edition, by=user, person=person), by=user, session=session)
    seen = {}
    for reader in (user, cast.member(Role.MEDIATOR)):
        client = cast.client_of(reader)
        subjects = Subject.objects.count()
        page = page_of(client, f"/gruppi/{edition.public_id}/")
        told = [re.findall(r'class="num" data-label="Iscritti">([^<]*)<', page_of(client, "/gruppi/"))]
        told += [re.findall(r"(\d+) iscritt", page), re.findall(r"(\d+) present[ei] su (\d+)", page)]
        seen[reader] = (names_in(page)[:-1], *told)
        assert Subject.objects.count() - subjects == len(names_in(page)) - 1
        assert ("Caso 7A" in page_of(client, f"/gruppi/incontri/{session.public_id}/")) == (reader == user)
    assert list(seen.values()) == [
        (["Ada Cardellino", "Caso 7A"], ["2"], ["2"], [("2", "2")]),
        (["Ada Cardellino"], ["1"], ["1"], [("1", "1")]),
    ]


def test_who_is_protected_never_stands_on_paper_or_in_a_file(client: Client, user: User, edition: Activity) -> None:
    session = actions.add_session(edition, by=user, held_on=MAY)
    for person in (cast.person("Cardellino", "Ada"), cast.protected_person("Caso 7A", cleared=(user,))):
        actions.enrol(edition, by=user, person=person)
    own = f"/gruppi/{edition.public_id}/"
    for path in (f"/gruppi/incontri/{session.public_id}/firme/", f"{own}?formato=stampa", f"{own}?formato=csv"):
        text = client.get(path).content.decode()
        assert "Cardellino" in text, path
        assert "Caso 7A" not in text, path
    # On the screen the row is there; printing the page from the browser leaves it out.
    shown = re.findall(r"<tr[^>]*>(?:(?!</tr>).)*Caso 7A", page_of(client, own), re.DOTALL)
    assert ["no-print" in row for row in shown] == [True]


def test_the_list_leaves_as_a_file_for_who_may(client: Client, edition: Activity) -> None:
    assert "ORAFO;1;" in client.get("/gruppi/?formato=csv").content.decode("utf-8-sig")
    assert cast.client_of(cast.member(Role.MEDIATOR)).get("/gruppi/?formato=csv").status_code == 404


def test_the_timeline_leads_to_the_edition(client: Client, user: User, edition: Activity) -> None:
    ada = cast.person("Cardellino", "Ada")
    actions.enrol(edition, by=user, person=ada)
    link = f'href="/gruppi/{edition.public_id}/"'
    assert link in page_of(client, f"/persone/{ada.public_id}/")
    assert link not in page_of(cast.client_of(cast.member(Role.OFFICER)), f"/persone/{ada.public_id}/")


def test_the_questions_do_not_grow_with_the_rows(client: Client, user: User, edition: Activity) -> None:
    session = actions.add_session(edition, by=user, held_on=MAY)
    own, sheet = f"/gruppi/{edition.public_id}/", f"/gruppi/incontri/{session.public_id}/"

    def asked() -> list[int]:
        numbers = []
        for path in ("/gruppi/", own, sheet, f"{sheet}firme/", f"{own}iscrivi/"):
            one = cast.client_of(user)
            with CaptureQueriesContext(connection) as queries:
                answer = one.post(path, {"testo": "merlo"}) if path.endswith("iscrivi/") else one.get(path)
                assert answer.status_code == 200
            numbers.append(len(queries))
        return numbers

    grow(user, edition, session, 2)
    few = asked()
    grow(user, edition, session, 12)
    assert asked() == few
    assert max(few) <= 15


def grow(user: User, edition: Activity, session: Session, rows: int) -> None:
    for number in range(rows):
        row = actions.enrol(edition, by=user, person=cast.person(f"Merlo {number}"))
        Attendance.objects.create(session=session, participation=row, kind="present")
        other = Activity.objects.create(name=f"Altro {Activity.objects.count()}", starts_on=MAY)
        Participation.objects.create(activity=other, person=row.person)
        Session.objects.create(activity=edition, held_on=MAY)
