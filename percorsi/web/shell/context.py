"""What every page of the shell knows. All of it is lazy: an error page asks for nothing and reads no database."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.text import capfirst

from percorsi.accounts.permissions import Permission
from percorsi.service.queries import known_profile
from percorsi.web.shell import menu
from percorsi.web.shell.language import other_languages


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context processor: names, menu, search address and footer links of the base page."""
    known = known_profile()
    return {
        "service_name": known.name or getattr(settings, "SERVICE_NAME", ""),
        "is_exposed_demo": getattr(settings, "IS_EXPOSED_DEMO", False),
        "accessibility_statement_url": known.accessibility_url or getattr(settings, "ACCESSIBILITY_STATEMENT_URL", ""),
        "accessibility_report_url": getattr(settings, "ACCESSIBILITY_REPORT_URL", ""),
        "privacy_url": known.privacy_url or getattr(settings, "PRIVACY_URL", ""),
        "logo_url": _lazy(lambda: menu.url_or_empty("service:logo") if known.logo_id else ""),
        "language_url": _lazy(lambda: menu.url_or_empty("language")),
        "other_languages": _lazy(other_languages),
        "report_problem_url": _lazy(lambda: menu.url_or_empty("service:report_problem")),
        "menu": _lazy(lambda: menu.entries(request)[: menu.IN_THE_BAR]),
        "menu_more": _lazy(lambda: menu.entries(request)[menu.IN_THE_BAR :]),
        "search_url": _lazy(lambda: menu.url_if_reachable(request, menu.SEARCH)),
        "note_url": _lazy(lambda: menu.url_if_reachable(request, menu.NOTE)),
        "logout_url": _lazy(lambda: menu.url_or_empty("account_logout")),
        "change_password_url": _lazy(lambda: menu.url_or_empty("account_change_password")),
        "keys_url": _lazy(lambda: menu.url_or_empty("shell:keys")),
        "may_export": _lazy(lambda: menu.may(request, Permission.LISTS_EXPORT)),
        "reader_name": _lazy(lambda: _reader_name(request)),
        "reader_initials": _lazy(lambda: initials(_reader_name(request))),
    }


def initials(name: str) -> str:
    """Two letters for the round button: "Elena Nibbio" -> "EN", "Zefiro" -> "Z", nothing -> "?"."""
    words = name.split()
    chosen = words[:1] + words[1:][-1:]
    return "".join(capfirst(word)[0] for word in chosen) or "?"


def _reader_name(request: HttpRequest) -> str:
    """The name of who is signed in, or the user name where no name was written."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return ""
    full_name = user.get_full_name() if hasattr(user, "get_full_name") else ""
    return str(full_name or user.get_username())


def _lazy(function: Callable[[], Any]) -> Any:
    """Computed when a template first uses it, and only once a request."""
    return SimpleLazyObject(function)
