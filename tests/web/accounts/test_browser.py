"""Entering and giving accounts in a real browser, without its scripts: accessibility, reflow, and the whole way."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.organisations.actions import ensure_workers
from tests.cast import body, member
from tests.web.shell.conftest import Visit, browser, visit  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]

PASSWORD = "prova-di-accesso"
WIDTHS = [320, 1280]


@pytest.fixture
def site(live_server: Any) -> Iterator[str]:
    cache.clear()  # the counters of the login outlive a transactional test
    yield live_server.url
    cache.clear()


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


def sign_in(visit: Visit, user: User) -> Page:  # noqa: F811
    page = visit.open("/accesso/")
    page.locator("#id_login").fill(user.username)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/accesso/" not in url)
    return page


def look(visit: Visit, name: str) -> None:  # noqa: F811
    """Find nothing wrong with the page as it stands, and no sideways scroll; keep a picture when asked."""
    width = visit.page.evaluate("window.innerWidth")
    if folder := os.environ.get("SHOTS"):
        visit.page.screenshot(path=Path(folder) / f"accounts-{name}-{width}.png", full_page=True)
    assert visit.axe_findings() == [], name
    assert visit.violations == [], name
    assert not visit.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_entering(visit: Visit, administrator: User, width: int) -> None:  # noqa: F811
    visit.open("/accesso/?fine=inattivita&next=/utenti/", width)
    look(visit, "accesso")
    visit.page.locator("#id_login").fill("nessuno")
    visit.page.locator("#id_password").fill("sbagliata")
    visit.page.locator("main button[type=submit]").click()
    visit.page.wait_for_selector(".errs")
    assert visit.page.locator("#id_login").input_value() == "nessuno"
    look(visit, "accesso-errore")
    visit.open("/accesso/attiva/x/y/", width)
    look(visit, "collegamento-finito")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_who_gives_accounts(visit: Visit, administrator: User, width: int) -> None:  # noqa: F811
    sign_in(visit, administrator)
    user = User.objects.get(name="Elena Nibbio")
    shut = User.objects.get(name="Ivo Granito")
    place = f"/utenti/{user.public_id}/"
    pages = {
        "utenti": "/utenti/", "senza-account": "/utenti/senza-account/", "utente": place,
        "modifica": f"{place}modifica/", "ruolo-nuovo": f"{place}ruoli/nuovo/", "ruolo-fine": f"{place}ruoli/fine/",
        "disattiva": f"{place}disattiva/", "collegamento-nuovo": f"{place}collegamento/",
        "proprio": f"/utenti/{administrator.public_id}/", "disattivato": f"/utenti/{shut.public_id}/",
        "password": "/password/", "nuovo": "/utenti/nuovo/", "ente": "/utenti/enti/nuovo/",
    }  # fmt: skip
    for name, path in pages.items():
        visit.open(path, width)
        look(visit, name)
    for name, path in {
        "nuovo": "/utenti/nuovo/",
        "ente": "/utenti/enti/nuovo/",
        "password": "/password/",
        "ruolo-fine": f"{place}ruoli/fine/",
    }.items():
        visit.open_with_errors(path, width)
        look(visit, f"{name}-errore")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_newcomer_is_made_chooses_a_password_and_comes_in(
    visit: Visit,  # noqa: F811
    administrator: User,
    width: int,
) -> None:
    page = sign_in(visit, administrator)
    visit.open("/utenti/senza-account/", width)
    page.get_by_role("link", name="Apri l’account Gelso Nevio").click()
    page.locator("#id_username").fill("n.gelso")
    page.locator("main button[type=submit]").click()
    link = page.locator("#collegamento").input_value()
    look(visit, "collegamento")
    page.context.clear_cookies()
    page.goto(link)
    look(visit, "attiva")
    for field in ("#id_password1", "#id_password2"):
        page.locator(field).fill("sette-rondini-nel-vento")
    page.locator("main button[type=submit]").click()
    page.wait_for_url("**/accesso/")
    look(visit, "accesso-dopo-attiva")
    page.locator("#id_login").fill("n.gelso")
    page.locator("#id_password").fill("sette-rondini-nel-vento")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/accesso/" not in url)
    assert User.objects.get(username="n.gelso").last_login


def test_back_after_leaving_shows_nothing(visit: Visit, administrator: User) -> None:  # noqa: F811
    page = sign_in(visit, administrator)
    visit.open("/utenti/")
    page.locator(".bar-user summary").click()
    page.locator(".bar-user button", has_text="Esci").click()
    page.wait_for_url("**/accesso/")
    page.go_back()
    assert "Elena Nibbio" not in page.content()
    assert "/accesso/" in page.url
