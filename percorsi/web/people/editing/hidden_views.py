"""The pages that correct a protected identity and end a protection."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.confidential.actions import change_protected_identity, reveal
from percorsi.confidential.actions import end_protection as end
from percorsi.confidential.models import ProtectedIdentity
from percorsi.confidential.policy import ensure_may_correct
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.web.people.editing.guarding_forms import EndForm
from percorsi.web.people.editing.hidden_form import HiddenForm, shown
from percorsi.web.people.editing.opening import open_to_guard
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done


@page(Permission.PEOPLE_WRITE, methods=("POST",))
def correct_identity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who a protected person is in a form, or write what it says. It comes by POST, as the identity does."""
    person = visible_or_404(people.visible_to(reader_of(request)), public_id)
    if not person.is_protected:
        raise Forbidden
    ensure_may_correct(reader_of(request), person)
    form = HiddenForm(request.POST if "version" in request.POST else None, hidden=_revealed(request, person))

    def attempt(given: dict[str, Any]) -> None:
        by = reader_of(request)
        change_protected_identity(person, identity=form.identity, version=given["version"], by=by)

    if carried_out(form, attempt):
        say_done(request, _("Identità riservata salvata."))
        return redirect("people:record", person.public_id)
    form.show_differing(form.initial["version"], shown(form.known))
    return render(request, "people/editing_hidden.html", {"person": person, "form": form})


@page(Permission.PEOPLE_PROTECT, methods=("GET", "POST"))
def end_protection(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what the end of a protection does before it is done."""
    person = open_to_guard(request, public_id)
    if not person.is_protected:
        return redirect("people:record", person.public_id)
    form = EndForm(posted(request))
    if carried_out(form, lambda given: end(person, reason=given["reason"], by=reader_of(request))):
        say_done(request, _("Protezione terminata: la persona è di nuovo fra le altre."))
        return redirect("people:record", person.public_id)
    return render(request, "people/editing_end.html", {"person": person, "form": form})


def _revealed(request: HttpRequest, person: Person) -> ProtectedIdentity | None:
    """Return the identity, noted in the trail before it is shown; None when only an alias is known."""
    try:
        return reveal(person, by=reader_of(request))
    except Refused:
        log_view(request, Act.VIEW, people=[person.pk], about=person)
        return None
