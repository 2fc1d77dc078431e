"""How long sessions last, what ends them, and what is said then."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.organisations.actions import close_account, end_membership, reopen_account
from tests.cast import client_of, member, worker_of

pytestmark = pytest.mark.django_db

OLD, NEW = "prova-di-accesso", "sette-rondini-nel-vento"


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


def test_an_hour_without_a_page_ends_the_session_and_the_login_page_says_so(clock: time_machine.Traveller) -> None:
    user = member(Role.ADMINISTRATOR)
    client = client_of(user)
    clock.shift(timedelta(minutes=59))
    assert client.get("/utenti/").status_code == 200
    clock.shift(timedelta(minutes=61))
    response = client.get("/utenti/?pagina=1")
    assert response["Location"] == "/accesso/?next=/utenti/%3Fpagina%3D1&fine=inattivita"
    content = client.get(response["Location"]).content.decode()
    assert "La sessione è finita dopo 60 minuti senza attività." in content
    assert 'name="next" value="/utenti/?pagina=1"' in content
    event = Event.objects.get(act=Act.LOGOUT)
    assert (event.actor, event.reason) == (user.pk, "inattivita")
    assert client.get("/utenti/")["Location"] == "/accesso/?next=/utenti/"


def test_twelve_hours_end_the_session_however_busy(clock: time_machine.Traveller) -> None:
    client = client_of(member(Role.ADMINISTRATOR))
    for _ in range(23):
        clock.shift(timedelta(minutes=31))
        assert client.get("/utenti/").status_code == 200
    clock.shift(timedelta(minutes=8))
    response = client.get("/utenti/")
    assert response["Location"] == "/accesso/?next=/utenti/&fine=durata"
    assert "12 ore" in client.get(response["Location"]).content.decode()


def test_a_session_without_its_beginning_is_over() -> None:
    client = client_of(member(Role.ADMINISTRATOR))
    session = client.session
    del session["started_at"]
    session.save()
    assert client.get("/utenti/").status_code == 302


def test_what_was_sent_after_the_end_leads_back_to_its_form(clock: time_machine.Traveller) -> None:
    client = client_of(member(Role.ADMINISTRATOR))
    before = User.objects.count()
    clock.shift(timedelta(minutes=61))
    sent: dict[str, Any] = {"name": "Piera Upupa", "username": "p.upupa"}
    response = client.post("/utenti/nuovo/?a=b", sent, HTTP_REFERER="http://testserver/utenti/nuovo/")
    assert response["Location"] == "/accesso/?next=/utenti/nuovo/&fine=inattivita"
    assert User.objects.count() == before
    for foreign in ("http://altrove.example/utenti/", ""):
        assert Client().post("/utenti/nuovo/", sent, HTTP_REFERER=foreign)["Location"] == "/accesso/"


def test_looking_at_pages_writes_the_session_once_a_minute(clock: time_machine.Traveller) -> None:
    client = client_of(member(Role.ADMINISTRATOR))
    client.get("/utenti/")

    def session_writes() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            client.get("/utenti/")
        return sum("UPDATE" in one["sql"] and "django_session" in one["sql"] for one in queries)

    assert session_writes() == 0
    clock.shift(timedelta(seconds=61))
    assert [session_writes(), session_writes()] == [1, 0]


def test_a_new_password_ends_the_other_sessions_but_not_this_one() -> None:
    user = member(Role.ADMINISTRATOR)
    here, elsewhere = client_of(user), client_of(user)
    before = here.session.session_key
    response = here.post("/password/", {"oldpassword": OLD, "password1": NEW, "password2": NEW})
    assert response["Location"] == "/"
    assert here.session.session_key != before
    assert here.get("/utenti/").status_code == 200
    assert elsewhere.get("/utenti/").status_code == 302
    user.refresh_from_db()
    assert user.check_password(NEW)
    event = Event.objects.get(act=Act.CHANGE)
    assert (event.actor, event.object_id, event.fields) == (user.pk, user.pk, {"password": "changed"})


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"oldpassword": "sbagliata"}, "Non è la password di adesso"),
        ({"password2": "diversa-da-quella"}, "Non è uguale alla prima"),
        ({"password1": "corta", "password2": "corta"}, "troppo corta: scrivi almeno 12"),
        ({"password1": "", "password2": ""}, "Scrivi la password."),
    ],
)
def test_a_password_that_cannot_be_taken_is_refused_with_words(sent: dict[str, str], words: str) -> None:
    user = member(Role.SCOUT)
    fields = {"oldpassword": OLD, "password1": NEW, "password2": NEW, **sent}
    content = client_of(user).post("/password/", fields).content.decode()
    assert words in content
    assert NEW not in content
    user.refresh_from_db()
    assert user.check_password(OLD)


def test_the_old_password_is_not_guessed_from_an_open_session() -> None:
    client = client_of(member(Role.SCOUT))
    fields = {"oldpassword": "sbagliata", "password1": NEW, "password2": NEW}
    assert [client.post("/password/", fields).status_code for _ in range(7)] == [200] * 5 + [429] * 2


def test_shutting_an_account_ends_its_sessions_for_good() -> None:
    user, by = member(Role.ADMINISTRATOR), member(Role.ADMINISTRATOR)
    client = client_of(user)
    assert client.get("/utenti/").status_code == 200
    close_account(user, by=by)
    assert client.get("/utenti/").status_code == 302
    reopen_account(user, by=by)
    assert client.get("/utenti/").status_code == 302


def test_a_role_taken_away_ends_at_the_next_click() -> None:
    user, by = member(Role.ADMINISTRATOR), member(Role.ADMINISTRATOR)
    client = client_of(user)
    end_membership(worker_of(user).memberships.get(), last_day=None, by=by)
    assert client.get("/utenti/").status_code == 404
    assert "non hai un ruolo" in client.get("/").content.decode()


def test_no_page_may_be_kept_by_browser_or_proxy() -> None:
    client = client_of(member(Role.ADMINISTRATOR))
    for path in ("/", "/utenti/", "/utenti/nuovo/", "/password/", "/accesso/", "/nulla/"):
        assert client.get(path)["Cache-Control"] == "no-store", path


def test_the_cookies_are_closed_to_scripts() -> None:
    user = member(Role.SCOUT)
    client = Client()
    client.get("/accesso/")
    client.post("/accesso/", {"login": user.username, "password": OLD})
    session, token = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert (session["httponly"], session["samesite"], session["max-age"]) == (True, "Lax", "")
    assert (token["httponly"], token["samesite"]) == (True, "Lax")
    assert Session.objects.count() == 1
