"""The pages of the notes: write one about a person or about whoever is found, read one, correct an own one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.diary import queries as diary
from percorsi.diary.actions import change_note, write_note
from percorsi.diary.models import Draft, Note
from percorsi.diary.policy import may_change
from percorsi.kit.refusal import Forbidden
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.web.diary.forms import ChangeNoteForm, NewNoteForm, QuickNoteForm
from percorsi.web.diary.views.reading import who_reads
from percorsi.web.people.head import Head, open_person
from percorsi.web.people.listing import MOST_FOUND, first_found
from percorsi.web.shell import moments
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")


@page(Permission.DIARY_WRITE, methods=_FORM)
def new(request: HttpRequest, person_id: str) -> HttpResponse:
    """Write a note about a person, or go on with the draft of it."""
    head = open_person(request, person_id)
    draft = _draft(request, head.person)
    if not head.may_write:
        return _left_over(draft)
    form = NewNoteForm(posted(request), initial=NewNoteForm.going_on(draft))
    if note := _written(request, form, head.person):
        return _said(request, note)
    keep = reverse("diary:keep", args=[person_id])
    context = {"head": head, "form": form, "draft": draft, "keep_url": keep} | who_reads(head.person)
    return render(request, "diary/form.html", context)


@page(Permission.DIARY_WRITE, methods=_FORM)
def quick(request: HttpRequest) -> HttpResponse:
    """Write a note about whom the typed text means; when it may mean several, one is picked."""
    draft = _draft(request, None)
    form = QuickNoteForm(posted(request), initial=NewNoteForm.going_on(draft))
    person = _meant(request, form) if request.method == "POST" else None
    if person is not None and (note := _written(request, form, person)):
        return _said(request, note)
    context = {"form": form, "draft": draft, "keep_url": reverse("diary:keep_quick")} | who_reads(None)
    if draft is not None and draft.person_id:
        log_view(request, Act.VIEW, people=[draft.person_id], about=draft)
    return render(request, "diary/quick.html", context)


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
    initial = {name: getattr(row, name) for name in ("kind", "happened_on", "text", "follow_up_on", "version")}
    form = ChangeNoteForm(posted(request), initial=initial)

    def attempt(given: dict[str, Any]) -> None:
        change_note(row, by=reader, version=given["version"], now=form.note())

    if carried_out(form, attempt):
        say_done(request, _("La nota è corretta."))
        return redirect("diary:note", row.public_id)
    _show_now(form, row)
    return render(request, "diary/form.html", {"head": head, "form": form, "note": row} | who_reads(head.person))


def _draft(request: HttpRequest, person: Person | None) -> Draft | None:
    """The reader's last draft about this person, or the one that the address names."""
    rows = diary.drafts_of(reader_of(request))
    # On the quick page any own draft may be named; on a person's page only one about them.
    if person is None and (named := request.GET.get("bozza")):
        return rows.filter(public_id=named).first()
    mine = rows.filter(person=person)
    return mine.filter(public_id=request.GET.get("bozza", "")).first() or mine.first()


def _left_over(draft: Draft | None) -> HttpResponse:
    """Give back the draft about somebody who has passed into other hands, to be read and used elsewhere."""
    if draft is None:
        raise Forbidden
    return redirect(reverse("diary:quick") + f"?bozza={draft.public_id}")


def _written(request: HttpRequest, form: NewNoteForm, person: Person) -> Note | None:
    def attempt(given: dict[str, Any]) -> Note:
        return write_note(person, by=reader_of(request), note=form.note(), draft=given["draft"])

    done = carried_out(form, attempt)
    return done.result if done else None


def _said(request: HttpRequest, note: Note) -> HttpResponse:
    """Say that the note is in the diary, and where its writer may correct it; nothing of it is ever deleted."""
    text = _("La nota è nel diario.")
    if note.follow_up_on:
        text = _("La nota è nel diario. Da risentire %(day)s.") % {"day": moments.full_day(note.follow_up_on)}
    say_done(request, text, mend_url=reverse("diary:change", args=[note.public_id]))
    return redirect("people:person", note.person.public_id)


def _meant(request: HttpRequest, form: QuickNoteForm) -> Person | None:
    """The one person whom the typed text means, or who was picked; without one the form says what to do."""
    reader = reader_of(request)
    found = diary.people_to_write_about(form.data.get("who", ""), reader)
    rows = first_found(found, reader, timezone.localdate())
    form.offer(rows[:MOST_FOUND])
    log_view(request, Act.SEARCH, people=[row.pk for row in rows[:MOST_FOUND]])
    if not form.is_valid():
        return None
    if not rows:
        form.add_error("who", _("Non segui nessuno che si chiami così: prova con il solo cognome, o con il telefono."))
        return None
    picked = form.cleaned_data["person"] or rows[0].public_id
    return visible_or_404(people.visible_to(reader), picked)


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
        (_("Risentire"), f"{row.follow_up_on:%d/%m/%Y}" if row.follow_up_on else ""),
    )
