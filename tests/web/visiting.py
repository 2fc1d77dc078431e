"""A page in the browser with everything that went wrong on it: how every browser test visits and looks."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from percorsi.accounts.models import User
from tests import cast

LAUNCH = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
PHONE, DESK = 320, 1280
WIDTHS = [PHONE, DESK]
AXE = Axe().axe_script
IS_WIDER = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
UNFOLD = """() => {
  const shut = [...document.querySelectorAll('main details:not([open])')];
  shut.forEach((each) => { each.open = true; });
  return shut.length > 0;
}"""


@dataclass
class Visit:
    """A page in the browser with everything that went wrong on it. ``room`` begins the names of the pictures."""

    page: Page
    site: str
    room: str = ""
    violations: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._note)
        self.page.on("request", self._note_request)

    def sign_in(self, user: User) -> None:
        """Be this reader from the next page on; how people really enter is tried where the login is."""
        cookie = cast.client_of(user).cookies["sessionid"].value
        self.page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": self.site}])

    def open(self, path: str, width: int = DESK) -> Page:
        """Go to a page of the site, and wait for its letters."""
        self.widen(width)
        self.page.goto(self.site + path)
        self.page.evaluate("document.fonts.ready.then(() => true)")
        return self.page

    def widen(self, width: int) -> None:
        """Give the window this width in px."""
        self.page.set_viewport_size({"width": width, "height": 900})

    def submit(self) -> None:
        """Send the form of the page, and wait for the page that answers: looking meanwhile would find half of it."""
        with self.page.expect_navigation():
            self.page.locator("main form button[type=submit]").click()

    def open_with_errors(self, path: str, width: int = DESK) -> Page:
        """Send the form of the page empty of what it needs."""
        self.open(path, width)
        self.submit()
        self.page.wait_for_selector(".errs")
        return self.page

    def look(self, name: str) -> None:
        """Find nothing wrong with the page as it stands."""
        self.picture(name)
        assert self.faults() == [], name

    def picture(self, name: str) -> None:
        """Keep a picture of the page when SHOTS names a folder for them."""
        if folder := os.environ.get("SHOTS"):
            width = self.page.evaluate("window.innerWidth")
            file = re.sub(r"[^a-z0-9]+", "-", f"{self.room} {name} {width}".lower()) + ".png"
            self.page.screenshot(path=Path(folder) / file, full_page=True)

    def faults(self) -> list[str]:
        """What axe finds, what the content policy stopped, and whether the page is wider than its window."""
        sideways = ["scrolls sideways"] if self.is_wider_than_its_window() else []
        return [*self.axe_findings(), *self.violations, *sideways]

    def is_wider_than_its_window(self) -> bool:
        """Whether the page scrolls sideways."""
        return bool(self.page.evaluate(IS_WIDER))

    def axe_findings(self) -> list[str]:
        """Every rule of axe, best practice included, with all folded parts shut and, where there are any, open."""
        found = self._axe()
        if self.page.evaluate(UNFOLD):
            found += self._axe()
        return sorted({f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]})

    def requests_elsewhere(self) -> list[str]:
        """The addresses of other hosts that a page asked for."""
        own = (self.site + "/", "data:")
        return [address for address in self.requests if not address.startswith(own)]

    @contextmanager
    def without_scripts(self) -> Iterator[Page]:
        """Give a page for the same reader in a browser that runs no script."""
        with _new_context(self.page.context.browser, java_script_enabled=False) as context:
            context.add_cookies(self.page.context.cookies())  # type: ignore[arg-type]
            yield context.new_page()

    def _axe(self) -> list[Any]:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE)
        violations: list[Any] = self.page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        return violations

    def _note(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.violations.append(message.text)

    def _note_request(self, request: Request) -> None:
        self.requests.append(request.url)


@contextmanager
def visiting(browser: Browser, site: str, room: str) -> Iterator[Visit]:
    """A visitor nobody knows yet, who reads Italian."""
    with _new_context(browser) as context:
        page = context.new_page()
        page.set_default_timeout(15_000)
        yield Visit(page, site, room)


@contextmanager
def _new_context(browser: Browser | None, **options: Any) -> Iterator[BrowserContext]:
    assert browser is not None
    context = browser.new_context(locale="it-IT", **options)
    yield context
    context.close()
