"""After an act the page says so, and offers the way back where there is one."""

from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.test import RequestFactory

from percorsi.web.shell.undo import say_done


def told() -> HttpRequest:
    request = RequestFactory().get("/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def test_an_act_that_can_be_taken_back_offers_the_button() -> None:
    request = told()
    say_done(request, "Fatto.", undo_url="/segnalazioni/abc/annulla/")
    page = render_to_string("shell/messages.html", {"messages": get_messages(request)}, request)
    assert 'method="post" action="/segnalazioni/abc/annulla/"' in page and "Annulla" in page and "Fatto." in page


def test_an_act_without_way_back_says_only_that_it_was_done() -> None:
    request = told()
    say_done(request, "Fatto.")
    page = render_to_string("shell/messages.html", {"messages": get_messages(request)}, request)
    assert "Fatto." in page and "<form" not in page


def test_what_is_never_taken_back_may_be_corrected() -> None:
    request = told()
    say_done(request, "Fatto.", mend_url="/persone/nota/abc/correggi/")
    page = render_to_string("shell/messages.html", {"messages": get_messages(request)}, request)
    assert '<a class="no-print" href="/persone/nota/abc/correggi/">Correggi</a>' in page and "<form" not in page
