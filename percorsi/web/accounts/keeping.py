"""What somebody typed into a form whose session had ended: kept for who typed it, and for the browser that sent it.

It lies in the session of that browser, on the server, for a quarter of an hour; the backup leaves sessions out. No
file and no password is kept, and nothing is carried out: the form comes back, and its button is still to be pressed.
"""

import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve

from percorsi.web.shell.referring import page_before

KEY = "typed"
MINUTES = 15
MOST_BYTES = 200 * 1024
_NEVER = ("csrfmiddlewaretoken",)
_PASSWORDS = "password"
# Pages of entering, and the search of the bar: a word, whose form is on every page.
_NOT_THESE = ("account_", "accounts:activate", "people:search")


@dataclass(frozen=True)
class Typed:
    """What was typed: by whom, until when it is kept, to which address it was sent, on which page the form stands.

    ``page`` is empty once the form was looked for in vain.
    """

    user: str
    until: int
    action: str
    page: str
    fields: dict[str, list[str]]
    had_files: bool = False


def keep(request: HttpRequest, *, user: str | None) -> Typed | None:
    """Keep what was sent by ``user`` (a primary key, as the session writes it), and return it; None when it is not."""
    if request.method != "POST" or not user or not _is_from_here(request) or not _is_a_form_of_work(request):
        return None
    fields = {name: values for name, values in request.POST.lists() if _may_stay(name)}
    if not any(value.strip() for values in fields.values() for value in values) or _size(fields) > MOST_BYTES:
        return None
    until = int(time.time()) + 60 * MINUTES
    page = page_of_form(request)
    typed = Typed(user, until, request.path, page, fields, had_files=bool(request.FILES))
    request.session[KEY] = asdict(typed)
    if not request.user.is_authenticated:
        request.session.set_expiry(60 * MINUTES)  # the row holds only what was typed
    return typed


def kept(request: HttpRequest) -> Typed | None:
    """Return what is kept for this browser, whoever reads; what is too old goes."""
    stored: dict[str, Any] | None = request.session.get(KEY)
    if stored is None:
        return None
    if stored["until"] < time.time():
        forget(request)
        return None
    return Typed(**stored)


def kept_for_reader(request: HttpRequest) -> Typed | None:
    """Return what the reader of this page typed."""
    typed = kept(request)
    return typed if typed and request.user.is_authenticated and typed.user == str(request.user.pk) else None


def give_up_page(request: HttpRequest, typed: Typed) -> None:
    """Remember that the form stands no longer where it was; the text stays until its time is over."""
    request.session[KEY] = {**asdict(typed), "page": ""}


def forget(request: HttpRequest) -> None:
    """Keep nothing any more."""
    request.session.pop(KEY, None)


def page_of_form(request: HttpRequest) -> str:
    """Return the address of the page with the form: the one before, else the one it was sent to; or nothing."""
    for address in (page_before(request), request.get_full_path()):
        if address and _opens(urlsplit(address).path):
            return address
    return ""


def _opens(path: str) -> bool:
    try:
        return "GET" in getattr(resolve(path).func, "methods", ())
    except Resolver404:
        return False


def _is_from_here(request: HttpRequest) -> bool:
    """Whether one of our pages sent it: text of strangers is never put into a form."""
    origin = request.META.get("HTTP_ORIGIN", "")
    if origin and origin != "null":
        return origin == f"{request.scheme}://{request.get_host()}"
    return bool(page_before(request))


def _is_a_form_of_work(request: HttpRequest) -> bool:
    """Whether somebody pressed the button of a form; what a script sends by itself, such as a draft, comes again."""
    is_pressed = request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
    page = request.resolver_match
    return is_pressed and page is not None and not page.view_name.startswith(_NOT_THESE)


def _may_stay(name: str) -> bool:
    return name not in _NEVER and _PASSWORDS not in name.lower()


def _size(fields: dict[str, list[str]]) -> int:
    return sum(len(text.encode()) for name, values in fields.items() for text in (name, *values))
