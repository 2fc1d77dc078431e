"""Who came to a session: the sheet to fill on the screen, and the one to sign on paper."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.activities import actions
from percorsi.activities import queries as activities
from percorsi.activities.actions.attendance import Marks
from percorsi.activities.choices import AttendanceKind
from percorsi.activities.models import Participation, Session
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.web.activities.forms import SheetForm
from percorsi.web.activities.showing import expected_at
from percorsi.web.activities.views.sessions import opened_session
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

# What a sheet said before it was saved, by public ids alone: the way back.
_BEFORE = "sheet_before"


@page(Permission.GROUPS_WRITE, methods=("GET", "POST"))
def sheet(request: HttpRequest, session_id: str) -> HttpResponse:
    """Mark who came, of those the reader sees; only what was changed on the page is written."""
    session, reader = opened_session(request, session_id), reader_of(request)
    rows = expected_at(session, reader)
    form = SheetForm(posted(request), rows=rows, marks=activities.marks_of(session, rows))
    if done := carried_out(form, lambda _given: actions.mark_sheet(session, by=reader, marks=form.marks())):
        _say_saved(request, session, done.result)
        return redirect("activities:sheet", session.public_id)
    log_view(request, Act.LIST, about=session, people=[row.person_id for row in rows])
    today = timezone.localdate()
    context = {"form": form, "session": session, "activity": session.activity, "rows": rows}
    context |= _beside(session, reader) | {"is_open": session.held_on <= today}
    return render(request, "activities/sheet.html", context)


@page(Permission.GROUPS_WRITE, methods=("POST",))
def undo_sheet(request: HttpRequest, session_id: str) -> HttpResponse:
    """Put the sheet back as it was before the reader saved it last."""
    session, reader = opened_session(request, session_id), reader_of(request)
    kept: dict[str, Any] = request.session.pop(_BEFORE, {})
    before = kept.get(session.public_id, {})
    rows = activities.enrolled_in(session.activity, reader).filter(public_id__in=before)
    marks: Marks = {row: AttendanceKind(word) if (word := before[row.public_id]) else None for row in rows}
    try:
        actions.mark_sheet(session, by=reader, marks=marks)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        say_done(request, _("Le presenze sono tornate come prima.") if marks else _("Non c’è niente da annullare."))
    return redirect("activities:sheet", session.public_id)


@page(Permission.GROUPS_WRITE)
def print_sheet(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show the sheet to print and sign: who is protected never stands on paper."""
    session, reader = opened_session(request, session_id), reader_of(request)
    rows = [row for row in expected_at(session, reader) if not row.person.is_protected and _still_comes(row, session)]
    log_view(request, Act.LIST, about=session, people=[row.person_id for row in rows])
    context = {"session": session, "activity": session.activity, "rows": rows}
    return render(request, "activities/print_sheet.html", context)


def _say_saved(request: HttpRequest, session: Session, before: Marks) -> None:
    if not before:
        say_done(request, _("Non è cambiato niente."))
        return
    request.session[_BEFORE] = {session.public_id: {row.public_id: kind or "" for row, kind in before.items()}}
    back = reverse("activities:undo_sheet", args=[session.public_id])
    say_done(request, _("Le presenze sono salvate."), undo_url=back)


def _beside(session: Session, reader: User) -> dict[str, Session | None]:
    """The sessions before and after: one marks several in a row."""
    held = list(activities.sessions_visible_to(reader).filter(activity=session.activity, is_cancelled=False))
    place = held.index(session) if session in held else 0
    previous = held[place - 1] if place > 0 else None
    return {"previous": previous, "following": held[place + 1] if place + 1 < len(held) else None}


def _still_comes(row: Participation, session: Session) -> bool:
    return row.withdrawn_on is None or row.withdrawn_on >= session.held_on
