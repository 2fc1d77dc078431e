"""Entering and leaving: one answer for every failure, throttled by account and address, all in the trail."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.auth import hashers
from django.core.cache import cache
from django.test import Client, RequestFactory, override_settings
from django.utils import timezone

from percorsi.accounts.actions import command_user, set_active
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.web.shell.trail import client_address
from tests.cast import client_of, member

pytestmark = pytest.mark.django_db

RIGHT = "prova-di-accesso"
HERE, ELSEWHERE = "192.0.2.10", "198.51.100.7"


@pytest.fixture(autouse=True)
def _no_counters() -> None:
    cache.clear()


def enter(username: str, password: str = RIGHT, *, address: str = HERE, **more: Any) -> Any:
    """Send the login form from an address, with a browser of its own."""
    return Client(REMOTE_ADDR=address).post("/accesso/", {"login": username, "password": password, **more})


def is_in(response: Any) -> bool:
    return response.status_code == 302 and response["Location"] != "/accesso/"


def without_what_differs(content: bytes, username: str) -> str:
    """The body of a page without the token of its form and the user name typed."""
    text = content.decode()
    start = text.index("csrfmiddlewaretoken")
    return (text[:start] + text[text.index(">", start) :]).replace(username, "")


def test_the_right_password_lets_in_and_the_trail_says_with_which_role() -> None:
    user = member(Role.MEDIATOR)
    response = enter(user.username)
    assert response["Location"] == "/"
    event = Event.objects.get(act=Act.LOGIN)
    assert (event.actor, event.role, event.address) == (user.pk, Role.MEDIATOR, HERE)


def test_the_user_name_may_be_typed_in_capitals_and_with_blanks() -> None:
    assert is_in(enter(f" {member(Role.MEDIATOR).username.upper()} "))


def test_login_gives_the_session_a_new_id() -> None:
    user = member(Role.MEDIATOR)
    client = Client()
    session = client.session
    session["planted"] = "yes"
    session.save()
    before = session.session_key
    client.post("/accesso/", {"login": user.username, "password": RIGHT})
    assert client.session.session_key != before


def test_after_login_one_returns_to_the_page_asked_but_never_to_another_site() -> None:
    user = member(Role.ADMINISTRATOR)
    assert enter(user.username, next="/utenti/nuovo/")["Location"] == "/utenti/nuovo/"
    for foreign in ("https://altrove.example/", "//altrove.example/", "javascript:alert(1)"):
        assert enter(user.username, next=foreign)["Location"] == "/"


def test_every_failure_gets_the_same_answer_and_keeps_the_user_name() -> None:
    shut, waiting = member(Role.MEDIATOR), member(Role.MEDIATOR)
    set_active(shut, is_active=False, by=command_user())
    shut.set_password(RIGHT)
    shut.save()
    waiting.set_unusable_password()
    waiting.save()
    tries = [("nessuno", RIGHT), (member(Role.MEDIATOR).username, "sbagliata"), (shut.username, RIGHT)]
    tries += [(waiting.username, RIGHT), ("comando", RIGHT)]
    pages = []
    for username, password in tries:
        response = enter(username, password)
        assert response.status_code == 200
        assert f'value="{username}"' in response.content.decode()
        assert "Nome utente o password non corretti" in response.content.decode()
        assert password not in response.content.decode()
        pages.append(without_what_differs(response.content, username))
    assert len(set(pages)) == 1


def test_every_failure_costs_one_hash_and_so_the_same_time(monkeypatch: pytest.MonkeyPatch) -> None:
    shut, waiting = member(Role.MEDIATOR), member(Role.MEDIATOR)
    User.objects.filter(pk=shut.pk).update(is_active=False)
    waiting.set_unusable_password()
    waiting.save()
    known = member(Role.MEDIATOR).username
    counted: list[str] = []
    hasher = hashers.get_hasher().__class__
    honest = hasher.encode

    def encode(self: Any, password: str, salt: str) -> str:
        counted.append(password)
        return str(honest(self, password, salt))

    monkeypatch.setattr(hasher, "encode", encode)
    costs = []
    for username, password in [
        (known, "sbagliata"),
        ("nessuno", RIGHT),
        (shut.username, RIGHT),
        (waiting.username, RIGHT),
    ]:
        counted.clear()
        enter(username, password)
        costs.append(len(counted))
    assert costs == [1, 1, 1, 1]


def test_a_failure_is_noted_without_what_was_typed() -> None:
    user = member(Role.MEDIATOR)
    enter(user.username, "la-mia-parola-segreta")
    enter("la-mia-parola-segreta", "x")
    known, unknown = Event.objects.filter(act=Act.LOGIN_FAILED).order_by("pk")
    assert (known.actor, known.object_id, known.address) == (None, user.pk, HERE)
    assert (unknown.actor, unknown.object_id, unknown.actor_name) == (None, None, "")
    assert "segreta" not in str(list(Event.objects.values()))


def test_five_failures_a_minute_then_even_the_right_password_waits() -> None:
    user = member(Role.MEDIATOR)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            enter(user.username, "sbagliata")
        refused = enter(user.username)
        assert not is_in(refused)
        assert "Aspetta un minuto" in refused.content.decode()
        assert Event.objects.filter(act=Act.LOGIN_FAILED).count() == 5
        clock.shift(timedelta(seconds=61))
        assert is_in(enter(user.username))


def test_the_wait_grows_and_is_never_for_ever() -> None:
    user = member(Role.MEDIATOR)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(40):
            enter(user.username, "sbagliata")
            clock.shift(timedelta(seconds=30))
        # Twenty minutes of guessing every half minute: ten in each ten minutes were looked at.
        assert Event.objects.filter(act=Act.LOGIN_FAILED).count() <= 20
        assert not is_in(enter(user.username))
        clock.shift(timedelta(hours=1))
        assert is_in(enter(user.username))


def test_the_failures_of_others_do_not_keep_the_holder_out() -> None:
    user = member(Role.MEDIATOR)
    for _ in range(60):
        enter(user.username, "sbagliata", address=ELSEWHERE)
    assert not is_in(enter(user.username, address=ELSEWHERE))
    assert is_in(enter(user.username, address=HERE))


def test_the_failures_for_one_account_do_not_keep_a_colleague_of_the_office_out() -> None:
    clumsy, colleague = member(Role.MEDIATOR), member(Role.MEDIATOR)
    for _ in range(8):
        enter(clumsy.username, "sbagliata")
    assert is_in(enter(colleague.username))


def test_a_good_login_is_no_failure() -> None:
    user = member(Role.MEDIATOR)
    for _ in range(12):
        assert is_in(enter(user.username))


def test_of_a_thousand_guesses_in_a_minute_thirty_are_looked_at() -> None:
    names = [member(Role.MEDIATOR).username for _ in range(3)]
    with time_machine.travel(timezone.now(), tick=False):
        answers = [enter(names[n % 3] if n % 2 else f"nome-{n}", f"parola-{n}") for n in range(1_000)]
    assert Event.objects.filter(act=Act.LOGIN_FAILED).count() <= 30
    assert answers[-1].status_code == 429
    assert "Aspetta un minuto" in answers[-1].content.decode() or "aspetta un minuto" in answers[-1].content.decode()


def test_the_addresses_of_one_ipv6_network_are_one() -> None:
    user = member(Role.MEDIATOR)
    for number in range(5):
        assert not is_in(enter(user.username, "sbagliata", address=f"2001:db8:1:2::{number:x}"))
    assert not is_in(enter(user.username, address="2001:db8:1:2:ffff::9"))
    assert is_in(enter(user.username, address="2001:db8:1:3::1"))


def test_a_forged_forwarded_address_is_ignored_without_a_proxy() -> None:
    user = member(Role.MEDIATOR)
    client = Client(REMOTE_ADDR=ELSEWHERE)
    for n in range(40):
        client.post("/accesso/", {"login": user.username, "password": "no"}, HTTP_X_FORWARDED_FOR=f"203.0.113.{n}")
    assert Event.objects.filter(act=Act.LOGIN_FAILED).count() == 5
    assert set(Event.objects.values_list("address", flat=True)) == {ELSEWHERE}


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, "203.0.113.5", "10.0.0.1"),
        (1, "203.0.113.5", "203.0.113.5"),
        (1, "6.6.6.6, 203.0.113.5", "203.0.113.5"),
        (2, "6.6.6.6, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
        (2, "203.0.113.5", "10.0.0.1"),
        (1, "", "10.0.0.1"),
        (1, "<script>", "10.0.0.1"),
        (1, "2001:db8::1", "2001:db8::1"),
    ],
)
def test_the_address_is_the_one_that_our_own_proxy_wrote(proxies: int, forwarded: str, expected: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=forwarded)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert client_address(request) == expected


def test_an_unknown_address_is_none() -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR="")) is None


def test_logout_ends_the_session_clears_the_browser_and_is_noted() -> None:
    user = member(Role.ADMINISTRATOR)
    client = client_of(user)
    response = client.post("/uscita/")
    assert response["Location"] == "/accesso/"
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert client.get("/utenti/").status_code == 302
    assert Event.objects.get(act=Act.LOGOUT).actor == user.pk
    assert "Sei uscito" in client.get("/accesso/").content.decode()


@pytest.mark.parametrize("method", ["get", "head"])
def test_a_link_does_not_sign_out(method: str) -> None:
    client = client_of(member(Role.ADMINISTRATOR))
    assert getattr(client, method)("/uscita/").status_code == 405
    assert client.get("/utenti/").status_code == 200


def test_the_login_refuses_a_form_from_elsewhere() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/accesso/", {"login": "x", "password": "y"}).status_code == 403


def test_empty_fields_are_named() -> None:
    content = enter("", "").content.decode()
    assert "Scrivi il nome utente." in content
    assert "Scrivi la password." in content


def test_nothing_of_allauth_is_open_but_what_we_use() -> None:
    for path in ("signup/", "login/", "accounts/login/", "email/", "password/reset/", "accesso/signup/", "inactive/"):
        assert Client().get(f"/{path}").status_code == 404
