"""How long a session lasts, and the way to the login page for who has none."""

import time
from collections.abc import Callable
from typing import Any

from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.service.queries import profile
from percorsi.web.accounts.keeping import forget, keep, kept
from percorsi.web.shell.referring import page_before
from percorsi.web.shell.trail import client_address

IDLE_SECONDS = 60 * 60
WHOLE_SECONDS = 12 * 60 * 60
_NOTED_EVERY = 60  # seconds: a page view need not cost a write

# Who was signed in before, in the session of nobody that follows: a draft saved by itself, or another tab, may be what
# meets the end first, and the form with the text comes after.
_WAS = "was"
# Why a session ended, as the address of the login page says it.
IDLE, WHOLE = "inattivita", "durata"


@receiver(user_logged_in, dispatch_uid="session begins")
def begin_session(user: User, request: HttpRequest | None = None, **_: Any) -> None:
    """Note when the session began. What somebody else typed in this browser goes."""
    if request is not None:
        if (typed := kept(request)) and typed.user != str(user.pk):
            forget(request)
        request.session.pop(_WAS, None)
        request.session.clear_expired()
        request.session["started_at"] = request.session["seen_at"] = int(time.time())


class SessionLimits:
    """Ends sessions after an hour without a page or twelve hours in all, and lets nobody keep a copy of a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; the page that asked after the end finds the reader signed out."""
        request.session_ended = ""  # type: ignore[attr-defined]
        request.session_user = request.session.get(SESSION_KEY) or request.session.get(_WAS)  # type: ignore[attr-defined]
        if SESSION_KEY in request.session:
            self._look_at_the_clock(request, int(time.time()))
            profile()  # what stands on every page; usually it costs no query
        response = self.get_response(request)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _look_at_the_clock(self, request: HttpRequest, now: int) -> None:
        session = request.session
        started_at, seen_at = session.get("started_at", 0), session.get("seen_at", 0)
        if ended := WHOLE if now - started_at >= WHOLE_SECONDS else IDLE if now - seen_at >= IDLE_SECONDS else "":
            if request.user.is_authenticated:
                details = Details(reason=ended, address=client_address(request))
                record(Act.LOGOUT, by=request.user, details=details)
            logout(request)
            request.session_ended = ended  # type: ignore[attr-defined]
            session[_WAS] = request.session_user  # type: ignore[attr-defined]
        elif now - seen_at >= _NOTED_EVERY:
            session["seen_at"] = now


class SignedInPages(LoginRequiredMiddleware):
    """Leads who is not signed in to the login page, which knows why and where to go back to."""

    def handle_no_permission(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseRedirect:
        """Redirect; what was sent by POST is not sent again, but its form comes back with what was typed."""
        query = QueryDict(mutable=True)
        if back := request.get_full_path() if request.method in {"GET", "HEAD"} else _form_of(request):
            query["next"] = back
        if request.session_ended:  # type: ignore[attr-defined]
            query["fine"] = request.session_ended  # type: ignore[attr-defined]
        address = reverse("account_login")
        return HttpResponseRedirect(f"{address}?{query.urlencode(safe='/')}" if query else address)


def _form_of(request: HttpRequest) -> str:
    """Keep what was typed, when it is known by whom, and return the page to go back to."""
    typed = keep(request, user=request.session_user)  # type: ignore[attr-defined]
    return (typed.page or reverse("found_text")) if typed else page_before(request)
