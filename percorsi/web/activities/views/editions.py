"""Editions: the list, one, a new one, a change."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.activities import actions
from percorsi.activities import queries as activities
from percorsi.activities.actions import ActivityDraft
from percorsi.activities.models import Activity
from percorsi.audit.choices import Act
from percorsi.web.activities.filters import FilterForm
from percorsi.web.activities.forms import ActivityForm
from percorsi.web.activities.showing import HEADS, MEMBER_HEADS, Row, meetings_of, members_of, rows_of, state_of, whole
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.lists import list_file, wants_file
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

_ROWS = 20


@page(Permission.GROUPS_WRITE)
def activity_list(request: HttpRequest) -> HttpResponse:
    """The editions by state, activity and municipality, the newest first; twenty a page."""
    reader, today = reader_of(request), timezone.localdate()
    filters = FilterForm(request.GET, reader=reader)
    found = filters.found(today).select_related("municipality")
    if wants_file(request):
        file = list_file(request, _("Gruppi"), HEADS, (row.cells() for row in rows_of(found, reader, today)))
        assert file is not None
        return file
    shown = Paginator(found, _ROWS).get_page(request.GET.get("pagina"))
    context = {"filters": filters, "has_errors": bool(filters.errors), "page": shown, "today": today}
    context |= {"rows": rows_of(shown, reader, today), "may_export": reader.has(Permission.LISTS_EXPORT)}
    return render(request, "activities/list.html", context)


@page(Permission.GROUPS_WRITE)
def activity(request: HttpRequest, activity_id: str) -> HttpResponse:
    """One edition: who is enrolled and how often they came, and its sessions."""
    reader, today = reader_of(request), timezone.localdate()
    edition = opened(request, activity_id)
    members = members_of(edition, reader)
    # What is protected is never printed, nor carried away.
    open_ones = [member for member in members if not member.row.person.is_protected]
    people = [member.row.person_id for member in open_ones]
    if file := list_file(request, str(edition), MEMBER_HEADS, (each.cells() for each in open_ones), people):
        return file
    log_view(request, Act.LIST, about=edition, people=[member.row.person_id for member in members])
    meetings = meetings_of(edition, members, reader, today)
    context = {"activity": edition, "members": members, "whole": whole(members), "meetings": meetings}
    size = len({member.row.person_id for member in members})
    context |= {"edition": Row(edition, size, state_of(edition, today))}
    return render(request, "activities/activity.html", context | {"may_export": reader.has(Permission.LISTS_EXPORT)})


@page(Permission.GROUPS_WRITE, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Set up an edition."""
    form, by = ActivityForm(posted(request)), reader_of(request)
    if done := carried_out(form, lambda _given: actions.add_activity(form.draft(), by=by)):
        say_done(request, _("L’edizione è aggiunta. Ora puoi aggiungere gli incontri e iscrivere le persone."))
        return redirect("activities:activity", done.result.public_id)
    return render(request, "activities/form.html", {"form": form})


@page(Permission.GROUPS_WRITE, methods=("GET", "POST"))
def change(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Write what is known of an edition anew."""
    edition, by = opened(request, activity_id), reader_of(request)
    present = {name: getattr(edition, name) for name in ActivityDraft.__slots__}
    form = ActivityForm(posted(request), initial={**present, "version": edition.version})

    def attempt(given: dict[str, Any]) -> None:
        actions.change_activity(edition, by=by, version=given["version"], draft=form.draft())

    if carried_out(form, attempt):
        say_done(request, _("I dati sono salvati."))
        return redirect("activities:activity", edition.public_id)
    form.show_differing(edition.version, present)
    return render(request, "activities/form.html", {"form": form, "activity": edition})


def opened(request: HttpRequest, activity_id: str) -> Activity:
    """Return an edition that the reader may open. Raises Http404."""
    return visible_or_404(activities.visible_to(reader_of(request)).select_related("municipality"), activity_id)
