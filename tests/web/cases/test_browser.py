"""Referrals, paths and notes in a real browser: accessibility, reflow, and the whole way from referral to discharge."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.actions import cover
from percorsi.cases.models import Case, Suspension
from percorsi.diary.actions import write_note
from percorsi.organisations.choices import Kind
from percorsi.referrals.choices import Outcome
from tests import cast
from tests.web.shell.conftest import Visit, browser, visit  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]

WIDTHS = [320, 1280]
LONG = "Maria Assunta"


@pytest.fixture
def site(live_server: Any) -> Iterator[str]:
    cache.clear()
    yield live_server.url
    cache.clear()


@pytest.fixture
def coordinator() -> User:
    cast.body("Comune di Rho", Kind.MUNICIPALITY, seat=cast.municipality("Rho"))
    cast.body("CPS di Rho", Kind.SERVICE)
    cast.member(Role.SOCIAL_WORKER, name="Irma Sorbo")
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Marta Ginestra")


@pytest.fixture
def path(coordinator: User) -> Case:
    """An open, suspended path with several followers and a long name."""
    mediator = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    person = cast.person("Frassinetti dell’Olmo", LONG, born_on=date(1985, 1, 31))
    case = cast.case(person, worker=mediator)
    case.assignments.create(worker=cast.worker_of(cast.member(Role.PSYCHOLOGIST, name="Aldo Ginepro")))
    Suspension.objects.create(
        case=case, starts_on=date(2018, 8, 1), review_on=date(2018, 9, 1), reason="Ricovero breve, poi si vede"
    )
    stand_in = cast.worker_of(cast.member(Role.MEDIATOR, name="Sandro Libeccio"))
    cover(case, by=coordinator, worker=stand_in, until=date(2099, 1, 1), reason="Ferie")
    write_note(
        person, by=coordinator, kind="call", happened_on=date(2018, 4, 3), text="Sentita al telefono.\n\nSta bene."
    )
    return case


def sign_in(visit: Visit, user: User) -> None:  # noqa: F811
    cookie = cast.client_of(user).cookies["sessionid"].value
    visit.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": visit.site}])


def look(visit: Visit, name: str) -> None:  # noqa: F811
    """Find nothing wrong with the page as it stands, and no sideways scroll; keep a picture when asked."""
    width = visit.page.evaluate("window.innerWidth")
    if folder := os.environ.get("SHOTS"):
        visit.page.screenshot(path=Path(folder) / f"cases-{name}-{width}.png", full_page=True)
    assert visit.axe_findings() == [], name
    assert visit.violations == [], name
    assert not visit.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_a_path(visit: Visit, coordinator: User, path: Case, width: int) -> None:  # noqa: F811
    sign_in(visit, coordinator)
    place = f"/percorsi/{path.public_id}/"
    note = path.person.notes.get()
    pages = {
        "case": place, "assign": f"{place}affida/", "end-assignment": f"{place}fine-incarico/",
        "cover": f"{place}sostituzione/", "end-cover": f"{place}fine-sostituzione/", "resume": f"{place}riprendi/",
        "discharge": f"{place}dimissione/", "of-person": f"/percorsi/persona/{path.person.public_id}/",
        "note-new": f"/persone/{path.person.public_id}/nota/", "note": f"/persone/nota/{note.public_id}/",
        "note-change": f"/persone/nota/{note.public_id}/correggi/",
    }  # fmt: skip
    for name, address in pages.items():
        visit.open(address, width)
        look(visit, name)
    for name in ("assign", "cover", "discharge", "note-new"):
        visit.open_with_errors(pages[name], width)
        look(visit, f"{name}-errors")
    path.suspensions.update(ends_on=date(2018, 9, 1))
    visit.open_with_errors(f"{place}sospendi/", width)
    look(visit, "suspend-errors")


@pytest.mark.parametrize("width", WIDTHS)
def test_two_editors_see_both_texts(visit: Visit, coordinator: User, path: Case, width: int) -> None:  # noqa: F811
    sign_in(visit, coordinator)
    note = path.person.notes.get()
    page = visit.open(f"/persone/nota/{note.public_id}/correggi/", width)
    path.person.notes.update(text="Scritta in un’altra finestra.", version=2)
    page.locator("#id_text").fill("Scritta qui.")
    submit(page)
    page.wait_for_selector(".errs")
    assert page.locator("#id_text").input_value() == "Scritta qui."
    assert page.get_by_text("Scritta in un’altra finestra.").is_visible()
    look(visit, "stale")
    submit(page)
    page.wait_for_selector(".alert-success")
    assert path.person.notes.get().text == "Scritta qui."


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_the_referrals(visit: Visit, coordinator: User, width: int) -> None:  # noqa: F811
    sign_in(visit, coordinator)
    person = cast.person("Frassinetti dell’Olmo", LONG)
    door = cast.referral(person, reason="Cerca lavoro vicino a casa.\nHa due figli.")
    cast.referral(cast.protected_person(cleared=(coordinator,)), referred_on=date(2018, 4, 1))
    refused = cast.referral(
        cast.person(), outcome=Outcome.REFUSED, refusal_reason="Fuori zona", answered_on=date(2018, 4, 2)
    )
    pages = {
        "waiting": "/segnalazioni/", "referral-new": f"/segnalazioni/nuova/{person.public_id}/",
        "referral-new-person": "/segnalazioni/nuova/", "referral": f"/segnalazioni/{door.public_id}/",
        "answer": f"/segnalazioni/{door.public_id}/risposta/", "refused": f"/segnalazioni/{refused.public_id}/",
        "referral-reopen": f"/segnalazioni/{refused.public_id}/riapri/",
    }  # fmt: skip
    for name, address in pages.items():
        visit.open(address, width)
        look(visit, name)
    for name in ("referral-new", "referral-new-person", "answer", "referral-reopen"):
        visit.open_with_errors(pages[name], width)
        look(visit, f"{name}-errors")


def submit(page: Page) -> None:
    page.locator("main form button[type=submit]").click()


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_referral_to_the_discharge_and_back(visit: Visit, coordinator: User, width: int) -> None:  # noqa: F811
    cast.member(Role.MEDIATOR, name="Elena Nibbio")
    sign_in(visit, coordinator)
    page = visit.open("/segnalazioni/nuova/", width)
    page.locator("#id_given_names").fill("Zefiro")
    page.locator("#id_referred_on").fill("2018-03-01")
    page.locator("#id_municipality").fill("rho")
    page.locator("#id_reason").fill("Cerca lavoro")
    submit(page)
    page.get_by_role("link", name="Rispondi").click()
    page.get_by_label("Accolta", exact=True).check()
    page.locator("#id_answered_on").fill("2018-03-05")
    submit(page)
    page.locator("#id_opened_on").fill("2018-03-12")
    page.locator("#id_worker").select_option(label="Elena Nibbio")
    submit(page)
    look(visit, "just-opened")
    page.get_by_role("link", name="Dimissione").click()
    page.locator("#id_closed_on").fill("2018-06-04")
    page.locator("#id_discharge_reason").select_option(label="Rinuncia")
    page.locator("#id_discharge_agreed_with").fill("la persona")
    submit(page)
    look(visit, "discharge-confirm")
    submit(page)
    look(visit, "closed")
    page.get_by_role("link", name="Riapri").click()
    look(visit, "reopen")
    page.locator("#id_opened_on").fill("2018-09-03")
    page.locator("#id_reason").fill("È tornato")
    submit(page)
    page.wait_for_selector(".alert-success")
    assert [(case.opened_on, case.closed_on) for case in Case.objects.order_by("opened_on")] == [
        (date(2018, 3, 12), date(2018, 6, 4)),
        (date(2018, 9, 3), None),
    ]
