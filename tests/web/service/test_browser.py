"""The settings in a real browser: empty, full and in error; the first steps of a new service; refusals."""

import pytest
from django.test import override_settings

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.people.models import Person
from percorsi.service.actions import answer_problem, report_problem, set_logo
from percorsi.service.models import ContractPeriod, ServedMunicipality, ServiceProfile
from tests import cast
from tests.service.pictures import png
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]

LONG = "Servizio per l’inserimento lavorativo di Borgo Rondine e dei Comuni della valle"


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_service_that_has_said_nothing(visit: Visit, coordinator: User, width: int) -> None:
    visit.sign_in(coordinator)
    for name, path in {"vuote": "/impostazioni/", "passi": "/", "nessuno": "/impostazioni/problemi/"}.items():
        visit.open(path, width)
        visit.look(name)


def test_a_new_service_is_led_through_its_first_steps_without_scripts(visit: Visit, coordinator: User) -> None:
    cast.municipality("Rho")
    visit.sign_in(coordinator)
    with visit.without_scripts() as page:
        page.goto(f"{visit.site}/")
        page.get_by_role("link", name="Scrivi il nome").click()
        page.get_by_label("Nome del servizio").fill(LONG)
        page.get_by_role("button", name="Salva").click()
        page.get_by_role("link", name="Riprendi da dove eri").click()
        page.get_by_role("link", name="Aggiungi l’affidamento").click()
        page.get_by_label("Nome dell’affidamento").fill("Affidamento 2026-2028")
        page.get_by_label("Gestore").fill("Cooperativa Tramontana")
        page.get_by_label("Dal").fill("1/1/2026")
        page.get_by_label("Al", exact=True).fill("31/12/2028")
        page.get_by_role("button", name="Aggiungi l’affidamento").click()
        page.get_by_role("link", name="Riprendi da dove eri").click()
        page.get_by_role("link", name="Aggiungi un Comune").click()
        page.get_by_label("Comune", exact=True).fill("rho")
        page.get_by_role("button", name="Aggiungi il Comune").click()
        page.get_by_role("link", name="Riprendi da dove eri").click()
        page.get_by_role("link", name="Guarda gli standard").click()
        page.get_by_role("button", name="Salva").click()
        page.get_by_role("link", name="Riprendi da dove eri").click()
        assert page.get_by_role("link", name="Comincia").get_attribute("href") == "/importazioni/"
        page.goto(f"{visit.site}/impostazioni/standard/")
        page.get_by_label("Risentire una persona in carico").fill("30")
        page.get_by_role("button", name="Salva").click()
        page.get_by_role("button", name="Annulla").click()
        page.get_by_text("valgono di nuovo i valori di prima").wait_for()
    assert ServiceProfile.objects.get().standard_days["silence"] == 45
    assert (ContractPeriod.objects.count(), ServedMunicipality.objects.count()) == (1, 1)
    assert not Person.objects.exists()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_settings_with_long_names_a_logo_and_an_answer(visit: Visit, coordinator: User, width: int) -> None:
    set_logo(png(300, 50), by=coordinator, version=0)
    answered = report_problem(by=coordinator, kind="accessibility", text="Parolalunghissima" * 12, page="people:person")
    answer_problem(answered, by=coordinator, version=1, text="Fatto.")
    report_problem(by=coordinator, kind="error", text="Il grafico non si legge.")
    visit.sign_in(coordinator)
    visit.open("/impostazioni/nome/", width)
    visit.page.locator("#id_name").fill(LONG)
    visit.submit()
    visit.look("salvate")
    pages = {
        "logo": "/impostazioni/logo/",
        "problemi": "/impostazioni/problemi/",
        "risposto": f"/impostazioni/problemi/{answered.public_id}/",
        "proprie": "/segnala-un-problema/",
        "ritrovato": "/testo-ritrovato/",
        "pulsante": "/uscita/",
    }
    for name, path in pages.items():
        visit.open(path, width)
        visit.look(name)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_switch_of_language_stands_in_the_menu(visit: Visit, coordinator: User, width: int) -> None:
    with override_settings(LANGUAGES=[("it", "Italiano"), ("en", "English")]):
        visit.sign_in(coordinator)
        page = visit.open("/impostazioni/", width)
        page.locator(".bar-user > summary" if width > 320 else ".bar-nav .fold > summary").click()
        visit.look("lingua")
        page.get_by_role("button", name="English").locator("visible=true").click()
        page.wait_for_selector("html[lang=en]")
        assert page.url.endswith("/impostazioni/")


def test_the_logo_stands_on_paper_and_is_not_asked_for_on_the_screen(visit: Visit, coordinator: User) -> None:
    set_logo(png(300, 50), by=coordinator, version=0)
    visit.sign_in(coordinator)
    page = visit.open("/persone/")
    asked = f"{visit.site}/logo/"
    assert asked not in visit.requests
    with page.expect_response(asked) as answer:
        page.pdf()
    assert answer.value.ok
    page.emulate_media(media="print")
    assert page.locator("img.logo").is_visible()
