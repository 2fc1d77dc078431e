"""Bringing a register in, in a real browser, without its scripts: the form, its errors, the result; accessibility."""

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
from tests.bridges.writing_registers import PEOPLE, TRAINEESHIPS, write_xlsx
from tests.cast import member
from tests.web.shell.conftest import Visit, browser, visit  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]

WIDTHS = [320, 1280]


@pytest.fixture
def site(live_server: Any, settings: Any, tmp_path: Path) -> Iterator[str]:
    settings.DATA_DIR = tmp_path / "data"
    cache.clear()
    yield live_server.url
    cache.clear()


def sign_in(visit: Visit, user: User) -> Page:  # noqa: F811
    page = visit.open("/accesso/")
    page.locator("#id_login").fill(user.username)
    page.locator("#id_password").fill("prova-di-accesso")
    page.locator("main button[type=submit]").click()
    page.wait_for_url(lambda url: "/accesso/" not in url)
    return page


def look(visit: Visit, name: str, width: int) -> None:  # noqa: F811
    visit.page.set_viewport_size({"width": width, "height": 900})
    if folder := os.environ.get("SHOTS"):
        visit.page.screenshot(path=Path(folder) / f"bridges-{name}-{width}.png", full_page=True)
    assert visit.axe_findings() == [], name
    assert visit.violations == [], name
    assert not visit.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name


def register(folder: Path, given_names: str = "Anna") -> Path:
    """A register with people who may be one, refused rows, headers nobody knows."""
    header = [*PEOPLE[0], "Codice fiscale", "Residenza", "Colore"]
    people: list[list[object]] = [
        ["NIL-0001", "Averla", given_names, "F", date(1980, 2, 1), "VRLNNA80B41F205G", "RHO", "verde"],
        ["NIL-0002", "Averla", "Bea", "F", "1.2.1980", "", "Rho", ""],
        ["NIL-0003", "Larice", "Ugo", "M", date(1975, 7, 9), "LRCGUO75L09F205X", "Settimo Mil.", ""],
        ["NIL-0004", "Pettirosso Scirocco dell’Ontano", "Maria Assunta", "F", date(1975, 7, 9), "12", "", ""],
    ]
    return write_xlsx(folder / "registro.xlsx", {"Utenti": [header, *people], "Tirocini": TRAINEESHIPS})


@pytest.mark.parametrize("width", WIDTHS)
def test_a_register_comes_in(visit: Visit, tmp_path: Path, width: int) -> None:  # noqa: F811
    page = sign_in(visit, member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio"))
    visit.open("/importazioni/", width)
    look(visit, "vuote", width)
    page.locator("main button[type=submit]").click()
    page.wait_for_selector(".errs")
    look(visit, "errore", width)
    for names in ("Anna", "Anita"):
        visit.open("/importazioni/", width)
        page.locator("#id_file").set_input_files(register(tmp_path, names))
        page.locator("main button[type=submit]").click()
        page.wait_for_selector("text=Che cosa è entrato")
        look(visit, f"esito-{names}", width)
    page.locator(".seg a", has_text="Celle diverse").click()
    page.wait_for_selector("text=Anita")
    look(visit, "celle", width)
    visit.open("/importazioni/", width)
    look(visit, "fatte", width)
    assert page.locator("a.name").count() == 2
