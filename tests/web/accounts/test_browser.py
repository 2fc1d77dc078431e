"""Entering and giving accounts in a real browser: accessibility, reflow, and the whole way."""

from contextlib import nullcontext

import pytest
from django.contrib.sessions.backends.db import SessionStore

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.organisations.actions import ensure_workers
from percorsi.service.models import Problem
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


def end_session(visit: Visit) -> None:
    """Let an hour pass since the last page of the visitor."""
    cookie = next(each for each in visit.page.context.cookies() if each.get("name") == "sessionid")
    session = SessionStore(cookie.get("value"))
    session["seen_at"] = session["seen_at"] - 3_700
    session.save()


@pytest.mark.parametrize("has_scripts", [True, False])
def test_a_form_sent_too_late_comes_back_as_it_was_typed(visit: Visit, administrator: User, has_scripts: bool) -> None:
    visit.sign_in(administrator)
    with nullcontext(visit.page) if has_scripts else visit.without_scripts() as page:
        page.goto(f"{visit.site}/segnala-un-problema/?da=people:person")
        page.get_by_label("Qualcosa non funziona").check()
        page.get_by_label("Che cosa è successo").fill("Il grafico\nnon si legge")
        end_session(visit)
        page.get_by_role("button", name="Invia la segnalazione").click()
        page.get_by_text("è conservato e lo ritrovi nel modulo").wait_for()
        page.get_by_label("Nome utente").fill(administrator.username)
        page.get_by_label("Password").fill("prova-di-accesso")
        page.get_by_role("button", name="Entra").click()
        page.get_by_text("Non è ancora stato inviato").wait_for()
        assert page.get_by_label("Che cosa è successo").input_value() == "Il grafico\nnon si legge"
        assert page.get_by_label("Qualcosa non funziona").is_checked()
        assert not Problem.objects.exists()
        if has_scripts:
            for width in WIDTHS:
                visit.widen(width)
                visit.look("testo-ritrovato")
        page.get_by_role("button", name="Invia la segnalazione").click()
        page.get_by_text("la segnalazione è arrivata").wait_for()
    assert Problem.objects.get().text == "Il grafico\nnon si legge"


def test_back_after_leaving_shows_nothing(visit: Visit, administrator: User) -> None:
    visit.sign_in(administrator)
    page = visit.open("/utenti/")
    page.locator(".bar-user summary").click()
    page.locator(".bar-user button", has_text="Esci").click()
    page.wait_for_url("**/accesso/")
    page.go_back()
    assert "Elena Nibbio" not in page.content()
    assert "/accesso/" in page.url
