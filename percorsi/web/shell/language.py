"""The language of the pages: Italian, until the reader chooses another in the menu under their initials."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import translation

from percorsi.web.shell.pages import SIGNED_IN, page
from percorsi.web.shell.referring import page_before

_A_YEAR = 365 * 24 * 60 * 60


class ChosenLanguage:
    """Speaks the language that the reader chose. What the browser prefers does not count: offices share machines."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in that language, and say which it is."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


@page(SIGNED_IN, methods=("POST",))
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in the browser, and go back to the page."""
    answer = redirect(page_before(request) or "/")
    code = request.POST.get("lingua", "")
    if code in dict(settings.LANGUAGES):
        cookie = {"max_age": _A_YEAR, "secure": settings.SESSION_COOKIE_SECURE, "httponly": True, "samesite": "Lax"}
        answer.set_cookie(settings.LANGUAGE_COOKIE_NAME, code, **cookie)  # type: ignore[arg-type]
    return answer


def other_languages() -> list[tuple[str, str]]:
    """Return code and name of the languages that the reader may change to."""
    now = translation.get_language()
    return [(code, str(name)) for code, name in settings.LANGUAGES if code != now]
