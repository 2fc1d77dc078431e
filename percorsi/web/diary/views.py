"""The pages of the notes: write one, read one, correct an own one."""

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.permissions import Permission
from percorsi.accounts.roles import RIGHTS
from percorsi.diary import queries as diary
from percorsi.diary.actions import change_note, write_note
from percorsi.diary.models import Note
from percorsi.diary.policy import may_change
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Person
from percorsi.web.diary.forms import ChangeNoteForm, NoteForm
from percorsi.web.people.head import Head, open_person
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of

_FORM = ("GET", "POST")
_MOST_NAMES = 8


@page(Permission.DIARY_WRITE, methods=_FORM)
def new(request: HttpRequest, person_id: str) -> HttpResponse:
    """Write a note about a person."""
    head = open_person(request, person_id)
    if not head.may_write:
        raise Forbidden
    form = NoteForm(posted(request))
    if carried_out(form, lambda _given: write_note(head.person, by=reader_of(request), note=form.note())):
        messages.success(request, _("La nota è nel diario."))
        return redirect("people:person", head.person.public_id)
    return render(request, "diary/form.html", {"head": head, "form": form} | _who_reads(head.person))


@page(Permission.DIARY_READ)
def note(request: HttpRequest, note_id: str) -> HttpResponse:
    """Show a note whole."""
    row, head = _opened(request, note_id)
    context = {"head": head, "note": row, "may_change": may_change(reader_of(request), row)}
    return render(request, "diary/note.html", context)


@page(Permission.DIARY_WRITE, methods=_FORM)
def change(request: HttpRequest, note_id: str) -> HttpResponse:
    """Correct an own note."""
    reader = reader_of(request)
    row, head = _opened(request, note_id)
    if not may_change(reader, row):
        raise Forbidden
    initial = {name: getattr(row, name) for name in ("kind", "happened_on", "text", "version")}
    form = ChangeNoteForm(posted(request), initial=initial)

    def attempt(given: dict[str, Any]) -> None:
        change_note(row, by=reader, version=given["version"], now=form.note())

    if carried_out(form, attempt):
        messages.success(request, _("La nota è corretta."))
        return redirect("diary:note", row.public_id)
    _show_now(form, row)
    return render(request, "diary/form.html", {"head": head, "form": form, "note": row} | _who_reads(head.person))


def _opened(request: HttpRequest, note_id: str) -> tuple[Note, Head]:
    rows = diary.visible_to(reader_of(request)).select_related("person", "written_by")
    row = visible_or_404(rows, note_id)
    return row, open_person(request, row.person.public_id)


def _show_now(form: ChangeNoteForm, row: Note) -> None:
    form.show_now(
        row.version,
        (_("Che cosa è stato"), row.get_kind_display()),
        (_("Giorno"), f"{row.happened_on:%d/%m/%Y}"),
        (_("Che cosa è successo"), row.text),
    )


def _who_reads(person: Person) -> dict[str, Any]:
    """Say who reads what is being written, counted from the roles of today."""
    readers = diary.readers_of(person)
    by_role = Counter(str(row.get_role_display()) for row in readers)
    never = [str(Role(role).label) for role, rights in RIGHTS.items() if Permission.DIARY_READ not in rights]
    names = [row.worker.name for row in readers] if len(readers) <= _MOST_NAMES else []
    return {"readers": len(readers), "reader_names": names, "by_role": sorted(by_role.items()), "never": never}
