"""Contract periods and municipalities served: add one, correct it, take the last act back."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Refused
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.service import actions, queries
from percorsi.service.models import ContractPeriod, ServedMunicipality
from percorsi.web.service.forms import ContractForm, NewServedForm, ServedForm
from percorsi.web.service.showing import version_in
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.municipalities import usual
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")


@page(Permission.SERVICE_MANAGE, methods=_FORM)
def new_contract(request: HttpRequest) -> HttpResponse:
    """Add a contract period."""
    by = reader_of(request)
    form = ContractForm(posted(request))
    if done := carried_out(form, lambda _given: actions.add_contract(form.draft(), by=by)):
        return _saved(request, _("L’affidamento è registrato."), row=done.result)
    return render(request, "service/contract.html", {"form": form, "providers": _providers()})


@page(Permission.SERVICE_MANAGE, methods=_FORM)
def contract(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct a contract period."""
    by = reader_of(request)
    row = visible_or_404(queries.contracts(), public_id)
    present = {name: getattr(row, name) for name in ("name", "act", "cig", "starts_on", "ends_on")}
    present["provider"] = row.provider.name
    form = ContractForm(posted(request), initial={**present, "version": row.version})
    was = row.version

    def act(given: dict[str, Any]) -> None:
        actions.change_contract(row, by=by, version=given["version"], draft=form.draft())

    if carried_out(form, act):
        return _saved(request, _("L’affidamento è corretto."), row=row, was=was)
    form.show_differing(row.version, present)
    return render(request, "service/contract.html", {"form": form, "contract": row, "providers": _providers()})


@page(Permission.SERVICE_MANAGE, methods=("POST",))
def undo_contract(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back the last act on a contract period."""
    by = reader_of(request)
    row = visible_or_404(queries.contracts(), public_id)
    return _taken_back(request, lambda: actions.undo_contract(row, by=by, version=version_in(request)))


@page(Permission.SERVICE_MANAGE, methods=_FORM)
def new_served(request: HttpRequest) -> HttpResponse:
    """Add a municipality to those served."""
    by = reader_of(request)
    form = NewServedForm(posted(request))
    if done := carried_out(form, lambda given: actions.serve(given["municipality"], by=by, draft=form.draft())):
        words = _("«%(name)s» è tra i Comuni serviti.") % {"name": done.result.municipality}
        return _saved(request, words, row=done.result)
    form.usual_municipalities = usual()  # type: ignore[attr-defined]
    return render(request, "service/served.html", {"form": form})


@page(Permission.SERVICE_MANAGE, methods=_FORM)
def served(request: HttpRequest, public_id: str) -> HttpResponse:
    """Correct since when, until when and how a municipality is served."""
    by = reader_of(request)
    row = visible_or_404(queries.served(), public_id)
    present = asdict(actions.ServedDraft(row.is_in_convention, row.starts_on, row.ends_on))
    form = ServedForm(posted(request), initial={**present, "version": row.version})
    was = row.version

    def act(given: dict[str, Any]) -> None:
        actions.change_served(row, by=by, version=given["version"], draft=form.draft())

    if carried_out(form, act):
        return _saved(request, _("Il Comune servito è corretto."), row=row, was=was)
    form.show_differing(row.version, present)
    return render(request, "service/served.html", {"form": form, "served": row})


@page(Permission.SERVICE_MANAGE, methods=("POST",))
def undo_served(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take back the last act on a municipality served."""
    by = reader_of(request)
    row = visible_or_404(queries.served(), public_id)
    return _taken_back(request, lambda: actions.undo_served(row, by=by, version=version_in(request)))


def _saved(request: HttpRequest, words: str, *, row: ContractPeriod | ServedMunicipality, was: int = 0) -> HttpResponse:
    """Say so; there is nothing to take back when nothing differed."""
    name = "undo_contract" if isinstance(row, ContractPeriod) else "undo_served"
    back = f"{reverse(f'service:{name}', args=[row.public_id])}?versione={row.version}"
    say_done(request, words, undo_url=back if row.version != was else "")
    return redirect("service:settings")


def _taken_back(request: HttpRequest, act: Callable[[], None]) -> HttpResponse:
    try:
        act()
        say_done(request, _("La modifica è annullata: valgono di nuovo i valori di prima."))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    return redirect("service:settings")


def _providers() -> list[str]:
    return list(Organisation.objects.filter(kind=Kind.PROVIDER).order_by("name").values_list("name", flat=True))
