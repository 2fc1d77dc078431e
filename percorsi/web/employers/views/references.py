"""Whom one speaks with in a company."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.organisations import actions
from percorsi.organisations.actions import ReferenceDraft
from percorsi.organisations.models import Reference
from percorsi.organisations.queries import references_visible_to
from percorsi.web.employers.forms import ReferenceForm
from percorsi.web.employers.views.companies import kept_or_404
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


@page(Permission.COMPANIES_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, company_id: str) -> HttpResponse:
    """Add somebody to speak with."""
    body, by = kept_or_404(request, company_id), reader_of(request)
    form = ReferenceForm(posted(request))
    if done := carried_out(form, lambda _given: actions.add_reference(body, by=by, draft=form.draft())):
        say_done(request, _("%(name)s è fra le persone di riferimento.") % {"name": done.result})
        return redirect("companies:company", body.public_id)
    return render(request, "employers/reference.html", {"form": form, "company": body})


@page(Permission.COMPANIES_WRITE, methods=("GET", "POST"))
def change(request: HttpRequest, reference_id: str) -> HttpResponse:
    """Write somebody to speak with anew."""
    row, by = _reference(request, reference_id), reader_of(request)
    present = {name: getattr(row, name) for name in ReferenceDraft.__slots__}
    form = ReferenceForm(posted(request), initial={**present, "version": row.version})

    def attempt(given: dict[str, Any]) -> None:
        actions.change_reference(row, by=by, version=given["version"], draft=form.draft())

    if carried_out(form, attempt):
        say_done(request, _("I dati sono salvati."))
        return redirect("companies:company", row.organisation.public_id)
    form.show_differing(row.version, present)
    return render(request, "employers/reference.html", {"form": form, "company": row.organisation, "reference": row})


@page(Permission.COMPANIES_WRITE, methods=("POST",))
def end(request: HttpRequest, reference_id: str) -> HttpResponse:
    """One no longer speaks with them; it can be taken back."""
    row = _reference(request, reference_id)
    actions.end_reference(row, by=reader_of(request))
    back = reverse("companies:resume_reference", args=[row.public_id])
    say_done(request, _("%(name)s non è più fra le persone di riferimento.") % {"name": row}, undo_url=back)
    return redirect("companies:company", row.organisation.public_id)


@page(Permission.COMPANIES_WRITE, methods=("POST",))
def resume(request: HttpRequest, reference_id: str) -> HttpResponse:
    """One speaks with them again."""
    row = _reference(request, reference_id)
    actions.resume_reference(row, by=reader_of(request))
    say_done(request, _("%(name)s è di nuovo fra le persone di riferimento.") % {"name": row})
    return redirect("companies:company", row.organisation.public_id)


def _reference(request: HttpRequest, reference_id: str) -> Reference:
    return visible_or_404(references_visible_to(reader_of(request)).select_related("organisation"), reference_id)
