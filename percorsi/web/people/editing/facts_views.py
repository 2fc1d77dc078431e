"""The pages that change what is known of a person."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.confidential.actions import change_protected
from percorsi.kit.refusal import Refused
from percorsi.people import actions
from percorsi.people.actions.identity import OPEN_FIELDS
from percorsi.people.legal import proposals_for
from percorsi.people.models import Person
from percorsi.web.people.editing.forms import IdentityForm, RowForm
from percorsi.web.people.editing.opening import open_to_write
from percorsi.web.people.editing.sections import SECTIONS, Section
from percorsi.web.shell.forms import attempted, carried_out, posted
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

REMOVES = "togli"


@page(Permission.PEOPLE_WRITE, methods=("GET", "POST"))
def change_identity(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change name, birth, codice fiscale and the like."""
    person = open_to_write(request, public_id)
    only = OPEN_FIELDS if person.is_protected else None
    form = IdentityForm(posted(request), person=person, only=only)
    change = change_protected if person.is_protected else actions.change_identity

    def attempt(given: dict[str, Any]) -> None:
        change(person, identity=form.identity, version=given["version"], by=reader_of(request))

    if carried_out(form, attempt):
        say_done(request, _("Dati salvati."))
        return redirect("people:record", person.public_id)
    present = actions.Identity.of(person)
    form.show_differing(person.version, {name: getattr(present, name) for name in present.__slots__})
    return render(request, "people/editing_identity.html", {"person": person, "form": form})


@page(Permission.PEOPLE_WRITE, methods=("GET", "POST"))
def section(request: HttpRequest, public_id: str, key: str) -> HttpResponse:
    """The rows of one part of what is known, with a form to add one, or to change the one chosen."""
    person, part = open_to_write(request, public_id), SECTIONS[key]
    rows = list(part.rows(person))
    is_hidden = part.tells_who and person.is_protected
    row, form = _chosen(request, part, rows)
    if form.is_bound and not is_hidden and _is_done(request, part, person, row, form):
        say_done(request, _("Dati salvati."))
        return redirect(f"people:{key}", person.public_id)
    shown = [(place, *part.words(one)) for place, one in enumerate(rows, start=1)]
    proposals = proposals_for(person, on=timezone.localdate()) if key == "conditions" else []
    context = {"person": person, "part": part, "parts": _parts(person), "rows": shown, "row": row, "form": form}
    context |= {"proposals": proposals, "is_hidden": is_hidden}
    return render(request, "people/editing_section.html", context)


@page(Permission.PEOPLE_WRITE, methods=("POST",))
def accept_proposal(request: HttpRequest, public_id: str) -> HttpResponse:
    """Add the category that a rule proposes."""
    person = open_to_write(request, public_id)
    try:
        actions.accept_proposal(person, category=request.POST.get("category", ""), by=reader_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say_done(request, _("Categoria aggiunta."))
    return redirect("people:conditions", person.public_id)


def _parts(person: Person) -> list[dict[str, Any]]:
    return [{"part": part, "url": reverse(f"people:{key}", args=[person.public_id])} for key, part in SECTIONS.items()]


def _chosen(request: HttpRequest, part: Section, rows: list[Any]) -> tuple[Any, RowForm]:
    """Return the row that the form is about, None for a new one, and the form."""
    if request.method == "POST":
        key = request.POST.get("row", "")
        row = next((one for one in rows if str(one.pk) == key), None)
        if key and (row is None or part.change is None):
            raise Http404
        return row, part.form(request.POST, initial=part.form.known(row) if row else None)
    place = request.GET.get("riga", "")
    if not place or part.change is None:
        return None, part.form()
    row = next((one for number, one in enumerate(rows, start=1) if str(number) == place), None)
    if row is None:
        raise Http404
    return row, part.form(initial={**part.form.known(row), "row": row.pk})


def _is_done(request: HttpRequest, part: Section, person: Person, row: Any, form: RowForm) -> bool:
    """Add, change or take away a row. What is taken away need not be well written."""
    by, add, change, remove = reader_of(request), part.add, part.change, part.remove
    if row is None:
        done = carried_out(form, lambda _given: add(person, form, by))
    elif REMOVES in request.POST and remove is not None:
        done = attempted(form, lambda: remove(row, by))
    else:
        done = carried_out(form, lambda _given: change and change(row, form, by))
    return done is not None
