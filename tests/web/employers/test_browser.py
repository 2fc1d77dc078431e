"""The scout's daily task by clicks, and the pages of a company that the walk over all pages does not meet."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.employers.actions import ContactDraft, log_contact
from percorsi.employers.models import Contact
from percorsi.organisations import actions
from percorsi.organisations.actions import ReferenceDraft
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from tests import cast
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def scout() -> User:
    return cast.member(Role.SCOUT, name="Bruno Falchetto")


@pytest.fixture
def company(scout: User) -> Organisation:
    name = "Officine meccaniche Tramontana e Libeccio delle Rondini, società cooperativa"
    made = cast.body(name, Kind.EMPLOYER, seat=cast.municipality())
    today = timezone.localdate()
    log_contact(
        made, by=scout, draft=ContactDraft("visit", today - timedelta(days=9), "Cercano un fabbro. " * 9, today)
    )
    reference = ReferenceDraft("Pia Ghiandaia", "ufficio personale", "02 399", "pia.ghiandaia.personale@example.org")
    actions.add_reference(made, by=scout, draft=reference)
    return made


def test_a_contact_in_two_clicks_and_two_fields(visit: Visit, scout: User, company: Organisation) -> None:
    visit.sign_in(scout)
    page = visit.open("/")
    page.get_by_role("link", name="Registra un contatto").click()
    page.get_by_label("Che cosa vi siete detti").fill("Fissata una visita.")
    page.get_by_label("Prossimo passo").fill("+10")
    visit.submit()
    expect(page.get_by_text("Il contatto è registrato.")).to_be_visible()
    made = Contact.objects.latest("pk")
    assert (made.text, made.next_step_on) == ("Fissata una visita.", timezone.localdate() + timedelta(days=10))
    with page.expect_navigation():
        page.get_by_role("button", name="Annulla").click()
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_that_are_fuller_than_elsewhere(visit: Visit, scout: User, company: Organisation, width: int) -> None:
    visit.sign_in(scout)
    for path in ("/aziende/", "/aziende/?tipo=service", f"/aziende/{company.public_id}/"):
        visit.open(path, width)
        visit.look(path)
    page = visit.open("/aziende/nuova/", width)
    page.get_by_label("Denominazione").fill("Officine meccaniche Tramontana e Libeccio delle Rondini")
    page.get_by_label("Partita IVA").fill("123")
    visit.submit()
    visit.look("wrong number")
    page.get_by_label("Partita IVA").fill("")
    visit.submit()
    expect(page.get_by_label("È un altro ente")).to_be_visible()
    visit.look("looks like another")
