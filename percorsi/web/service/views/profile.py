"""Name, links, logo and standards of the service."""

from collections.abc import Callable

from csp.constants import NONE
from csp.decorators import csp
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Refused
from percorsi.service import actions, queries
from percorsi.service.actions.profile import LARGEST_LOGO
from percorsi.service.models import ServiceProfile
from percorsi.web.service.forms import LogoForm, ProfileForm, StandardsForm
from percorsi.web.service.showing import version_in
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import SIGNED_IN, page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")
_MOST_BYTES = LARGEST_LOGO + 1024  # of more it is enough to know that it is more


@page(Permission.SERVICE_MANAGE, methods=_FORM)
def change(request: HttpRequest) -> HttpResponse:
    """Change the name and the links."""
    now, by = queries.profile(), reader_of(request)
    present = {name: getattr(now, name) for name in ("name", "accessibility_url", "privacy_url")}
    form = ProfileForm(posted(request), initial={**present, "version": now.version})
    done = carried_out(form, lambda given: actions.change_profile(form.draft(), by=by, version=given["version"]))
    if done:
        return _saved(request, done.result, was=now.version)
    form.show_differing(now.version, present)
    return render(request, "service/profile.html", {"form": form})


@page(Permission.SERVICE_MANAGE, methods=_FORM)
def change_standards(request: HttpRequest) -> HttpResponse:
    """Change the standards, all in one form."""
    now, by = queries.profile(), reader_of(request)
    present = {standard.value: days for standard, days in queries.standards().items()}
    form = StandardsForm(posted(request), initial={**present, "version": now.version})
    done = carried_out(form, lambda given: actions.set_standards(form.days(), by=by, version=given["version"]))
    if done:
        return _saved(request, done.result, was=now.version)
    form.show_differing(now.version, present)
    return render(request, "service/standards.html", {"form": form})


@page(Permission.SERVICE_MANAGE, methods=_FORM)
def change_logo(request: HttpRequest) -> HttpResponse:
    """Bring a logo."""
    now, by = queries.profile(), reader_of(request)
    files = request.FILES if request.method == "POST" else None
    form = LogoForm(posted(request), files, initial={"version": now.version})
    done = carried_out(
        form, lambda given: actions.set_logo(given["logo"].read(_MOST_BYTES), by=by, version=given["version"])
    )
    if done:
        return _saved(request, done.result, was=now.version)
    form.show_now(now.version)
    return render(request, "service/logo.html", {"form": form, "profile": now})


@page(Permission.SERVICE_MANAGE, methods=("POST",))
def remove_logo(request: HttpRequest) -> HttpResponse:
    """Take the logo away."""
    by, version = reader_of(request), queries.profile().version
    return _attempt(request, lambda: _saved(request, actions.set_logo(None, by=by, version=version), was=version))


@page(Permission.SERVICE_MANAGE, methods=("POST",))
def undo(request: HttpRequest) -> HttpResponse:
    """Take back the last change of name, links, logo or standards."""
    by, version = reader_of(request), version_in(request)

    def act() -> HttpResponse:
        actions.undo_profile(by=by, version=version)
        say_done(request, _("La modifica è annullata: valgono di nuovo i valori di prima."))
        return redirect("service:settings")

    return _attempt(request, act)


@csp({"default-src": [NONE], "sandbox": True})
@page(SIGNED_IN)
def logo(request: HttpRequest) -> HttpResponse:
    """Give the logo as the picture it is, and as nothing else; without one there is no content."""
    file = queries.profile().logo
    if file is None or not file.content:
        return HttpResponse(status=204)
    kind = "image/png" if file.name.endswith(".png") else "image/jpeg"
    with file.content.open("rb") as content:
        answer = HttpResponse(content.read(), content_type=kind)
    answer.headers["Content-Disposition"] = f'inline; filename="{file.name}"'
    return answer


def _attempt(request: HttpRequest, act: Callable[[], HttpResponse]) -> HttpResponse:
    try:
        return act()
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return redirect("service:settings")


def _saved(request: HttpRequest, profile: ServiceProfile, *, was: int) -> HttpResponse:
    """Say so; there is nothing to take back when nothing differed."""
    back = f"{reverse('service:undo_profile')}?versione={profile.version}" if profile.version != was else ""
    say_done(request, _("Le impostazioni sono salvate."), undo_url=back)
    return redirect("service:settings")
