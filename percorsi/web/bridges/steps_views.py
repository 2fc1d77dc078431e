"""The buttons of an import's steps: each asks for one act, and leads back to the import's page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.bridges import queries
from percorsi.bridges.choices import State
from percorsi.bridges.models import Import
from percorsi.bridges.step_by_step import acts
from percorsi.kit.refusal import Refused
from percorsi.web.bridges import stages
from percorsi.web.bridges.forms import HeadersForm
from percorsi.web.shell.forms import carried_out
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


@page(Permission.REGISTER_IMPORT, methods=("POST",))
def try_out(request: HttpRequest, public_id: str) -> HttpResponse:
    """Remember what the headers mean and have the file tried."""
    row = visible_or_404(queries.visible_to(reader_of(request)), public_id)
    form = HeadersForm(row, request.POST)
    done = carried_out(form, lambda _given: acts.try_out(row, meanings=form.meanings(), by=reader_of(request)))
    if done is None and row.state in (State.READ, State.TRIED) and not row.step:
        return stages.recognised(request, row, form)
    return redirect("bridges:import", row.public_id)


@page(Permission.REGISTER_IMPORT, methods=("POST",))
def take_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Have the file that was tried imported."""
    return _asked(request, public_id, acts.take_over)


@page(Permission.REGISTER_IMPORT, methods=("POST",))
def resume(request: HttpRequest, public_id: str) -> HttpResponse:
    """Do again a step that was interrupted or did not succeed."""
    return _asked(request, public_id, acts.resume)


@page(Permission.REGISTER_IMPORT, methods=("POST",))
def abandon(request: HttpRequest, public_id: str) -> HttpResponse:
    """Leave an import that is not done, and delete its file."""
    return _asked(request, public_id, acts.abandon, said=_("Importazione lasciata: il file è stato cancellato."))


def _asked(request: HttpRequest, public_id: str, act: Callable[..., None], *, said: str = "") -> HttpResponse:
    reader: User = reader_of(request)
    row: Import = visible_or_404(queries.visible_to(reader), public_id)
    try:
        act(row, by=reader)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        if said:
            say_done(request, said)
    return redirect("bridges:import", row.public_id)
