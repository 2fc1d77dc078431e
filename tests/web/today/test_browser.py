"""The first screen in a real browser: on a desk and on a phone, full, narrowed and empty; and each role's main task."""

from datetime import time
from typing import Any

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Case
from percorsi.diary.models import Note
from percorsi.organisations.choices import Kind
from percorsi.people.models import Residence
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship
from tests import cast
from tests.web.today.test_today import expiring, followed, in_days, make_appointment
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]

LONG = "Maria Assunta"


def fill_the_day(user: User) -> None:
    """Put one thing of each kind on the reader's first screen."""
    host = cast.body("Cooperativa sociale di lavoro Officine riunite del Levante", Kind.EMPLOYER)
    names = ("Frassinetti Dell’Olmo Cinciallegra", "Tiglio", "Bora", "Selce", "Acero", "Gheppio")
    one, two, three, four, five, six = (followed(user, name, LONG) for name in names)
    Residence.objects.create(person=one, municipality=cast.municipality("Pregnana Milanese"))
    Case.objects.filter(person=one).update(opened_on=in_days(-50))
    expiring(two, 0)
    Traineeship.objects.create(person=three, host=host, starts_on=in_days(-90), ends_on=in_days(9))
    hired = {"employer": host, "starts_on": in_days(-90), "contract": Contract.FIXED_TERM}
    Placement.objects.create(person=four, ends_on=in_days(12), **hired)
    make_appointment(user, five, -1)
    make_appointment(user, six, 0, starts_at=time(23, 59), place="sala riunioni al piano terra")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.OPERATIONAL_COORDINATOR, Role.PSYCHOLOGIST, Role.OFFICER])
def test_the_first_screen_is_sound_when_full_and_when_empty(visit: Visit, role: Role, width: int) -> None:
    reader = cast.member(role, name="Elena Nibbio")
    visit.sign_in(reader)
    visit.open("/oggi/", width)
    visit.look(f"{role} empty")
    mediator = cast.member(Role.MEDIATOR, name="Sandro Libeccio")
    fill_the_day(mediator if role == Role.OFFICER else reader)
    cast.referral(cast.person("Rovere"), referred_on=in_days(-20))
    cast.case(cast.protected_person("Caso 7A", cleared=() if role == Role.OFFICER else (reader,)), worker=reader)
    visit.open("/oggi/", width)
    visit.look(f"{role} full")


def test_the_rows_are_reached_and_dealt_with_by_keyboard(visit: Visit) -> None:
    reader = cast.member(Role.MEDIATOR)
    expiring(followed(reader, "Tiglio"), -3)
    visit.sign_in(reader)
    page = visit.open("/oggi/")
    page.get_by_role("link", name="Come si decide l’ordine").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Ada Tiglio"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/permessi/")


def test_single_keys_walk_the_rows_and_do_what_each_proposes(visit: Visit) -> None:
    reader = cast.member(Role.MEDIATOR)
    for name, days in (("Tiglio", -3), ("Selce", 2)):
        expiring(followed(reader, name), days)
    visit.sign_in(reader)
    page = visit.open("/oggi/")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.textContent") == "Ada Selce"
    page.keyboard.press("e")
    page.wait_for_url("**/permessi/")
    assert page.get_by_role("heading", level=1, name="Ada Selce").is_visible()


def test_it_works_without_scripts(visit: Visit) -> None:
    reader = cast.member(Role.MEDIATOR)
    person = followed(reader, "Tiglio")
    expiring(person, -3)
    make_appointment(reader, person, -1)
    visit.sign_in(reader)
    with visit.without_scripts() as page:
        page.goto(f"{visit.site}/oggi/")
        page.get_by_role("link", name="Documenti 1").click()
        assert page.locator(".wl > li").count() == 1
        write_note(page, "Tiglio")
    assert Note.objects.filter(person=person).count() == 1


def write_note(page: Any, who: str) -> None:
    """Write a note from the box of the first screen."""
    page.get_by_label("Di chi?").fill(who)
    page.get_by_label("Che cosa è successo?").fill("Arriva puntuale.")
    page.locator("main").get_by_role("button", name="Salva").click()
