"""What was typed before a session ended, and pages too old to be sent."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from percorsi.web.accounts.keeping import keep, kept_for_reader
from percorsi.web.shell.pages import SIGNED_IN, page


@page(SIGNED_IN)
def found_text(request: HttpRequest) -> HttpResponse:
    """Show to who typed it the text whose form stands no longer where it was."""
    typed = kept_for_reader(request)
    found = [value for values in typed.fields.values() for value in values if value.strip()] if typed else []
    return render(request, "accounts/found_text.html", {"texts": found})


def page_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form whose token holds no longer; what was typed is kept, and the page leads back to it.

    ``reason`` is Django's, for programmers.
    """
    typed = keep(request, user=getattr(request, "session_user", None))
    back = (typed.page or reverse("found_text")) if typed else ""
    if back and getattr(request, "session_ended", ""):
        back = f"{reverse('account_login')}?{urlencode({'next': back})}"
    return render(request, "403_csrf.html", {"back": back}, status=403)
