"""A session that ended gives typed text back: to who typed it, in the same browser, for a quarter of an hour."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.organisations.actions import end_membership
from percorsi.service.models import Problem
from tests.cast import client_of, member, worker_of

pytestmark = pytest.mark.django_db

PASSWORD = "prova-di-accesso"
FORM = "/segnala-un-problema/"
SENT = {"kind": "error", "text": "Il grafico <non> si legge", "page": "people:person"}
HERE = {"HTTP_REFERER": f"http://testserver{FORM}?da=people:person"}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        yield clock


@pytest.fixture
def user() -> User:
    return member(Role.SCOUT)


def too_late(user: User, clock: time_machine.Traveller, sent: dict[str, Any] | None = None, **more: Any) -> Any:
    """Send the form after the session's end; return the browser and the answer."""
    client = client_of(user)
    clock.shift(timedelta(minutes=61))
    return client, client.post(more.pop("path", FORM), sent or SENT, **{**HERE, **more})


def enter(client: Client, user: User, address: str) -> Any:
    """Sign in on the login page, and return the page that it leads to."""
    back = client.get(address).content.decode().split('name="next" value="')[1].split('"')[0].replace("&amp;", "&")
    answer = client.post("/accesso/", {"login": user.username, "password": PASSWORD, "next": back})
    assert answer.status_code == 302
    return client.get(answer["Location"])


def test_the_form_comes_back_filled_and_nothing_was_carried_out(user: User, clock: time_machine.Traveller) -> None:
    client, answer = too_late(user, clock)
    assert answer["Location"] == f"/accesso/?next={FORM}%3Fda%3Dpeople%3Aperson&fine=inattivita"
    assert "è conservato e lo ritrovi nel modulo" in client.get(answer["Location"]).content.decode()
    page = enter(client, user, answer["Location"]).content.decode()
    assert "Il grafico &lt;non&gt; si legge</textarea>" in page
    assert "Non è ancora stato inviato" in page
    assert 'value="error"' in page and "checked" in page
    assert not Problem.objects.exists()
    token = page.split('<form class="panel')[1].split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert client.cookies["csrftoken"].value and token
    client.post(FORM, SENT)
    assert Problem.objects.get().text == SENT["text"]
    assert "Non è ancora stato inviato" not in client.get(f"{FORM}?da=people:person").content.decode()


def test_another_reader_of_the_same_browser_never_gets_it(user: User, clock: time_machine.Traveller) -> None:
    client, answer = too_late(user, clock)
    page = enter(client, member(Role.MEDIATOR), answer["Location"]).content.decode()
    assert "non&gt;" not in page and "Non è ancora stato inviato" not in page
    assert "grafico" not in client.get("/testo-ritrovato/").content.decode()
    assert "typed" not in client.session


def test_it_is_kept_for_a_quarter_of_an_hour(user: User, clock: time_machine.Traveller) -> None:
    client, answer = too_late(user, clock)
    row = Session.objects.get(session_key=client.session.session_key)
    assert row.expire_date <= timezone.now() + timedelta(minutes=15)
    clock.shift(timedelta(minutes=14))
    assert "Il grafico" in enter(client, user, answer["Location"]).content.decode()
    clock.shift(timedelta(minutes=2))
    assert "Non è ancora stato inviato" not in client.get(f"{FORM}?da=people:person").content.decode()
    assert "typed" not in client.session


def test_another_browser_has_nothing(user: User, clock: time_machine.Traveller) -> None:
    too_late(user, clock)
    assert "Non è ancora stato inviato" not in client_of(user).get(f"{FORM}?da=people:person").content.decode()


def test_too_much_is_not_kept_nor_promised(user: User, clock: time_machine.Traveller) -> None:
    client, answer = too_late(user, clock, {**SENT, "text": "x" * 200 * 1024})
    assert "typed" not in client.session
    assert "torni alla pagina" in client.get(answer["Location"]).content.decode()
    client, answer = too_late(user, clock, {**SENT, "text": "x" * 190 * 1024})
    assert "typed" in client.session


def test_no_password_and_no_file_is_kept(clock: time_machine.Traveller) -> None:
    user = member(Role.ADMINISTRATOR)
    sent: dict[str, Any] = {
        "oldpassword": PASSWORD,
        "password1": "segreta-una",
        "password2": "segreta-una",
        "altro": "parole",
    }
    client, _ = too_late(user, clock, sent, path="/password/", HTTP_REFERER="http://testserver/password/")
    assert "typed" not in client.session
    sent = {"logo": SimpleUploadedFile("logo.png", b"contenuto"), "version": "0", "password": "segreta-una"}
    client, _ = too_late(
        user, clock, sent, path="/impostazioni/logo/", HTTP_REFERER="http://testserver/impostazioni/logo/"
    )
    assert client.session["typed"]["fields"] == {"version": ["0"]}
    page = enter(client, user, "/accesso/?next=/impostazioni/logo/").content.decode()
    assert "I file non si conservano: sceglili di nuovo." in page


@pytest.mark.parametrize(
    "sender",
    [
        {"HTTP_REFERER": "https://altrove.example/"},
        {"HTTP_REFERER": ""},
        {"HTTP_ORIGIN": "https://altrove.example"},
        {"HTTP_REFERER": "", "HTTP_ORIGIN": "null"},
    ],
)
def test_what_a_stranger_s_page_sends_is_not_kept(
    user: User, clock: time_machine.Traveller, sender: dict[str, str]
) -> None:
    client, _ = too_late(user, clock, None, **sender)
    assert "typed" not in client.session


def test_who_was_never_signed_in_keeps_nothing() -> None:
    client = Client()
    client.post(FORM, SENT, **HERE)  # type: ignore[arg-type]
    assert not Session.objects.exists()


def test_a_night_later_it_is_still_known_who_typed(user: User, clock: time_machine.Traveller) -> None:
    client = client_of(user)
    clock.shift(timedelta(hours=16))
    answer = client.post(FORM, SENT, **HERE)  # type: ignore[arg-type]
    assert "Il grafico" in enter(client, user, answer["Location"]).content.decode()


def test_where_the_form_stands_no_longer_the_text_is_shown_alone(clock: time_machine.Traveller) -> None:
    user, other = member(Role.ADMINISTRATOR), member(Role.ADMINISTRATOR)
    sent = {"name": "SIL di Borgo Rondine", "version": "0"}
    form = "/impostazioni/nome/"
    client, answer = too_late(user, clock, sent, path=form, HTTP_REFERER=f"http://testserver{form}")
    end_membership(worker_of(user).memberships.get(), last_day=None, by=other)
    assert enter(client, user, answer["Location"])["Location"] == "/testo-ritrovato/"
    assert "SIL di Borgo Rondine</textarea>" in client.get("/testo-ritrovato/").content.decode()
    assert client.get(form).status_code == 404
    assert "niente da ritrovare" in client_of(other).get("/testo-ritrovato/").content.decode()


def test_what_comes_from_a_page_of_another_session_is_kept_for_nobody(user: User) -> None:
    """Who was signed in before at this browser may have typed it."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    answer = client.post(FORM, {**SENT, "csrfmiddlewaretoken": "a" * 64}, **HERE)  # type: ignore[arg-type]
    assert answer.status_code == 403 and "copia quello che hai scritto" in answer.content.decode()
    assert "typed" not in client.session
    assert "Il grafico" not in client.get("/testo-ritrovato/").content.decode()


def test_what_a_script_saves_by_itself_is_not_it_and_does_not_hide_it(
    user: User, clock: time_machine.Traveller
) -> None:
    client, _ = too_late(user, clock, {"text": "bozza"}, HTTP_SEC_FETCH_MODE="cors")
    assert "typed" not in client.session
    answer = client.post(FORM, SENT, HTTP_SEC_FETCH_MODE="navigate", **HERE)  # type: ignore[arg-type]
    assert "Il grafico" in enter(client, user, answer["Location"]).content.decode()
    assert "was" not in client.session


def test_a_word_searched_in_the_bar_is_not_kept(clock: time_machine.Traveller) -> None:
    client, _ = too_late(member(Role.MEDIATOR), clock, {"testo": "cardellino"}, path="/persone/cerca/")
    assert "typed" not in client.session
