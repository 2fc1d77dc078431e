"""What every page declares: which right opens it, and by which methods. Without a declaration a page stays shut."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Forbidden
from percorsi.web.shell.failures import method_not_allowed
from percorsi.web.shell.trail import log

View = Callable[..., HttpResponse]
M = TypeVar("M", bound=Model)

# For pages that belong to whoever is signed in, whatever the role.
SIGNED_IN = "signed_in"
# For the few pages by which somebody enters.
PUBLIC = "public"


def page(permission: Permission | str, *, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """Open a view to who has the permission; the others get the page of what does not exist, and the trail says so.

    ``SIGNED_IN`` opens it to every account, ``PUBLIC`` to everybody. A method that is not listed gets 405, but only
    from who may enter.
    """
    allowed = {*methods, *(["HEAD"] if "GET" in methods else [])}

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if permission not in {SIGNED_IN, PUBLIC} and not request.user.has(permission):  # type: ignore[union-attr]
                log(request, Act.DENIED)
                raise Http404
            if request.method not in allowed:
                return method_not_allowed(request, list(methods))
            try:
                return view(request, *args, **kwargs)
            except (Forbidden, Http404):
                # What the reader may not see and what does not exist are one thing, also for the trail.
                log(request, Act.DENIED)
                raise Http404 from None

        guarded.permission = permission  # type: ignore[attr-defined]
        guarded.methods = tuple(methods)  # type: ignore[attr-defined]
        guarded.login_required = permission != PUBLIC  # type: ignore[attr-defined]
        return guarded

    return declare


def visible_or_404(rows: QuerySet[M], public_id: str) -> M:
    """Return the row with this public id among those that the reader may see; else a page that tells nothing."""
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row
