"""The sessions of an edition: several at once, moved, cancelled."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percorsi.accounts.permissions import Permission
from percorsi.activities import actions
from percorsi.activities import queries as activities
from percorsi.activities.actions import SessionDraft
from percorsi.activities.models import Session
from percorsi.kit.refusal import Refused
from percorsi.web.activities.forms import SessionForm, SessionsForm
from percorsi.web.activities.views.editions import opened
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


@page(Permission.GROUPS_WRITE, methods=("GET", "POST"))
def add(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Add one session, or several by their first day and how they repeat."""
    edition, by = opened(request, activity_id), reader_of(request)
    form = SessionsForm(posted(request), initial={"held_on": edition.starts_on})
    if done := carried_out(form, lambda _given: actions.add_sessions(edition, by=by, drafts=form.drafts())):
        count = len(done.result)
        text = ngettext("L’incontro è aggiunto.", "%(count)d incontri sono aggiunti.", count) % {"count": count}
        say_done(request, text)
        return redirect("activities:activity", edition.public_id)
    return render(request, "activities/session.html", {"form": form, "activity": edition})


@page(Permission.GROUPS_WRITE, methods=("GET", "POST"))
def change(request: HttpRequest, session_id: str) -> HttpResponse:
    """Move a session, or write its times and topic anew."""
    session, by = opened_session(request, session_id), reader_of(request)
    present = {name: getattr(session, name) for name in SessionDraft.__slots__}
    form = SessionForm(posted(request), initial={**present, "version": session.version})

    def attempt(given: dict[str, Any]) -> None:
        actions.change_session(session, by=by, version=given["version"], draft=form.draft())

    if carried_out(form, attempt):
        say_done(request, _("L’incontro è salvato."))
        return redirect("activities:activity", session.activity.public_id)
    form.show_differing(session.version, present)
    context = {"form": form, "activity": session.activity, "session": session}
    return render(request, "activities/session.html", context)


@page(Permission.GROUPS_WRITE, methods=("POST",))
def cancel(request: HttpRequest, session_id: str) -> HttpResponse:
    """Say that a session is not held; it can be taken back."""
    session = opened_session(request, session_id)
    try:
        actions.cancel_session(session, by=reader_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        back = reverse("activities:restore_session", args=[session.public_id])
        say_done(
            request, _("L’incontro del %(day)s è annullato.") % {"day": f"{session.held_on:%d/%m/%Y}"}, undo_url=back
        )
    return redirect("activities:activity", session.activity.public_id)


@page(Permission.GROUPS_WRITE, methods=("POST",))
def restore(request: HttpRequest, session_id: str) -> HttpResponse:
    """Take back that a session is not held."""
    session = opened_session(request, session_id)
    try:
        actions.restore_session(session, by=reader_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        say_done(request, _("L’incontro del %(day)s si tiene.") % {"day": f"{session.held_on:%d/%m/%Y}"})
    return redirect("activities:activity", session.activity.public_id)


def opened_session(request: HttpRequest, session_id: str) -> Session:
    """Return a session that the reader may open, with its edition. Raises Http404."""
    rows = activities.sessions_visible_to(reader_of(request)).select_related("activity__municipality")
    return visible_or_404(rows, session_id)
