"""Accounts and roles in the administrator's hands: each step, what is refused, what posting more does not change."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.text import match_key
from percorsi.organisations.actions import ensure_workers
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.organisations.queries import reader
from tests.cast import body, client_of, member, municipality, person, worker_of

pytestmark = pytest.mark.django_db

PASSWORD = "quattro-nidi-sul-larice"
MISSING = "a" * 22


@pytest.fixture
def administrator() -> User:
    return member(Role.ADMINISTRATOR, name="Gemma Ontano")


@pytest.fixture
def client(administrator: User) -> Client:
    return client_of(administrator)


def filled(**values: Any) -> dict[str, Any]:
    """The new-user form as somebody fills it in."""
    ordinary = {"name": "Piera Upupa", "username": "p.upupa", "role": "mediator", "organisation": body().pk}
    return {**ordinary, "starts_on": "03/06/2019", "ends_on": "", **values}


def link_in(content: bytes) -> str:
    found = re.search(r'value="(http://testserver/accesso/attiva/[^"]+)"', content.decode())
    assert found, "no activation link on the page"
    return found[1].removeprefix("http://testserver")


def test_a_new_user_gets_a_role_and_a_link_and_comes_in(client: Client, administrator: User) -> None:
    response = client.post("/utenti/nuovo/", filled())
    link = link_in(response.content)
    made = User.objects.get(username="p.upupa")
    assert Membership.objects.get(worker__user=made).starts_on == date(2019, 6, 3)
    assert {event.act for event in Event.objects.filter(actor=administrator.pk)} >= {Act.CREATE, Act.GRANT}

    newcomer = Client()
    assert "p.upupa" in newcomer.get(link).content.decode()
    sent = newcomer.post(link, {"password1": PASSWORD, "password2": PASSWORD})
    assert sent["Location"] == "/accesso/"
    assert "La password è scelta" in newcomer.get("/accesso/").content.decode()
    assert newcomer.post("/accesso/", {"login": "p.upupa", "password": PASSWORD})["Location"] == "/"
    found = reader(made.pk)
    assert found is not None
    assert found.role == Role.MEDIATOR


def test_the_link_is_shown_once_and_is_nowhere_else(client: Client) -> None:
    token = link_in(client.post("/utenti/nuovo/", filled()).content).split("/")[-2]
    user = User.objects.get(username="p.upupa")
    for path in ("/utenti/", f"/utenti/{user.public_id}/", f"/utenti/{user.public_id}/collegamento/"):
        assert token not in client.get(path).content.decode()
    assert token not in str(dict(client.session))


def test_a_link_used_old_or_invented_gets_one_answer(client: Client) -> None:
    link = link_in(client.post("/utenti/nuovo/", filled()).content)
    with time_machine.travel(timezone.now() + timedelta(hours=25), tick=False):
        old = Client().get(link)
    Client().post(link, {"password1": PASSWORD, "password2": PASSWORD})
    answers = [old, Client().get(link), Client().get(f"/accesso/attiva/{MISSING}/abc-def/")]
    answers.append(Client().post(link, {"password1": "x" * 20, "password2": "x" * 20}))
    assert {answer.status_code for answer in answers} == {410}
    assert len({answer.content for answer in answers}) == 1
    assert User.objects.get(username="p.upupa").check_password(PASSWORD)


def test_opening_a_link_changes_nothing(client: Client) -> None:
    link = link_in(client.post("/utenti/nuovo/", filled()).content)
    before = User.objects.values().get(username="p.upupa")
    events = Event.objects.count()
    Client().get(link)
    assert User.objects.values().get(username="p.upupa") == before
    assert Event.objects.count() == events


def test_a_weak_first_password_is_refused_with_words(client: Client) -> None:
    link = link_in(client.post("/utenti/nuovo/", filled()).content)
    for weak in ("corta", "percorsi-sil-2027"):
        assert "errore da correggere" in Client().post(link, {"password1": weak, "password2": weak}).content.decode()
    assert not User.objects.get(username="p.upupa").has_usable_password()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": ""}, "Scrivi nome e cognome."),
        ({"username": "con spazio"}, "3 a 60 caratteri"),
        ({"role": ""}, "Scegli il ruolo."),
        ({"role": "command"}, "Scegli un ruolo"),
        ({"organisation": ""}, "Scegli l’ente."),
        ({"role": "social_worker"}, "«Comune»"),
        ({"starts_on": "31/02/2019"}, "Questo giorno non esiste: scrivilo così, 3/6/2019."),
        ({"ends_on": "01/01/2019"}, "prima di cominciare"),
    ],
)
def test_what_cannot_be_taken_is_refused_beside_its_field(client: Client, sent: dict[str, str], words: str) -> None:
    content = client.post("/utenti/nuovo/", filled(**sent)).content.decode()
    assert words in content
    assert "errore da correggere" in content
    assert 'value="03/06/2019"' in content or "starts_on" in sent
    assert not User.objects.filter(name="Piera Upupa").exists()
    assert not Worker.objects.filter(match_key="piera upupa").exists()


def test_a_day_is_read_as_italians_write_it_whatever_the_browser_speaks(client: Client) -> None:
    client.post("/utenti/nuovo/", filled(starts_on="3/6/2019"), HTTP_ACCEPT_LANGUAGE="en-US")
    assert Membership.objects.get(worker__user__username="p.upupa").starts_on == date(2019, 6, 3)


def test_posting_more_than_the_form_asks_changes_nothing(client: Client) -> None:
    more = {"is_system": "on", "is_active": "", "standing": "x", "password": "y", "public_id": MISSING, "role2": "z"}
    client.post("/utenti/nuovo/", {**filled(), **more})
    made = User.objects.get(username="p.upupa")
    assert (made.is_system, made.is_active, made.has_usable_password()) == (False, True, False)
    assert made.public_id != MISSING
    path = f"/utenti/{made.public_id}/modifica/"
    client.post(path, {"name": "Piera Upupa", "username": "piera.upupa", **more, "email": "a@b.it"})
    made.refresh_from_db()
    assert (made.username, made.is_system, made.is_active, made.email) == ("piera.upupa", False, True, "")
    client.post(path, {"name": "Piera Maria Upupa", "username": "piera.upupa"})
    assert Worker.objects.get(user=made).name == "Piera Maria Upupa"


def test_a_namesake_is_asked_about_and_then_made(client: Client) -> None:
    ensure_workers(["Upupa Piera"], role=Role.MEDIATOR, body=body())
    content = client.post("/utenti/nuovo/", filled()).content.decode()
    assert "C’è già un operatore con questo nome" in content
    assert 'name="is_namesake"' in content
    assert client.post("/utenti/nuovo/", filled(is_namesake="on")).status_code == 200
    assert Worker.objects.filter(match_key=match_key("Piera Upupa")).count() == 2


def test_a_worker_of_the_register_gets_an_account(client: Client) -> None:
    worker = ensure_workers(["Gelso Nevio"], role=Role.MEDIATOR, body=body())["Gelso Nevio"]
    assert "Operatori senza account (1)" in client.get("/utenti/").content.decode()
    assert "Gelso Nevio" in client.get("/utenti/senza-account/").content.decode()
    path = f"/utenti/senza-account/{worker.public_id}/"
    assert 'value="Gelso Nevio"' in client.get(path).content.decode()
    refused = client.post(path, {"username": "x", "name": ""}).content.decode()
    assert "3 a 60 caratteri" in client.post(path, {"username": "x", "name": "Nevio Gelso"}).content.decode()
    assert "scrivi nome e cognome" in refused
    link_in(client.post(path, {"username": "n.gelso", "name": "Nevio Gelso", "user": "1"}).content)
    worker.refresh_from_db()
    assert worker.user is not None
    assert (worker.user.name, worker.user.username, worker.name) == ("Nevio Gelso", "n.gelso", "Nevio Gelso")
    assert client.get(path).status_code == 404


def test_roles_are_given_and_taken(client: Client) -> None:
    user = member(Role.SCOUT)
    place = f"/utenti/{user.public_id}"
    sent = {"role": "officer", "organisation": body().pk, "starts_on": "01/02/2019", "ends_on": ""}
    assert client.post(f"{place}/ruoli/nuovo/", sent)["Location"] == f"{place}/"
    assert "già questo ruolo" in client.post(f"{place}/ruoli/nuovo/", sent).content.decode()
    content = client.get(f"{place}/").content.decode()
    assert "Amministrativo" in content
    assert "dal 01/02/2019" in content
    given = Membership.objects.get(worker__user=user, role=Role.OFFICER)
    client.post(f"{place}/ruoli/fine/", {"membership": given.pk, "last_day": "31/03/2019"})
    given.refresh_from_db()
    assert given.ends_on == date(2019, 3, 31)


def test_a_role_of_somebody_else_is_not_taken_from_here(client: Client) -> None:
    user, other = member(Role.SCOUT), member(Role.SCOUT)
    theirs = worker_of(other).memberships.get()
    content = client.post(f"/utenti/{user.public_id}/ruoli/fine/", {"membership": theirs.pk}).content.decode()
    assert "Scegli un ruolo" in content
    theirs.refresh_from_db()
    assert theirs.ends_on is None


def test_accounts_are_shut_and_opened_again(client: Client) -> None:
    user = member(Role.SCOUT)
    place = f"/utenti/{user.public_id}"
    assert "Disattivare" in client.get(f"{place}/disattiva/").content.decode()
    user.refresh_from_db()
    assert user.is_active
    client.post(f"{place}/disattiva/")
    user.refresh_from_db()
    assert not user.is_active
    assert "Disattivato" in client.get(f"{place}/").content.decode()
    assert client.get(f"{place}/disattiva/").status_code == 404
    link = link_in(client.post(f"{place}/collegamento/").content)
    Client().post(link, {"password1": PASSWORD, "password2": PASSWORD})
    user.refresh_from_db()
    assert user.is_active
    assert user.check_password(PASSWORD)


def test_nobody_changes_their_own_account_from_here(client: Client, administrator: User) -> None:
    member(Role.ADMINISTRATOR)
    place = f"/utenti/{administrator.public_id}"
    own = worker_of(administrator).memberships.get()
    posts = {
        "disattiva/": {},
        "collegamento/": {},
        "ruoli/nuovo/": {"role": "mediator", "organisation": body().pk, "starts_on": "01/01/2019"},
        "ruoli/fine/": {"membership": own.pk},
    }
    for path, sent in posts.items():
        content = client.post(f"{place}/{path}", sent).content.decode()
        assert "altro amministratore" in content, path
    assert "altro amministratore" in client.get(f"{place}/").content.decode()
    assert worker_of(administrator).memberships.count() == 1
    assert client.get("/utenti/").status_code == 200


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.COMMAND}))
def test_nobody_else_finds_these_pages(role: Role) -> None:
    someone = member(Role.SCOUT)
    worker = ensure_workers(["Gelso Nevio"], role=Role.MEDIATOR, body=body())["Gelso Nevio"]
    other = client_of(member(role))
    nothing = other.get("/nulla/")
    place = f"/utenti/{someone.public_id}/"
    paths = [
        "/utenti/",
        "/utenti/nuovo/",
        "/utenti/senza-account/",
        f"/utenti/senza-account/{worker.public_id}/",
        place,
    ]
    paths += [place + end for end in ("modifica/", "ruoli/nuovo/", "ruoli/fine/", "disattiva/", "collegamento/")]
    for path in paths:
        for answer in (other.get(path), other.post(path, filled())):
            assert (answer.status_code, answer.content) == (404, nothing.content), path
    someone.refresh_from_db()
    assert someone.is_active
    assert not User.objects.filter(username="p.upupa").exists()
    assert Event.objects.filter(act=Act.DENIED).count() == 2 * len(paths)


def test_these_pages_hold_who_works_here_and_nobody_who_is_served(client: Client) -> None:
    person("Cardellino", "Ada")
    Organisation.objects.create(name="Falegnameria Betulla", match_key="falegnameria betulla", kind=Kind.EMPLOYER)
    for path in ("/utenti/", "/utenti/nuovo/", "/utenti/senza-account/"):
        content = client.get(path).content.decode()
        assert "Cardellino" not in content
        assert "Betulla" not in content
        assert "comando" not in content.lower()


def test_the_account_of_the_commands_has_no_page(client: Client) -> None:
    from percorsi.accounts.actions import command_user

    assert client.get(f"/utenti/{command_user().public_id}/").status_code == 404
    assert client.get(f"/utenti/{MISSING}/").status_code == 404


def test_the_list_asks_the_database_as_often_for_sixty_as_for_two(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    for _ in range(60):
        member(Role.MEDIATOR)
    with django_assert_max_num_queries(8):
        content = client.get("/utenti/").content.decode()
    assert content.count('class="name"') == 50
    assert "pagina=2" in content


def test_looking_at_the_pages_changes_nothing(client: Client) -> None:
    user = member(Role.SCOUT)
    before = (list(User.objects.values()), list(Membership.objects.values()), Event.objects.count())
    place = f"/utenti/{user.public_id}/"
    for end in ("", "modifica/", "ruoli/nuovo/", "ruoli/fine/", "disattiva/", "collegamento/"):
        assert client.get(place + end).status_code == 200
    assert (list(User.objects.values()), list(Membership.objects.values()), Event.objects.count()) == before


def test_a_new_body_can_be_chosen_for_a_role(client: Client) -> None:
    municipality("Lainate")
    assert "Nessun Comune" in client.post("/utenti/enti/nuovo/", {"kind": "municipality", "name": "X"}).content.decode()
    sent = {"kind": "municipality", "name": "Lainate", "code": "x", "vat_number": "y"}
    assert client.post("/utenti/enti/nuovo/", sent)["Location"] == "/utenti/"
    made = Organisation.objects.get(name="Comune di Lainate")
    assert (made.code, made.vat_number) == (None, "")
    client.post("/utenti/nuovo/", filled(role="social_worker", organisation=made.pk))
    found = reader(User.objects.get(username="p.upupa").pk)
    assert found is not None
    assert found.standing is not None
    assert found.standing.municipality == made.seat_id
