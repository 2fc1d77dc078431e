"""What was typed before a session ended, and pages too old to be sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from percorsi.web.accounts.keeping import kept_for_reader
from percorsi.web.shell.pages import SIGNED_IN, page


@page(SIGNED_IN)
def found_text(request: HttpRequest) -> HttpResponse:
    """Show to who typed it the text whose form stands no longer where it was."""
    typed = kept_for_reader(request)
    found = [value for values in typed.fields.values() for value in values if value.strip()] if typed else []
    return render(request, "accounts/found_text.html", {"texts": found})


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose token holds no longer, and say how to save what was typed.

    Nothing is kept: the token is of a session before this one, and what was typed then may be somebody else's.
    ``reason`` is Django's, for programmers.
    """
    return render(request, "403_csrf.html", status=403)
