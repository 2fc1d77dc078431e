"""What a page writes into the trail before it is sent: no log, no view."""

from collections.abc import Iterable

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
    details = Details(where=_where(request), address=_address(request), is_outside_own=is_outside_own)
    record(act, by=_reader(request), about=about, people=people, details=details)


def log(request: HttpRequest, act: Act) -> None:
    """Note an act that shows nobody, such as a refusal."""
    record(act, by=_reader(request), details=Details(where=_where(request), address=_address(request)))


def _reader(request: HttpRequest) -> User | None:
    user = getattr(request, "user", None)
    return user if isinstance(user, User) or getattr(user, "is_authenticated", False) else None


def _where(request: HttpRequest) -> str:
    """The name of the page, never its address: an address may tell whom it is about."""
    return request.resolver_match.view_name[:100] if request.resolver_match else ""


def _address(request: HttpRequest) -> str | None:
    return request.META.get("REMOTE_ADDR") or None
