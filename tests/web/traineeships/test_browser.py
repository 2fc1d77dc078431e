"""Traineeships in a real browser: looks at both widths, and a month entered by keyboard alone and without scripts."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.organisations.choices import Kind
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()
MAY = date(2019, 5, 1)
PLACE = "/tirocini/mesi/2019-05/"
LONG = "Frassinetti dell’Olmo di Monte Ghiaione"


@pytest.fixture
def user() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Marta Ginestra")


def trainee(name: str, **values: object) -> Traineeship:
    host = cast.body("Cooperativa sociale Il Nespolo", Kind.EMPLOYER)
    given = {"host": host, "starts_on": date(2019, 3, 1), "ends_on": TODAY + timedelta(days=20)} | values
    return Traineeship.objects.create(person=cast.person(name, "Maria Assunta"), **given)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_look_right_full_and_empty_and_in_error(visit: Visit, user: User, width: int) -> None:
    visit.sign_in(user)
    for name, path in (("list-empty", "/tirocini/"), ("months-empty", PLACE)):
        visit.open(path, width)
        visit.look(name)
    row = trainee(LONG, weekly_hours=25, monthly_allowance=500, company_tutor="Olmo Ghiaia")
    row.suspensions.create(starts_on=date(2019, 5, 10), ends_on=date(2019, 5, 20), reason="chiusura", is_counted=True)
    row.extensions.create(ended_on=date(2019, 8, 31), ends_on=row.ends_on, reason="serve più tempo")
    row.months.create(month=date(2019, 4, 1), hours_due=80, hours_present=70, amount=400)
    trainee("Acero").months.create(month=MAY, hours_due=80, hours_present=80, state=MonthState.VERIFIED)
    place = f"/tirocini/{row.public_id}/"
    for path in ("/tirocini/", place, f"{place}modifica/", f"{place}riprendi/", PLACE):
        visit.open(path, width)
        visit.look(path)
    for act in ("sospendi", "proroga", "chiudi"):
        page = visit.open(f"{place}{act}/", width)
        page.locator("main form input[name=ends_on]").fill("quando?")
        visit.submit()
        visit.look(f"{act} with errors")
    page = visit.open(PLACE, width)
    page.locator(f"#id_{row.public_id}-hours_due").fill("cento")
    visit.submit()
    visit.look("months with errors")
    expect(page.locator(f"#id_{row.public_id}-hours_due")).to_have_value("cento")


def test_a_month_is_entered_by_keyboard_alone(visit: Visit, user: User) -> None:
    first, second = trainee("Acero"), trainee("Betulla")
    visit.sign_in(user)
    page = visit.open(PLACE)
    box = page.locator(f"#id_{first.public_id}-hours_due")
    box.focus()
    page.keyboard.type("110")
    page.keyboard.press("Enter")
    expect(page.locator(f"#id_{second.public_id}-hours_due")).to_be_focused()
    page.keyboard.type("88")
    page.keyboard.press("Shift+Enter")
    expect(box).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator(f"#id_{second.public_id}-hours_due")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Tab")
    page.keyboard.type("110")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    # The row is complete, and the writer goes on in the next one.
    expect(page.locator(f"#id_{second.public_id}-hours_present")).to_be_focused()
    page.keyboard.type("80")
    with page.expect_navigation():
        page.keyboard.press("Control+s")
    expect(page.get_by_role("status").filter(has_text="salvata alle")).to_be_visible()
    kept = {row.traineeship_id: (row.hours_due, row.hours_present, row.state) for row in TraineeshipMonth.objects.all()}
    assert kept == {first.pk: (110, 110, MonthState.COMPLETE), second.pk: (88, 80, MonthState.DRAFT)}


def test_a_month_is_entered_without_scripts(visit: Visit, user: User) -> None:
    first, second = trainee("Acero"), trainee("Betulla")
    visit.sign_in(user)
    with visit.without_scripts() as page:
        page.goto(visit.site + PLACE)
        for row in (first, second):
            page.fill(f"#id_{row.public_id}-hours_due", "80")
            page.fill(f"#id_{row.public_id}-hours_present", "80")
            page.check(f"[name='{row.public_id}-has_signed_sheet']")
            page.check(f"[name='{row.public_id}-is_complete']")
        page.click("#registro button[type=submit]")
        assert TraineeshipMonth.objects.filter(state=MonthState.COMPLETE).count() == 2
        page.click("text=Verifica 2 mesi firmati")
        assert TraineeshipMonth.objects.filter(state=MonthState.VERIFIED).count() == 2
        expect(page.get_by_text("2 mesi verificati")).to_be_visible()


def test_a_new_traineeship_takes_five_clicks(visit: Visit, user: User) -> None:
    before = trainee("Acero", ends_on=date(2019, 8, 31))
    visit.sign_in(user)
    page = visit.open(f"/persone/{before.person.public_id}/")
    page.click("text=Tirocini e lavoro")
    page.click("text=Nuovo tirocinio")
    page.fill("[name=starts_on]", "3/9/2019")
    page.fill("[name=ends_on]", "31/12/2019")
    with page.expect_navigation():
        page.click("text=Registra il tirocinio")
    expect(page.get_by_text("Il tirocinio è registrato.")).to_be_visible()
    visit.look("just begun")
    with page.expect_navigation():
        page.locator(".alert").get_by_role("button", name="Annulla").click()
    assert Traineeship.objects.count() == 1
