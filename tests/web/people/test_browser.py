"""The pages about people in a real browser: accessibility, reflow, and the way from a name to their story."""

import os
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Suspension
from percorsi.people.models import Person
from tests import cast
from tests.web.people.test_list import resident
from tests.web.people.test_person import full_person
from tests.web.shell.conftest import Visit, browser, visit  # noqa: F401 - fixtures

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
WIDTHS = [320, 1280]


@pytest.fixture
def site(live_server: Any) -> Iterator[str]:
    cache.clear()
    yield live_server.url
    cache.clear()


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Marta Ginestra")


@pytest.fixture
def ada(coordinator: User) -> Person:
    """A full person among others of every phase, enough for two pages."""
    mediator = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    found = full_person(mediator)
    long = resident("Frassinetti dell’Olmo", "Pregnana Milanese", given_names="Maria Assunta")
    Suspension.objects.create(case=cast.case(long, worker=mediator), starts_on=date(2018, 8, 1))
    cast.case(cast.protected_person("Caso 7A", cleared=(coordinator,)), worker=mediator)
    for number in range(20):
        born = timezone.localdate() - timedelta(365 * (20 + number))
        cast.case(resident(f"Merlo {number}", "Arese", born_on=born), worker=mediator)
    return found


def sign_in(visit: Visit, user: User) -> None:  # noqa: F811
    cookie = cast.client_of(user).cookies["sessionid"].value
    visit.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": visit.site}])


def look(visit: Visit, name: str) -> None:  # noqa: F811
    """Find nothing wrong with the page as it stands, and no sideways scroll; keep a picture when asked."""
    width = visit.page.evaluate("window.innerWidth")
    if folder := os.environ.get("SHOTS"):
        visit.page.screenshot(path=Path(folder) / f"people-{name}-{width}.png", full_page=True)
    assert visit.axe_findings() == [], name
    assert visit.violations == [], name
    assert not visit.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"), name


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_and_the_search(visit: Visit, coordinator: User, ada: Person, width: int) -> None:  # noqa: F811
    sign_in(visit, coordinator)
    arese = cast.municipality("Arese").public_id
    visits = {"list": "", "list-2": "?pagina=2&ordine=-eta", "filtered": f"?comune={arese}", "none": "?stato=chiuso",
              "wrong": "?comune=Rho", "search": "cerca/"}  # fmt: skip
    for name, query in visits.items():
        visit.open(f"/persone/{query}", width)
        look(visit, name)
    for name, text in {"short": "a", "nobody": "zibibbo", "found": "merlo"}.items():
        visit.page.locator("#id_testo").fill(text)
        visit.page.locator("main form button[type=submit]").click()
        visit.page.wait_for_load_state()
        assert visit.page.locator("#id_testo").input_value() == text
        look(visit, f"search-{name}")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_a_person(visit: Visit, coordinator: User, ada: Person, width: int) -> None:  # noqa: F811
    sign_in(visit, coordinator)
    for section in ("", "dati/", "lavoro/", "accessi/"):
        visit.open(f"/persone/{ada.public_id}/{section}", width)
        look(visit, f"person-{section.strip('/') or 'sintesi'}")
    hidden = Person.objects.get(alias="Caso 7A")
    for section in ("", "dati/"):
        visit.open(f"/persone/{hidden.public_id}/{section}", width)
        look(visit, f"protected-{section.strip('/') or 'sintesi'}")


def test_from_the_bar_to_somebody(visit: Visit, coordinator: User, ada: Person) -> None:  # noqa: F811
    sign_in(visit, coordinator)
    page = visit.open("/persone/")
    page.keyboard.press("/")
    page.keyboard.type("card ada")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ada Cardellino").click()
    page.get_by_role("link", name="Tirocini e lavoro").click()
    assert page.get_by_role("heading", name="Tirocinio a Officine Levante").is_visible()
    assert page.url.endswith(f"/persone/{ada.public_id}/lavoro/")


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.OFFICER])
def test_who_reads_less_has_a_whole_page_too(visit: Visit, ada: Person, role: Role) -> None:  # noqa: F811
    sign_in(visit, cast.member(role, town="Rho"))
    for name, path in {"list": "", "person": f"{ada.public_id}/", "work": f"{ada.public_id}/lavoro/"}.items():
        visit.open(f"/persone/{path}", 1280)
        look(visit, f"{role}-{name}")
