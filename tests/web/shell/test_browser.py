"""The style pages in a real browser: accessibility, reflow, content policy, fonts, keyboard, paper."""

import re
from pathlib import Path

import pytest

from tests.web.visiting import Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only]

PAGES = ["/persone/", "/persone/ada/", "/andamento/", "/utenti/", "/modulo/", "/accesso/"]
FORMS = ["/modulo/", "/accesso/"]
ERRORS = ["/nulla/", "/vietata/", "/guasta/", "/occupata/"]
WIDTHS = [320, 640, 768, 1024, 1280]
SPACING = (
    "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }"
    "p { margin-bottom: 2em !important; }"
)


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", [*PAGES, *ERRORS])
def test_axe_finds_nothing(visit: Visit, path: str, width: int) -> None:
    visit.open(path, width)
    assert visit.axe_findings() == []
    assert visit.violations == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("path", FORMS)
def test_axe_finds_nothing_when_there_are_errors(visit: Visit, path: str, width: int) -> None:
    visit.open_with_errors(path, width)
    assert visit.axe_findings() == []
    assert visit.violations == []


@pytest.mark.parametrize("menu", [".bar-nav summary", ".bar-find summary"])
def test_axe_finds_nothing_when_the_bar_is_open(visit: Visit, menu: str) -> None:
    visit.open("/persone/", 320).locator(menu).click()
    assert visit.axe_findings() == []


@pytest.mark.parametrize("path", [*PAGES, "/nulla/"])
def test_pages_never_scroll_sideways(visit: Visit, path: str) -> None:
    for width in WIDTHS:
        visit.open(path, width)
        assert not visit.is_wider_than_its_window(), width


@pytest.mark.parametrize("path", PAGES)
def test_wide_spacing_of_text_fits_a_phone(visit: Visit, path: str) -> None:
    page = visit.open(path, 320)
    # A constructed sheet: the content policy rightly refuses an inline one.
    page.evaluate(
        "(css) => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets = [own]; }",
        SPACING,
    )
    assert not visit.is_wider_than_its_window()


def test_nothing_is_asked_of_another_host(visit: Visit) -> None:
    for path in PAGES:
        visit.open(path)
    own = [address for address in visit.requests if address.startswith(visit.site)]
    assert len(own) > len(PAGES)
    assert visit.requests_elsewhere() == []


def test_static_files_have_hashed_names(visit: Visit) -> None:
    visit.open("/persone/")
    static = [address for address in visit.requests if "/static/" in address]
    assert len(static) >= 6
    assert [address for address in static if not re.search(r"\.[0-9a-f]{12}\.", address)] == []


def test_the_three_weights_of_the_font_load(visit: Visit) -> None:
    page = visit.open("/persone/ada/")
    for weight in (400, 600, 700):
        loaded = page.evaluate(
            f"document.fonts.load('{weight} 16px \"Titillium Web\"').then((faces) => faces.map((face) => face.status))"
        )
        assert loaded == ["loaded"]
    assert page.evaluate("document.fonts.check('16px \"Titillium Web\"')")


def test_focus_moves_to_the_summary_and_from_it_to_the_field(visit: Visit) -> None:
    page = visit.open_with_errors("/modulo/")
    assert page.evaluate("document.activeElement.className") == "errs"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "id_first_name"
    page.locator(".errs a", has_text="informativa").click()
    assert page.evaluate("document.activeElement.id") == "id_has_notice_0"


@pytest.mark.parametrize("width", [320, 1280])
def test_slash_goes_to_the_search_but_not_while_writing(visit: Visit, width: int) -> None:
    page = visit.open("/persone/", width)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "cerca"
    page.keyboard.type("a/b")
    assert page.locator("#cerca").input_value() == "a/b"


def test_escape_closes_the_open_menu_and_gives_the_focus_back(visit: Visit) -> None:
    page = visit.open("/persone/")
    page.locator(".bar-user summary").click()
    assert page.locator(".bar-user button", has_text="Esci").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator(".bar-user button", has_text="Esci").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_skip_link_is_first_and_leads_to_the_content(visit: Visit) -> None:
    page = visit.open("/persone/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Vai al contenuto"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "contenuto"


def test_the_menu_lies_open_when_there_is_room_and_folds_when_not(visit: Visit) -> None:
    link = visit.open("/persone/", 1280).locator(".bar-menu a", has_text="Andamento")
    assert link.is_visible()
    page = visit.open("/persone/", 1024)
    assert not page.locator(".bar-menu a", has_text="Andamento").is_visible()
    page.locator(".bar-nav summary").click()
    page.locator(".bar-menu a", has_text="Andamento").click()
    page.wait_for_url("**/andamento/")


def test_targets_are_large_enough_for_a_finger(visit: Visit) -> None:
    small = """() => [...document.querySelectorAll('button, summary, .btn, .chip, .page-link, .seg a, .pc-tabs a')]
      .map((each) => [each.textContent.trim(), each.getBoundingClientRect()])
      .filter(([, box]) => box.width > 1 && (box.width < 24 || box.height < 24)).map(([text]) => text)"""
    for path in PAGES:
        assert visit.open(path, 320).evaluate(small) == []


def test_a_page_weighs_little(visit: Visit) -> None:
    page = visit.open("/persone/")
    measured = page.evaluate("performance.getEntriesByType('resource').map((each) => each.encodedBodySize)")
    assert len(measured) <= 12
    assert sum(measured) <= 220_000


def test_on_paper_there_is_no_bar_and_it_says_who_printed_it(visit: Visit, tmp_path: Path) -> None:
    page = visit.open("/persone/ada/")
    page.emulate_media(media="print")
    assert not page.locator(".bar").is_visible()
    assert not page.locator(".acts").first.is_visible()
    assert "stampato da Elena Nibbio" in page.locator(".print-only").inner_text()
    assert page.pdf(path=tmp_path / "page.pdf", prefer_css_page_size=True).startswith(b"%PDF")
