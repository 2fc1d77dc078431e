"""The log tells where the program failed, and nothing of what somebody typed."""

import io
import logging
import re

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import include, path

from percorsi.web.shell.logs import BareFormatter
from tests.web.shell import broken_urls

handler400, handler500 = broken_urls.handler400, broken_urls.handler500
urlpatterns = [path("", include(broken_urls))]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the server's standard error gets."""
    handler = next(each for each in logging.getLogger().handlers if isinstance(each.formatter, BareFormatter))
    written = io.StringIO()
    monkeypatch.setattr(handler, "stream", written)
    return written


def test_the_setting_is_the_one_of_the_service() -> None:
    assert settings.LOGGING["root"] == {"handlers": ["stderr"], "level": "WARNING"}


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_is_found_by_its_number_and_tells_nobody_s_name(log: io.StringIO) -> None:
    client = Client(raise_request_exception=False, headers={"user-agent": "Agobrowser"})
    answer = client.post("/persone/Agoindirizzo/?q=Agodomanda", {"testo": "Agomodulo"})
    page, written = answer.content.decode(), log.getvalue()
    assert answer.status_code == 500
    number = re.search(r"Numero dell’errore: <strong>([0-9A-F]{6})</strong>", page)
    assert number is not None
    assert f"ERROR django.request errore={number[1]} POST rotte:persona 500" in written
    assert written.count("builtins.ValueError\n") == 2
    assert re.search(r"broken_urls\.py:\d+ broken", written)
    assert "Ago" not in written
    assert "Ago" not in page


@override_settings(ROOT_URLCONF=__name__)
def test_pages_that_do_not_exist_are_no_failures(log: io.StringIO) -> None:
    assert Client().get("/Agonulla/").status_code == 404
    assert log.getvalue() == ""


def test_a_wrong_host_or_token_is_noted_without_its_words(log: io.StringIO) -> None:
    Client(headers={"host": "agohost.example"}).get("/accesso/?Agodomanda")
    Client(enforce_csrf_checks=True).post("/accesso/", {"login": "Agonome"})
    written = log.getvalue()
    assert "django.security" in written
    assert "ago" not in written.lower()
    assert "File" not in written


def test_the_program_s_own_words_stay_and_those_of_others_go(log: io.StringIO) -> None:
    logging.getLogger("percorsi.bridges").error("The database refused an import: %s", "one_row_once")
    logging.getLogger("altrui").error("Found %s", "Agovalore")
    logging.getLogger("altrui").error(f"Found {'Agovalore'}")
    assert "percorsi.bridges The database refused an import: one_row_once" in log.getvalue()
    assert "altrui Found %s" in log.getvalue()
    assert "Ago" not in log.getvalue()


def test_a_method_of_somebody_s_invention_is_not_written(log: io.StringIO) -> None:
    with override_settings(ROOT_URLCONF=__name__):
        Client(raise_request_exception=False).generic("AGOMETODO", "/persone/x/")
    assert " OTHER rotte:persona 500" in log.getvalue()
    assert "AGO" not in log.getvalue()
