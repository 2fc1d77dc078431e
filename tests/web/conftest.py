"""A server with the pages, and a browser that notes what goes wrong on them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.web.visiting import LAUNCH, Visit, visiting


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    """One browser for all the tests of a process; every visit has cookies of its own."""
    with sync_playwright() as playwright:
        program = playwright.chromium.launch(executable_path=chromium, args=LAUNCH)
        yield program
        program.close()


@pytest.fixture
def site(live_server: LiveServer) -> Iterator[str]:
    """Serve the pages and return the origin."""
    cache.clear()  # the counters of the login outlive a transactional test
    yield live_server.url
    cache.clear()


@pytest.fixture
def visit(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Visit]:
    """A page of a visitor nobody knows yet."""
    with visiting(browser, site, request.path.parent.name) as visit:
        yield visit
