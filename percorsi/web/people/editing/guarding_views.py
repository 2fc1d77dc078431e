"""The pages that hide a person, say who may see them, and show who they are to who may."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.confidential.actions import protect as hide
from percorsi.confidential.actions import reveal
from percorsi.confidential.queries import mentions
from percorsi.kit.refusal import Refused
from percorsi.people import actions
from percorsi.people import queries as people
from percorsi.people.actions import Leave
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.people.policy import may_write
from percorsi.web.people.accesses import place_of
from percorsi.web.people.editing.guarding_forms import LeaveForm, ProtectForm, ReasonForm
from percorsi.web.people.editing.opening import open_to_guard
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done


@page(Permission.PEOPLE_PROTECT, methods=("GET", "POST"))
def protect(request: HttpRequest, public_id: str) -> HttpResponse:
    """Say what protection does before it is done."""
    person = open_to_guard(request, public_id)
    if person.is_protected:
        return redirect("people:readers", person.public_id)
    form = ProtectForm(posted(request))
    if carried_out(form, lambda given: hide(person, **given, by=reader_of(request))):
        say_done(request, _("Persona protetta: da ora la vede solo chi è autorizzato."))
        return redirect("people:readers", person.public_id)
    named = [(place_of("", one.kind), one.rows) for one in mentions(person)]
    return render(request, "people/editing_protect.html", {"person": person, "form": form, "named": named})


@page(Permission.PEOPLE_PROTECT, methods=("GET", "POST"))
def readers(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who may see a protected person, or stands in for a colleague; and leave for one more."""
    person = open_to_guard(request, public_id)
    form = LeaveForm(posted(request))

    def attempt(given: dict[str, Any]) -> object:
        leave = _leave(person, form)
        return actions.grant_access(person, leave=leave, reason=given["reason"], by=reader_of(request))

    if carried_out(form, attempt):
        say_done(request, _("Accesso dato."))
        return redirect("people:readers", person.public_id)
    context = {"person": person, "form": form, "rows": list(enumerate(people.leaves_of(person), start=1))}
    return render(request, "people/editing_readers.html", context)


@page(Permission.PEOPLE_PROTECT, methods=("GET", "POST"))
def withdraw(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a leave back, with the reason."""
    person = open_to_guard(request, public_id)
    row = _chosen(request, person)
    if row is None:
        messages.warning(request, _("Questo accesso non c’è più: scegline uno dell’elenco."))
        return redirect("people:readers", person.public_id)
    form = ReasonForm(posted(request), initial={"row": row.pk})
    if carried_out(form, lambda given: actions.withdraw_access(row, reason=given["reason"], by=reader_of(request))):
        say_done(request, _("Accesso tolto."))
        is_own = row.worker.user_id == request.user.pk
        return redirect("people:list") if is_own else redirect("people:readers", person.public_id)
    return render(request, "people/editing_withdraw.html", {"person": person, "row": row, "form": form})


@page(Permission.PEOPLE_READ, methods=("POST",))
def identity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show who a protected person is. It comes by POST, and the trail is written before."""
    person = visible_or_404(people.visible_to(reader_of(request)), public_id)
    hidden, refused = None, ""
    try:
        hidden = reveal(person, by=reader_of(request))
    except Refused as refusal:
        refused = str(refusal)
        log_view(request, Act.VIEW, people=[person.pk], about=person)
    reader = reader_of(request)
    acts = {"may_correct": may_write(reader, person), "may_end": reader.has(Permission.PEOPLE_PROTECT)}
    shown = {"person": person, "hidden": hidden, "refused": refused}
    return render(request, "people/editing_revealed.html", shown | acts)


def _leave(person: Person, form: LeaveForm) -> Leave:
    kind = ExceptionKind.CLEARED if person.is_protected else ExceptionKind.COVER
    return Leave(
        worker=form.cleaned_data["worker"],
        kind=kind,
        starts_at=form.moment("starts_on"),
        ends_at=form.moment("ends_on"),
    )


def _chosen(request: HttpRequest, person: Person) -> AccessException | None:
    """Return the leave that the page is about: by its key when sent, by its place in the list when asked for."""
    rows = list(people.leaves_of(person))
    if request.method == "POST":
        return next((one for one in rows if str(one.pk) == request.POST.get("row", "")), None)
    return next((one for place, one in enumerate(rows, start=1) if str(place) == request.GET.get("riga", "")), None)
