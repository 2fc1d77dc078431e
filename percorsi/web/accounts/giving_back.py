"""Gives a form back with what was typed into it before the session ended."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string

from percorsi.web.accounts.keeping import KEY, Typed, forget, give_up_page, kept_for_reader
from percorsi.web.shell.refilling import refill


class GivesTypedTextBack:
    """Fills the form on the page to which the reader comes back; where it stands no longer, shows the text alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer. What is sent again from the form that came back need not be kept any longer."""
        typed = kept_for_reader(request) if KEY in request.session else None
        if typed and request.method == "POST" and request.path == typed.action:
            forget(request)
        response = self.get_response(request)
        if typed and request.method == "GET" and typed.page == request.get_full_path():
            return _given_back(request, response, typed)
        return response


def _given_back(request: HttpRequest, response: HttpResponseBase, typed: Typed) -> HttpResponseBase:
    is_page = isinstance(response, HttpResponse) and response.get("Content-Type", "").startswith("text/html")
    if not is_page or response.status_code != 200:
        give_up_page(request, typed)
        return redirect("found_text")
    assert isinstance(response, HttpResponse)
    page = response.content.decode()
    refilled = refill(page, address=request.get_full_path(), action=typed.action, fields=typed.fields)
    if refilled is None:
        give_up_page(request, typed)
        return redirect("found_text")
    said = {"typed": typed, "homeless": refilled.homeless}
    notice = render_to_string("accounts/given_back.html", said, request)
    response.content = (refilled.page[: refilled.start] + notice + refilled.page[refilled.start :]).encode()
    return response
