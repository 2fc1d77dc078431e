"""The quick note and the agenda in a browser: by keyboard, drafts that survive, long names, no scripts."""

import re
from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.diary.actions import Slot, make_appointment
from percorsi.diary.models import Appointment, Draft, Note
from percorsi.people.models import Person
from tests import cast
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
LONG = "Maria Assunta Immacolata"


@pytest.fixture
def mediator() -> User:
    return cast.member(Role.MEDIATOR, name="Elena Nibbio")


@pytest.fixture
def person(mediator: User) -> Person:
    person = cast.person("Frassinetti dell’Olmo", LONG)
    cast.case(person, worker=mediator)
    return person


def test_a_note_is_two_keys_and_two_fields(visit: Visit, mediator: User, person: Person) -> None:
    visit.sign_in(mediator)
    page = visit.open(f"/persone/{person.public_id}/")
    page.keyboard.press("n")
    page.wait_for_url(re.compile("/nota/"))
    expect(page.locator("textarea[name=text]")).to_be_focused()
    page.keyboard.type("Sentita al telefono: ne riparliamo")
    page.locator("input[name=follow_up_on]").fill("+2 settimane")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    expect(page.locator(".alert")).to_contain_text("La nota è nel diario.")
    assert Note.objects.get().follow_up_on == timezone.localdate() + timedelta(days=14)
    visit.look("note saved")
    assert not Draft.objects.exists()


def test_a_single_key_types_in_a_field_and_rests_when_it_is_switched_off(visit: Visit, mediator: User) -> None:
    visit.sign_in(mediator)
    page = visit.open("/agenda/")
    page.keyboard.press("/")
    page.keyboard.type("nonna")
    expect(page.locator("#cerca")).to_have_value("nonna")
    User.objects.filter(pk=mediator.pk).update(has_keys_off=True)
    page = visit.open("/agenda/")
    page.keyboard.press("n")
    assert page.url.endswith("/agenda/")


def test_what_is_written_is_kept_and_taken_up_on_another_day(visit: Visit, mediator: User, person: Person) -> None:
    visit.sign_in(mediator)
    page = visit.open(f"/persone/{person.public_id}/nota/")
    page.locator("textarea[name=text]").fill("Chiede di")
    page.locator("input[name=follow_up_on]").focus()
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Salvato alle \d\d:\d\d"))
    draft = Draft.objects.get()
    assert (draft.text, draft.user_id, draft.person) == ("Chiede di", mediator.pk, person)
    page.locator("textarea[name=text]").fill("Chiede di cambiare orario")
    page.locator("input[name=follow_up_on]").focus()
    page.wait_for_function("document.querySelector('[data-saved]').textContent !== ''")
    page.goto(f"{visit.site}/agenda/")
    page = visit.open(f"/persone/{person.public_id}/nota/")
    expect(page.locator("textarea[name=text]")).to_have_value("Chiede di cambiare orario")
    visit.look("note from a draft")
    with page.expect_navigation():
        page.get_by_role("button", name="Salva", exact=True).click()
    assert (Note.objects.get().text, Draft.objects.count()) == ("Chiede di cambiare orario", 0)


def test_when_the_session_is_over_the_page_says_so_and_the_text_stays(
    visit: Visit, mediator: User, person: Person
) -> None:
    visit.sign_in(mediator)
    page = visit.open(f"/persone/{person.public_id}/nota/")
    page.context.clear_cookies(name="sessionid")
    page.locator("textarea[name=text]").fill("Chiede di")
    page.locator("input[name=follow_up_on]").focus()
    expect(page.locator("[data-saved]")).to_contain_text("Non salvato")
    expect(page.locator("textarea[name=text]")).to_have_value("Chiede di")


def test_without_scripts_a_button_keeps_the_draft(visit: Visit, mediator: User, person: Person) -> None:
    visit.sign_in(mediator)
    with visit.without_scripts() as page:
        page.goto(f"{visit.site}/persone/{person.public_id}/")
        page.locator("main").get_by_role("link", name="Nota rapida").click()
        page.locator("textarea[name=text]").fill("Chiede di")
        page.get_by_role("button", name="Conserva come bozza").click()
        expect(page.locator("textarea[name=text]")).to_have_value("Chiede di")
        expect(page.locator(".alert")).to_contain_text("La bozza è salva")
        page.get_by_role("button", name="Elimina la bozza").click()
        page.get_by_role("button", name="Annulla").click()
        expect(page.locator("textarea[name=text]")).to_have_value("Chiede di")


def test_an_appointment_is_two_clicks_and_two_fields(visit: Visit, mediator: User, person: Person) -> None:
    visit.sign_in(mediator)
    page = visit.open(f"/persone/{person.public_id}/")
    page.get_by_role("link", name="Nuovo appuntamento").click()
    page.get_by_label("Giorno").fill("domani")
    page.get_by_label("Ora", exact=True).fill("9.30")
    visit.submit()
    made = Appointment.objects.get()
    assert (made.held_on, made.starts_at) == (timezone.localdate() + timedelta(days=1), time(9, 30))
    visit.look("person with an appointment")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_full_week_with_long_names_and_outcomes(visit: Visit, mediator: User, person: Person, width: int) -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR, name="Vera Tramontana")
    place = "Biblioteca comunale di Arese, sala piccola al primo piano in fondo a destra"
    for number, kind in enumerate(("interview", "call", "visit", "meeting")):
        slot = Slot(timezone.localdate(), time(8 + number), time(9 + number), kind, place)
        make_appointment(person, by=coordinator, slot=slot, worker=cast.worker_of(mediator))
    states = ("planned", "came", "absent", "cancelled")
    for row, state in zip(Appointment.objects.order_by("pk"), states, strict=True):
        Appointment.objects.filter(pk=row.pk).update(state=state)
    visit.sign_in(mediator)
    visit.open("/agenda/", width)
    visit.look("week")
    visit.open("/agenda/giorno/", width)
    visit.look("day")
    for row in Appointment.objects.all():
        visit.open(f"/agenda/{row.public_id}/", width)
        visit.look(f"appointment {row.state}")
    visit.open(f"/persone/{person.public_id}/", width)
    visit.look("person")
    visit.sign_in(coordinator)
    page = visit.open("/agenda/", width)
    page.get_by_label("Agenda di").select_option(label="Elena Nibbio")
    page.get_by_role("button", name="Mostra").click()
    expect(page.locator("h1")).to_have_text("Agenda di Elena Nibbio")
    page.get_by_role("button", name="Settimana dopo").click()
    expect(page.locator("h1")).to_have_text("Agenda di Elena Nibbio")
    visit.look("week of a colleague")
