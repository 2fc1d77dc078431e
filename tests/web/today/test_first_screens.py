"""Each role after the login: its first screen, and its main task within the clicks and fields of ux.md, section 4."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Case
from percorsi.diary.models import Note
from percorsi.employers.actions import ContactDraft, log_contact
from percorsi.employers.models import Contact
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast
from tests.web.today.test_today import followed, in_days, make_appointment, today
from tests.web.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]


@dataclass
class Hand:
    """A reader's hand: every click and every filled field is counted, as ux.md counts them."""

    page: Page
    clicks: int = 0
    fields: int = 0

    def click(self, target: Locator) -> None:
        """Click something that leads to another page."""
        self.clicks += 1
        with self.page.expect_navigation():
            target.click()

    def fill(self, label: str, text: str) -> None:
        """Fill a field of the page."""
        self.fields += 1
        self.page.locator("main").get_by_label(label).fill(text)

    def button(self, name: str) -> None:
        """Send a form of the page."""
        self.click(self.page.locator("main").get_by_role("button", name=name))

    def row_act(self, name: str) -> None:
        """Do what a row of the first screen offers."""
        self.click(self.page.locator("main").get_by_role("link", name=name).first)


@contextmanager
def first_screen(visit: Visit, reader: User, heading: str, *, clicks: int, fields: int) -> Iterator[Hand]:
    """Enter as this reader, find the first screen, and do something there within so many clicks and fields."""
    visit.sign_in(reader)
    page = visit.open("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    hand = Hand(page)
    yield hand
    assert hand.clicks <= clicks
    assert hand.fields <= fields


def silent(by: User) -> Person:
    person = followed(by, "Tiglio")
    Case.objects.filter(person=person).update(opened_on=in_days(-50))
    return person


def test_a_mediator_writes_a_note_after_a_meeting(visit: Visit) -> None:
    reader = cast.member(Role.MEDIATOR)
    person = followed(reader, "Tiglio")
    with first_screen(visit, reader, "Oggi, ", clicks=2, fields=2) as hand:
        hand.fill("Di chi?", "Tiglio")
        hand.fill("Che cosa è successo?", "Arriva puntuale.")
        hand.button("Salva")
    assert Note.objects.get().person == person


def test_a_mediator_writes_about_who_was_not_heard_of(visit: Visit) -> None:
    reader = cast.member(Role.MEDIATOR)
    person = silent(reader)
    with first_screen(visit, reader, "Oggi, ", clicks=2, fields=1) as hand:
        hand.row_act("Scrivi nota")
        hand.fill("Che cosa è successo", "Sentita al telefono.")
        hand.button("Salva")
    assert Note.objects.get().person == person
    visit.open("/")
    expect(visit.page.get_by_text("Niente in scadenza per le persone che segui.")).to_be_visible()


def test_a_mediator_finds_a_person(visit: Visit) -> None:
    reader = cast.member(Role.MEDIATOR)
    followed(reader, "Tiglio")
    with first_screen(visit, reader, "Oggi, ", clicks=1, fields=1) as hand:
        hand.fields += 1
        hand.page.get_by_label("Cerca una persona per nome, codice o telefono").fill("tiglio")
        hand.clicks += 1
        hand.page.keyboard.press("Enter")
        expect(hand.page.locator("main").get_by_role("link", name="Ada Tiglio")).to_be_visible()


def test_who_coordinates_answers_a_referral_and_entrusts_it(visit: Visit) -> None:
    reader, mediator = cast.member(Role.OPERATIONAL_COORDINATOR), cast.member(Role.MEDIATOR, name="Lia Brezza")
    row = cast.referral(cast.person("Tiglio"), referred_on=in_days(-4))
    with first_screen(visit, reader, "Équipe, ", clicks=2, fields=1) as hand:
        hand.row_act("Rispondi")
        hand.button("Registra la risposta")
    path = Case.objects.get(referral=row)
    assert path.assignments.get().worker == cast.worker_of(mediator)


def test_the_psychologist_opens_the_interview_of_the_day_and_writes(visit: Visit) -> None:
    reader = cast.member(Role.PSYCHOLOGIST)
    person = followed(reader, "Tiglio")
    make_appointment(reader, person, 0)
    with first_screen(visit, reader, "Colloqui, ", clicks=3, fields=1) as hand:
        hand.row_act("Ada Tiglio")
        hand.row_act("Nota rapida")
        hand.fill("Che cosa è successo", "Colloquio svolto.")
        hand.button("Salva")
    assert Note.objects.get().person == person


def test_the_officer_enters_a_month(visit: Visit) -> None:
    reader, mediator = cast.member(Role.OFFICER), cast.member(Role.MEDIATOR)
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    begun = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    row = Traineeship.objects.create(person=followed(mediator, "Tiglio"), host=host, starts_on=begun, ends_on=None)
    with first_screen(visit, reader, "Scadenze amministrative, ", clicks=2, fields=2) as hand:
        hand.row_act("Registra il mese")
        hand.fields += 1
        hand.page.locator("[data-column=hours_present]").first.fill("70")
        hand.button("Salva il registro")
    assert TraineeshipMonth.objects.get(traineeship=row).month == begun


def test_a_social_worker_sees_how_far_a_referral_has_come(visit: Visit) -> None:
    reader = cast.member(Role.SOCIAL_WORKER)
    cast.referral(cast.person("Tiglio"), referred_on=in_days(-4))
    with first_screen(visit, reader, "Le mie segnalazioni", clicks=1, fields=0) as hand:
        hand.row_act("Ada Tiglio")
        expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Ada Tiglio")


def test_the_scout_logs_a_contact(visit: Visit) -> None:
    reader = cast.member(Role.SCOUT)
    company = cast.body("Officine Levante", Kind.EMPLOYER)
    log_contact(company, by=reader, draft=ContactDraft("call", in_days(-9), "Cercano un fabbro.", today()))
    with first_screen(visit, reader, "Aziende", clicks=2, fields=2) as hand:
        hand.row_act("Registra un contatto")
        hand.fill("Che cosa vi siete detti", "Fissata una visita.")
        hand.fill("Prossimo passo", "+10")
        hand.button("Registra il contatto")
    assert Contact.objects.count() == 2


@pytest.mark.parametrize("role", [Role.PROJECT_COORDINATOR, Role.COMMISSIONER])
def test_who_answers_for_the_contract_finds_the_figures(visit: Visit, role: Role) -> None:
    for number in range(12):
        cast.case(cast.person(f"Tiglio {number}"))
    with first_screen(visit, cast.member(role), "Andamento", clicks=0, fields=0) as hand:
        expect(hand.page.get_by_role("table").first).to_be_visible()


def test_the_administrator_opens_an_account(visit: Visit) -> None:
    cast.person()  # a service without anybody leads who sets it up to the first steps
    reader = cast.member(Role.ADMINISTRATOR)
    cast.member(Role.MEDIATOR, name="Lia Brezza")
    with first_screen(visit, reader, "Utenti", clicks=1, fields=0) as hand:
        hand.row_act("Lia Brezza")
        expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Lia Brezza")
