"""The sheet by keyboard alone, and the pages of a group that the walk over all pages does not meet."""

from datetime import date

import pytest
from playwright.sync_api import expect

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities import actions
from percorsi.activities.actions import ActivityDraft
from percorsi.activities.models import Activity, Attendance, Session
from tests import cast
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
MAY = date(2018, 5, 2)


@pytest.fixture
def user() -> User:
    return cast.member(Role.MEDIATOR, name="Ada Brezza")


@pytest.fixture
def edition(user: User) -> Activity:
    made = actions.add_activity(ActivityDraft("ORAFO", "1/2018", starts_on=MAY, ends_on=date(2018, 6, 27)), by=user)
    for name in ("Abete", "Bora", "Cardellino", "Frassinetti dell’Olmo e dei Tigli"):
        actions.enrol(made, by=user, person=cast.person(name, "Ada"))
    return made


@pytest.fixture
def session(user: User, edition: Activity) -> Session:
    return actions.add_session(edition, by=user, held_on=MAY, topic="Il curriculum")


def kinds() -> list[tuple[str, str]]:
    rows = Attendance.objects.order_by("participation__person__sort_key")
    return [(row.participation.person.family_names.split()[0], row.kind) for row in rows]


def test_a_sheet_by_keyboard(visit: Visit, user: User, session: Session) -> None:
    visit.sign_in(user)
    page = visit.open(f"/gruppi/incontri/{session.public_id}/")
    # A letter marks and goes on; back with the arrow, and the mark is another.
    for key in ("p", "A", "g", "p"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("p")
    expect(page.locator("input[value=present]:checked")).to_have_count(3)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert kinds() == [
        ("Abete", "present"),
        ("Bora", "present"),
        ("Cardellino", "justified"),
        ("Frassinetti", "present"),
    ]
    with page.expect_navigation():
        page.get_by_role("button", name="Annulla").click()
    assert kinds() == []


def test_a_sheet_without_scripts(visit: Visit, user: User, session: Session) -> None:
    visit.sign_in(user)
    with visit.without_scripts() as page:
        page.goto(f"{visit.site}/gruppi/incontri/{session.public_id}/")
        page.get_by_role("group", name="Ada Bora").get_by_text("Assente").click()
        page.get_by_role("button", name="Salva le presenze").click()
        expect(page.get_by_text("Le presenze sono salvate.")).to_be_visible()
    assert kinds() == [("Bora", "absent")]


def test_a_letter_in_a_field_marks_nobody(visit: Visit, user: User, session: Session) -> None:
    visit.sign_in(user)
    page = visit.open(f"/gruppi/incontri/{session.public_id}/")
    page.locator('[data-key="/"]').fill("")
    page.locator('[data-key="/"]').press_sequentially("pag")
    expect(page.locator("input[type=radio]:checked")).to_have_count(0)


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_that_are_fuller_than_elsewhere(visit: Visit, user: User, session: Session, width: int) -> None:
    edition = session.activity
    visit.sign_in(user)
    actions.add_session(edition, by=user, held_on=date(2018, 5, 9))
    actions.cancel_session(actions.add_session(edition, by=user, held_on=date(2018, 5, 16)), by=user)
    row = edition.participations.all()[0]
    actions.mark_attendance(row, by=user, session=session)
    own = f"/gruppi/{edition.public_id}/"
    for path in (own, f"/gruppi/incontri/{session.public_id}/", f"{own}iscrivi/", "/gruppi/?stato=finita"):
        visit.open(path, width)
        visit.look(path)
    page = visit.open(f"{own}iscrivi/", width)
    page.locator("#id_testo").fill("ada")
    visit.submit()
    expect(page.get_by_text("Già iscritto").first).to_be_visible()
    visit.look("found")
