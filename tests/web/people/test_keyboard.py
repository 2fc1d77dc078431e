"""The list and the search by keyboard alone, and the same work with a browser that runs no script."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from percorsi.accounts import actions
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from tests import cast
from tests.web.people.test_list import resident
from tests.web.visiting import PHONE, WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coordinator() -> User:
    user = cast.member(Role.OPERATIONAL_COORDINATOR, name="Marta Ginestra")
    for name in ("Abete", "Bora", "Corvo"):
        cast.case(resident(name))
    return user


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.textContent.trim()"))


def test_rows_are_walked_chosen_and_opened_by_single_keys(visit: Visit, coordinator: User) -> None:
    visit.sign_in(coordinator)
    page = visit.open("/persone/")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    walked = []
    for key in "jjjjk":
        page.keyboard.press(key)
        walked.append(focused(page)[-5:])
    assert walked == ["Abete", " Bora", "Corvo", "Corvo", " Bora"]
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk] p")).to_have_text("2 scelte su 3")
    visit.look("chosen")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk] p")).to_have_text("1 scelte su 3")
    page.keyboard.press("f")
    assert page.evaluate("document.activeElement.name") == "stato"
    page.locator("a.name").nth(1).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ada Bora")


def test_one_box_chooses_the_page_and_the_bar_goes_when_none_is_left(visit: Visit, coordinator: User) -> None:
    visit.sign_in(coordinator)
    page = visit.open("/persone/")
    page.locator("[data-choose-all]").check()
    expect(page.locator("[data-bulk] p")).to_have_text("3 scelte su 3")
    with page.expect_navigation():
        page.get_by_role("button", name="Affida a un collega").click()
    visit.look("assign")
    expect(page.get_by_role("button", name="Affida 3 percorsi")).to_be_visible()
    page.go_back()
    page.locator("[data-choose-all]").check()
    page.locator("[data-choose-all]").uncheck()
    expect(page.locator("[data-bulk]")).to_be_hidden()


@pytest.mark.parametrize("width", WIDTHS)
def test_names_come_up_under_the_field_while_typing(visit: Visit, coordinator: User, width: int) -> None:
    visit.sign_in(coordinator)
    page = visit.open("/persone/", width)
    looked = Event.objects.filter(act=Act.SEARCH)
    page.keyboard.press("/")
    page.keyboard.type("bo")
    page.wait_for_timeout(400)
    assert looked.count() == 0
    page.keyboard.type("ra")
    expect(page.locator("[data-found] a")).to_have_count(1)
    expect(page.locator("[data-told]")).to_have_text("1 persona trovata, freccia giù per scegliere")
    assert looked.count() == 1
    visit.look("suggestions")
    page.keyboard.press("ArrowDown")
    assert "Ada Bora" in focused(page)
    page.keyboard.press("Escape")
    expect(page.locator("[data-found]")).to_be_hidden()
    assert page.evaluate("document.activeElement.id") == "cerca"
    page.keyboard.type(" ada")
    expect(page.locator("[data-found]")).to_be_visible()
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Ada Bora")


def test_enter_in_the_field_still_asks_by_the_whole_page(visit: Visit, coordinator: User) -> None:
    visit.sign_in(coordinator)
    page = visit.open("/persone/")
    page.keyboard.press("/")
    page.keyboard.type("zibibbo")
    expect(page.locator("[data-found]")).to_contain_text("Nessuno trovato")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("main .empty")).to_contain_text("Nessuno trovato. Prova con meno lettere")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_question_mark_opens_the_map_over_the_page(visit: Visit, coordinator: User, width: int) -> None:
    visit.sign_in(coordinator)
    page = visit.open("/persone/", width)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Mappa dei tasti")
    expect(dialog).to_be_visible()
    visit.look("keys-dialog")
    page.keyboard.press("j")
    assert "Abete" not in focused(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    visit.open("/tasti/", width)
    visit.look("keys")


def test_whoever_switched_them_off_presses_letters_in_vain(visit: Visit, coordinator: User) -> None:
    actions.switch_keys(coordinator, is_off=True)
    visit.sign_in(coordinator)
    page = visit.open("/persone/")
    for key in "j?/nf":
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement === document.body")
    assert page.url.endswith("/persone/") and page.locator("dialog").count() == 0


def test_in_a_field_a_letter_is_a_letter(visit: Visit, coordinator: User) -> None:
    visit.sign_in(coordinator)
    page = visit.open("/persone/cerca/")
    page.locator("#id_testo").focus()
    page.keyboard.type("x/?jn")
    assert page.locator("#id_testo").input_value() == "x/?jn"
    assert page.locator("dialog").count() == 0


def test_without_scripts_several_are_entrusted_at_once(visit: Visit, coordinator: User) -> None:
    cast.member(Role.MEDIATOR, name="Elena Nibbio")
    visit.sign_in(coordinator)
    with visit.without_scripts() as page:
        page.goto(visit.site + "/persone/")
        page.get_by_role("button", name="Affida a un collega").click()
        expect(page.locator(".alert")).to_contain_text("Non hai scelto nessuna riga")
        page.get_by_label("Scegli Ada Abete").check()
        page.get_by_label("Scegli Ada Corvo").check()
        page.get_by_role("button", name="Affida a un collega").click()
        page.get_by_label("A chi").select_option(label="Elena Nibbio")
        page.get_by_role("button", name="Affida 2 percorsi").click()
        expect(page.locator(".alert")).to_contain_text("2 percorsi affidati a Elena Nibbio.")
        assert page.locator("td", has_text=re.compile("^Elena Nibbio$")).count() == 2


@pytest.mark.parametrize("width", WIDTHS)
def test_the_printed_list_and_the_outcome(visit: Visit, coordinator: User, width: int) -> None:
    cast.member(Role.MEDIATOR, name="Elena Nibbio")
    cast.case(cast.person("Dattero"), closed_on=date(2018, 5, 1))
    visit.sign_in(coordinator)
    visit.open("/persone/?formato=stampa", width)
    visit.look("print")
    page = visit.open("/persone/?stato=tutti", width)
    page.get_by_label("Scegli Ada Dattero").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Affida a un collega").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Affida 1 percorso").click()
    visit.look("assign-wrong")
    page.get_by_label("A chi").select_option(label="Elena Nibbio")
    with page.expect_navigation():
        page.get_by_role("button", name="Affida 1 percorso").click()
    expect(page.locator("main")).to_contain_text("Non ha un percorso aperto")
    visit.look("outcome")
    visit.open("/persone/?stato=chiuso", PHONE)
    visit.open("/persone/", width)
    expect(page.locator(".chips")).to_contain_text("Filtri come l’ultima volta")
    visit.look("as-last")


def test_on_paper_the_rows_stay_rows_and_the_boxes_and_buttons_are_gone(visit: Visit, coordinator: User) -> None:
    visit.sign_in(coordinator)
    page = visit.open("/persone/", 688)  # the width of an A4 sheet within its margins
    assert page.locator("tbody th").first.evaluate("each => getComputedStyle(each).display") == "block"
    page.emulate_media(media="print")
    assert page.locator("tbody th").first.evaluate("each => getComputedStyle(each).display") == "table-cell"
    assert page.locator("thead").evaluate("each => getComputedStyle(each).display") == "table-header-group"
    for gone in (".bar", ".acts", "[data-bulk]", ".pick >> nth=0", ".filt-fold", ".foot-keys"):
        expect(page.locator(gone)).to_be_hidden()
    expect(page.locator(".foot .print-only")).to_contain_text("stampato da Marta Ginestra")
