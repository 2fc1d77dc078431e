"""The pages about people in a real browser: accessibility, reflow, and the way from a name to their story."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Suspension
from percorsi.people.models import Person
from tests import cast
from tests.web.people.test_list import resident
from tests.web.people.test_person import full_person
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]


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


@pytest.mark.parametrize("width", WIDTHS)
def test_the_list_and_the_search(visit: Visit, coordinator: User, ada: Person, width: int) -> None:
    visit.sign_in(coordinator)
    arese = cast.municipality("Arese").public_id
    visits = {"list": "", "list-2": "?pagina=2&ordine=-eta", "filtered": f"?comune={arese}", "none": "?stato=chiuso",
              "wrong": "?comune=Rho", "search": "cerca/"}  # fmt: skip
    for name, query in visits.items():
        visit.open(f"/persone/{query}", width)
        visit.look(name)
    for name, text in {"short": "a", "nobody": "zibibbo", "found": "merlo"}.items():
        visit.page.locator("#id_testo").fill(text)
        visit.page.locator("main form button[type=submit]").click()
        visit.page.wait_for_load_state()
        assert visit.page.locator("#id_testo").input_value() == text
        visit.look(f"search-{name}")


def test_from_the_bar_to_somebody(visit: Visit, coordinator: User, ada: Person) -> None:
    visit.sign_in(coordinator)
    page = visit.open("/persone/")
    page.keyboard.press("/")
    page.keyboard.type("card ada")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ada Cardellino").click()
    page.get_by_role("link", name="Tirocini e lavoro").click()
    assert page.get_by_role("heading", name="Tirocinio a Officine Levante").is_visible()
    assert page.url.endswith(f"/persone/{ada.public_id}/lavoro/")
