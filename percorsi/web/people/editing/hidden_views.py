"""The pages that correct a protected identity and end a protection."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.confidential.actions import change_protected_identity, reveal
from percorsi.confidential.actions import end_protection as end
from percorsi.confidential.models import ProtectedIdentity
from percorsi.confidential.policy import ensure_may_correct
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.web.people.editing.guarding_forms import EndForm
from percorsi.web.people.editing.hidden_form import HiddenForm, shown
from percorsi.web.people.editing.opening import open_to_guard
from percorsi.web.people.readers import reader_of
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.trail import log_view


@page(Permission.PEOPLE_WRITE, methods=("POST",))
def correct_identity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who a protected person is in a form, or write what it says. It comes by POST, as the identity does."""
    person = visible_or_404(people.visible_to(reader_of(request)), public_id)
    if not person.is_protected:
        raise Forbidden
    ensure_may_correct(reader_of(request), person)
    form = HiddenForm(request.POST if "version" in request.POST else None, hidden=_revealed(request, person))
    now: list[tuple[str, Any]] = []
    if form.is_bound and form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            change_protected_identity(person, identity=form.identity, version=version, by=reader_of(request))
        except Stale as refusal:
            now = _values_of_now(form)
            form.refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Identità riservata salvata."))
            return redirect("people:record", person.public_id)
    return render(request, "people/editing_hidden.html", {"person": person, "form": form, "values_of_now": now})


@page(Permission.PEOPLE_PROTECT, methods=("GET", "POST"))
def end_protection(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what the end of a protection does before it is done."""
    person = open_to_guard(request, public_id)
    if not person.is_protected:
        return redirect("people:record", person.public_id)
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            end(person, reason=form.cleaned_data["reason"], by=reader_of(request))
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Protezione terminata: la persona è di nuovo fra le altre."))
            return redirect("people:record", person.public_id)
    return render(request, "people/editing_end.html", {"person": person, "form": form})


def _revealed(request: HttpRequest, person: Person) -> ProtectedIdentity | None:
    """Return the identity, noted in the trail before it is shown; None when only an alias is known."""
    try:
        return reveal(person, by=reader_of(request))
    except Refused:
        log_view(request, Act.VIEW, people=[person.pk], about=person)
        return None


def _values_of_now(form: HiddenForm) -> list[tuple[str, Any]]:
    """Return what somebody else wrote meanwhile, and let the next save go on from there."""
    form.data = {**dict(form.data.items()), "version": str(form.initial["version"])}
    typed, present = shown(form.identity), shown(form.known)
    return [(str(form.fields[name].label), present[name]) for name in present if typed[name] != present[name]]
