"""Entering and giving accounts in a real browser: accessibility, reflow, and the whole way."""

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.organisations.actions import ensure_workers
from tests.cast import body, member
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def administrator() -> User:
    body("Comune di Rho", "municipality")  # type: ignore[arg-type]
    ensure_workers(["Gelso Nevio", "Nespolo Teresa"], role=Role.MEDIATOR, body=body())
    member(Role.MEDIATOR, name="Elena Nibbio")
    waiting = member(Role.SOCIAL_WORKER, name="Sara Tramontana")
    waiting.set_unusable_password()
    waiting.save()
    User.objects.filter(pk=member(Role.SCOUT, name="Ivo Granito").pk).update(is_active=False)
    return member(Role.ADMINISTRATOR, name="Gemma Ontano")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_entering(visit: Visit, administrator: User, width: int) -> None:
    visit.open("/accesso/?fine=inattivita&next=/utenti/", width)
    visit.look("accesso")
    visit.page.locator("#id_login").fill("nessuno")
    visit.page.locator("#id_password").fill("sbagliata")
    visit.submit()
    visit.page.wait_for_selector(".errs")
    assert visit.page.locator("#id_login").input_value() == "nessuno"
    visit.look("accesso-errore")


@pytest.mark.parametrize("width", WIDTHS)
def test_accounts_in_every_state(visit: Visit, administrator: User, width: int) -> None:
    visit.sign_in(administrator)
    shut = User.objects.get(name="Ivo Granito")
    pages = {
        "utenti": "/utenti/",
        "proprio": f"/utenti/{administrator.public_id}/",
        "disattivato": f"/utenti/{shut.public_id}/",
    }
    for name, path in pages.items():
        visit.open(path, width)
        visit.look(name)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_newcomer_is_made_chooses_a_password_and_comes_in(visit: Visit, administrator: User, width: int) -> None:
    visit.sign_in(administrator)
    page = visit.open("/utenti/senza-account/", width)
    page.get_by_role("link", name="Apri l’account Gelso Nevio").click()
    page.locator("#id_username").fill("n.gelso")
    visit.submit()
    link = page.locator("#collegamento").input_value()
    visit.look("collegamento")
    page.context.clear_cookies()
    page.goto(link)
    visit.look("attiva")
    for field in ("#id_password1", "#id_password2"):
        page.locator(field).fill("sette-rondini-nel-vento")
    visit.submit()
    page.wait_for_url("**/accesso/")
    visit.look("accesso-dopo-attiva")
    page.locator("#id_login").fill("n.gelso")
    page.locator("#id_password").fill("sette-rondini-nel-vento")
    visit.submit()
    page.wait_for_url(lambda url: "/accesso/" not in url)
    assert User.objects.get(username="n.gelso").last_login


def test_back_after_leaving_shows_nothing(visit: Visit, administrator: User) -> None:
    visit.sign_in(administrator)
    page = visit.open("/utenti/")
    page.locator(".bar-user summary").click()
    page.locator(".bar-user button", has_text="Esci").click()
    page.wait_for_url("**/accesso/")
    page.go_back()
    assert "Elena Nibbio" not in page.content()
    assert "/accesso/" in page.url
