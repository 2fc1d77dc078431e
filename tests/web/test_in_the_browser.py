"""Every page of the access matrix in a real browser, on a desk and on a phone, as it is and with its form sent empty.

What the rooms' own browser tests keep are journeys and states that this walk does not meet.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import pytest
from django.urls import reverse
from playwright.sync_api import TimeoutError as TooLate

from percorsi.accounts.choices import Role
from percorsi.web.shell.menu import ITEMS
from tests import cast
from tests.web.site_map import NO_OBJECT, Row, matrix
from tests.web.stage import Stage, build
from tests.web.visiting import DESK, PHONE, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]

COORDINATOR, ADMINISTRATOR = Role.OPERATIONAL_COORDINATOR, Role.ADMINISTRATOR
# Nothing to look at: a file, an address that only leads on, or one that says in its query what it is about. Or nothing
# about the person looked at first.
NO_PAGES = {
    *("service:logo", "service:first_steps", "health"),
    *("home", "reports:workbook", "reports:csv", "reports:rows_workbook", "reports:template_file"),
    *("documents:download", "bridges:refused_rows"),
    *("people:withdraw", "people:end_protection"),
}
# Other objects on which a page looks another way.
MORE_KINDS = {
    "people:person": ("cleared", "closed"),
    "cases:case": ("cleared", "closed"),
    **dict.fromkeys(("people:record", "people:readers", "people:contacts", "people:change_identity"), ("cleared",)),
}
# Who reads less gets other pages.
LESS = ("today:today", "people:list", "people:person", "people:work", "cases:case", "referrals:list")
# Only who refers has them; the room's own tests send them empty.
SENDERS = tuple(f"referrals:{name}" for name in ("mine", "start", "section", "review", "discard", "reply"))
FIGURES = ("reports:overview", "reports:rows")
OTHERS = {
    Role.OFFICER: LESS,
    Role.SOCIAL_WORKER: (*LESS, *SENDERS),
    Role.COMMISSIONER: FIGURES,
    Role.PROJECT_COORDINATOR: FIGURES,
}
# Forms in which nothing is mandatory.
ACT_WHEN_EMPTY = {
    "accounts:activate": "the link of the walk holds no longer, there is no form; a newcomer's journey has a good one",
    "accounts:new_link": "asks only for a confirmation",
    "accounts:shut_user": "asks only for a confirmation",
    "service:served": "no day means always",
    "shell:keys": "a box that is not ticked is an answer",
    "traineeships:months": "a row without hours is still to be entered",
    "people:numbers": "without a number the next free one is taken",
}
EMPTY = """(form) => {
  for (const each of form.elements) {
    if (["hidden", "submit"].includes(each.type)) continue;
    if (["checkbox", "radio"].includes(each.type)) each.checked = false;
    else each.value = "";
  }
}"""
STATUS = "performance.getEntriesByType('navigation')[0].responseStatus"


@dataclass
class Walk:
    """One reader's way through the pages, with what was wrong on each."""

    visit: Visit
    wrong: list[str] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)

    def open(self, name: str, path: str, status: int = 200) -> None:
        """Look at a page at both widths."""
        page = self.visit.open(path)
        found = urlsplit(page.url)
        if (answer := page.evaluate(STATUS)) != status or not path.startswith(found.path):
            self.wrong.append(f"{name}: {answer} at {found.path}")
        other = self.titles.setdefault(page.title(), name)
        if other != name or not page.title().strip():
            self.wrong.append(f"{name}: has the title of {other}: {page.title()}")
        self.look(name)

    def send_empty(self, name: str, path: str) -> None:
        """Send the first form of the page empty, and look at its errors."""
        page = self.visit.open(path)
        form = page.locator("main form:visible").first
        form.evaluate(EMPTY)
        form.locator("button[type=submit]").first.click()
        try:
            page.wait_for_selector(".errs", timeout=8_000)
        except TooLate:
            self.wrong.append(f"{name}: no error summary at {page.url}")
            return
        if not page.title().startswith("Errore: "):
            self.wrong.append(f"{name}: the title tells of no error: {page.title()}")
        self.look(f"{name} sent empty")

    def found(self) -> list[str]:
        """Everything that was wrong, other hosts included."""
        return [*self.wrong, *self.visit.requests_elsewhere()]

    def look(self, name: str) -> None:
        """Note what is wrong with the page as it stands, on a desk and on a phone."""
        page = self.visit.page
        if (heads := page.locator("h1").count()) != 1:
            self.wrong.append(f"{name}: {heads} h1")
        if page.locator("html").get_attribute("lang") != "it":
            self.wrong.append(f"{name}: not in Italian")
        for width in (DESK, PHONE):
            self.visit.widen(width)
            self.visit.picture(name)
            self.wrong.extend(f"{name} at {width}: {fault}" for fault in self.visit.faults())
            self.visit.violations.clear()


def pages_of(role: Role, names: Iterable[str] = ()) -> list[Row]:
    """The pages that the matrix opens to a role; of those, the named ones where any are named."""
    rows = [row for row in matrix().values() if "GET" in row.methods and row.name not in NO_PAGES]
    return [row for row in rows if row.allows(role, kind_of(row)) and (not names or row.name in names)]


def kind_of(row: Row) -> str:
    """The object on which a page is looked at first."""
    return "own" if row.objects else NO_OBJECT


def look_at(walk: Walk, rows: list[Row], stage: Stage) -> None:
    """Open each page, also about the other people for whom it looks another way."""
    for row in rows:
        for kind in (kind_of(row), *MORE_KINDS.get(row.name, ())):
            if row.allows(stage.reader.role, kind):
                walk.open(f"{row.name} {kind}", row.path(stage, kind))


def send_empty(walk: Walk, rows: list[Row], stage: Stage) -> None:
    """Send each form empty."""
    for row in rows:
        if "POST" in row.methods and row.name not in ACT_WHEN_EMPTY:
            walk.send_empty(row.name, row.path(stage, kind_of(row)))


def test_the_walk_leaves_no_page_out() -> None:
    entered = {row.name for row in matrix().values() if "public" in row.note}
    walked = {row.name for role in (COORDINATOR, ADMINISTRATOR) for row in pages_of(role)} | entered
    walked |= {row.name for row in pages_of(Role.SOCIAL_WORKER, OTHERS[Role.SOCIAL_WORKER])}
    every = {row.name for row in matrix().values() if "GET" in row.methods}
    assert every - walked - NO_PAGES == {"diary:change"}
    assert set(ACT_WHEN_EMPTY) <= walked


@pytest.mark.parametrize("is_about_people", [True, False])
def test_every_page_of_the_service(visit: Visit, is_about_people: bool) -> None:
    stage = build(COORDINATOR)
    visit.sign_in(stage.reader)
    rows = [row for row in pages_of(COORDINATOR) if row.name.startswith("people:") == is_about_people]
    rows = [row for row in rows if "public" not in row.note]
    walk = Walk(visit)
    look_at(walk, rows, stage)
    if is_about_people:
        for name, query in {"people:withdraw": "?riga=1", "people:end_protection": ""}.items():
            path = matrix()[name].path(stage, "cleared") + query
            walk.open(name, path)
            walk.send_empty(name, path)
    send_empty(walk, rows, stage)
    assert walk.found() == []


def test_every_page_of_accounts(visit: Visit) -> None:
    stage = build(ADMINISTRATOR)
    visit.sign_in(stage.reader)
    rows = [row for row in pages_of(ADMINISTRATOR) if row.name.startswith("accounts:") and "public" not in row.note]
    walk = Walk(visit)
    look_at(walk, rows, stage)
    send_empty(walk, rows, stage)
    assert walk.found() == []


def test_the_pages_of_who_is_not_signed_in(visit: Visit) -> None:
    stage, walk = build(Role.MEDIATOR), Walk(visit)
    login, activate = matrix()["account_login"], matrix()["accounts:activate"]
    walk.open(login.name, login.path(stage, NO_OBJECT))
    walk.open(activate.name, activate.path(stage, "own"), status=410)
    walk.send_empty(login.name, login.path(stage, NO_OBJECT))
    assert walk.found() == []


@pytest.mark.parametrize("role", OTHERS)
def test_the_pages_of_who_reads_less(visit: Visit, role: Role) -> None:
    stage, walk = build(role), Walk(visit)
    visit.sign_in(stage.reader)
    look_at(walk, pages_of(role, OTHERS[role]), stage)
    assert walk.found() == []


def test_a_mediator_s_own_person_and_a_colleague_s(visit: Visit) -> None:
    stage, walk = build(Role.MEDIATOR), Walk(visit)
    visit.sign_in(stage.reader)
    for kind in ("own", "colleague"):
        walk.open(kind, matrix()["people:person"].path(stage, kind))
    # Only who wrote a note corrects it.
    visit.sign_in(stage.colleague)
    change = matrix()["diary:change"]
    walk.open(change.name, change.path(stage, "colleague"))
    walk.send_empty(change.name, change.path(stage, "colleague"))
    assert walk.found() == []


def test_a_service_without_anybody(visit: Visit) -> None:
    wrong = []
    readers = [cast.member(role) for role in Role if role != Role.COMMAND]
    for reader in readers:
        walk = Walk(visit)
        visit.sign_in(reader)
        for item in ITEMS:
            if reader.has(item.permission):
                walk.open(f"{reader.role} {item.url_name}", reverse(item.url_name))
        wrong += walk.found()
    assert wrong == []


def test_the_first_page_of_who_has_no_role(visit: Visit) -> None:
    reader, walk = cast.member(Role.MEDIATOR), Walk(visit)
    cast.worker_of(reader).memberships.all().delete()
    visit.sign_in(reader)
    walk.open("home", "/")
    assert walk.found() == []


def test_a_day_s_work_without_scripts(visit: Visit) -> None:
    stage = build(COORDINATOR)
    with visit.without_scripts() as page:
        page.goto(visit.site)
        page.get_by_label("Nome utente").fill(stage.reader.username)
        page.get_by_label("Password").fill("prova-di-accesso")
        page.get_by_role("button", name="Entra").click()
        page.get_by_label("Cerca una persona per nome, codice o telefono").fill("cardellino own")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="Ada Cardellino own").click()
        assert page.get_by_role("heading", level=1, name="Ada Cardellino own").is_visible()
        page.get_by_role("link", name="Andamento", exact=True).click()
        assert page.get_by_role("heading", level=1, name="Andamento").is_visible()
        page.locator(".bar-user summary").click()
        page.locator(".bar-user").get_by_role("button", name="Esci").click()
        page.wait_for_url("**/accesso/")
        page.goto(f"{visit.site}/persone/")
        assert page.get_by_label("Nome utente").is_visible()
