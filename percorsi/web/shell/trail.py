"""What a page writes into the trail before it is sent: no log, no view."""

import ipaddress
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act


def log_view(
    request: HttpRequest,
    act: Act,
    *,
    people: Iterable[int] = (),
    about: Model | None = None,
    is_outside_own: bool = False,
) -> None:
    """Note who is shown to the reader; call it before rendering: when this raises, nothing is shown.

    ``people`` are primary keys, in the order shown. ``is_outside_own`` marks a mediator's look at a colleague's case.
    """
    details = Details(where=_where(request), address=client_address(request), is_outside_own=is_outside_own)
    record(act, by=_reader(request), about=about, people=people, details=details)


def log(request: HttpRequest, act: Act) -> None:
    """Note an act that shows nobody, such as a refusal."""
    record(act, by=_reader(request), details=Details(where=_where(request), address=client_address(request)))


def client_address(request: HttpRequest) -> str | None:
    """Return the network address of the reader's machine, or None when it is not known.

    Each of the ``TRUSTED_PROXIES`` in front of this program adds one address at the right of X-Forwarded-For; what
    stands further left was written by the reader and is worth nothing.
    """
    proxies = settings.TRUSTED_PROXIES
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    told = hops[-proxies] if 0 < proxies <= len(hops) else ""
    return _as_address(told) or _as_address(request.META.get("REMOTE_ADDR", ""))


def _as_address(text: str) -> str | None:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        return None


def _reader(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None


def _where(request: HttpRequest) -> str:
    """The name of the page, never its address: an address may tell whom it is about."""
    return request.resolver_match.view_name[:100] if request.resolver_match else ""
