"""The frame around every page: menu by permission, error pages that ask for nothing, printed footer."""

import re

import pytest
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from percorsi.web.shell import menu
from tests.web.shell.style_views import Reader

pytestmark = pytest.mark.usefixtures("style_pages")


class Limited(Reader):
    """May read the report and nothing else."""

    def has(self, permission: str) -> bool:
        return permission == "reports.read"


def request_of(user: object, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user  # type: ignore[assignment]
    return request


def test_the_menu_shows_what_the_reader_may_open_and_what_exists() -> None:
    labels = [entry.label for entry in menu.entries(request_of(Reader()))]
    assert labels == ["Persone", "Andamento", "Utenti e ruoli"]  # the style pages have no importer
    assert [entry.label for entry in menu.entries(request_of(Limited()))] == ["Andamento"]


def test_nobody_signed_in_sees_no_menu() -> None:
    assert menu.entries(request_of(Reader(is_authenticated=False))) == []
    assert menu.entries(RequestFactory().get("/")) == []


@pytest.mark.parametrize(
    ("path", "current"),
    [("/persone/", "Persone"), ("/persone/ada/", "Persone"), ("/personeaggiunte/", None), ("/", None)],
)
def test_the_entry_around_the_page_is_current(path: str, current: str | None) -> None:
    marked = [entry.label for entry in menu.entries(request_of(Reader(), path)) if entry.is_current]
    assert marked == ([current] if current else [])


def test_search_and_sign_out_are_sent_by_post(client: Client) -> None:
    page = client.get("/persone/").content.decode()
    search = re.search(r'<form class="bar-search"[^>]*>', page)
    assert search and 'method="post"' in search[0] and 'action="/persone/cerca/"' in search[0]
    assert re.search(r'<form method="post" action="/uscita/">', page)


def test_a_reader_may_switch_the_single_key_off() -> None:
    request = request_of(Reader())
    on = render_to_string("shell/base.html", {"user": {"has_keys_off": False}}, request)
    off = render_to_string("shell/base.html", {"user": {"has_keys_off": True}}, request)
    assert 'data-key="/"' in on
    assert 'data-key="/"' not in off


def test_a_missing_page_says_the_same_whatever_was_asked(client: Client) -> None:
    first, second = client.get("/persone/segreta/"), client.get("/nulla/")
    assert first.status_code == second.status_code == 404
    assert first.content == second.content
    assert b"csrf" not in first.content
    assert b"segreta" not in first.content


@pytest.mark.parametrize("template", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html", "503.html"])
def test_error_pages_need_no_request_and_say_what_to_do(template: str) -> None:
    page = render_to_string(template)
    assert page.count("<h1>") == 1
    assert 'class="btn btn-primary' in page
    assert "<form" not in page


def test_refusals_and_failures_answer_with_their_page() -> None:
    client = Client(raise_request_exception=False, enforce_csrf_checks=True)
    assert "non ti è permessa" in client.get("/vietata/").content.decode()
    assert "Qualcosa non ha funzionato" in client.get("/guasta/").content.decode()
    assert "troppo a lungo" in client.post("/accesso/", {}).content.decode()
    busy = client.get("/occupata/")
    assert busy.status_code == 503
    assert "Importazione in corso" in busy.content.decode()


def test_the_open_demo_says_so_on_every_page(client: Client) -> None:
    assert "Dimostrazione aperta" not in client.get("/accesso/").content.decode()
    with override_settings(IS_EXPOSED_DEMO=True):
        for path in ("/accesso/", "/persone/", "/nulla/"):
            assert "Dimostrazione aperta in rete." in client.get(path).content.decode()


def test_footer_links_appear_only_when_they_are_known(client: Client) -> None:
    assert "Dichiarazione di accessibilità" in client.get("/accesso/").content.decode()
    with override_settings(ACCESSIBILITY_STATEMENT_URL=""):
        assert "Dichiarazione di accessibilità" not in client.get("/accesso/").content.decode()


def test_pages_of_a_list_keep_the_other_parameters(client: Client) -> None:
    page = client.get("/persone/?ordine=nome&pagina=2").content.decode()
    assert 'href="?ordine=nome&amp;pagina=3"' in page
    assert "11–20 di 400" in page
