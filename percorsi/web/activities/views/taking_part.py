"""Who is enrolled: found by a search, withdrawn, taken back. No name stands in a message: messages live in a cookie."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.activities import actions
from percorsi.activities import queries as activities
from percorsi.activities.models import Participation
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people import queries as people
from percorsi.web.activities.forms import WithdrawalForm
from percorsi.web.activities.views.editions import opened
from percorsi.web.people.forms import SearchForm
from percorsi.web.people.listing import MOST_FOUND, first_found
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done


@page(Permission.GROUPS_WRITE, methods=("GET", "POST"))
def enrol(request: HttpRequest, activity_id: str) -> HttpResponse:
    """Look for whom to enrol. What is typed comes by POST; the trail says who was shown."""
    edition, reader, today = opened(request, activity_id), reader_of(request), timezone.localdate()
    form = SearchForm(posted(request))
    rows = first_found(people.found_by(form.cleaned_data["testo"], reader), reader, today) if form.is_valid() else []
    shown = rows[:MOST_FOUND]
    if request.method == "POST":
        log_view(request, Act.SEARCH, people=[row.pk for row in shown])
    enrolled = activities.enrolled_in(edition, reader).filter(person__in=[row.pk for row in shown])
    context = {"form": form, "activity": edition, "rows": shown, "has_more": len(rows) > MOST_FOUND, "most": MOST_FOUND}
    context |= {"enrolled": set(enrolled.values_list("person", flat=True)), "is_answer": form.is_valid()}
    return render(request, "activities/enrol.html", context)


@page(Permission.GROUPS_WRITE, methods=("POST",))
def enrol_person(request: HttpRequest, activity_id: str, person_id: str) -> HttpResponse:
    """Enrol somebody found; it can be taken back."""
    edition, reader = opened(request, activity_id), reader_of(request)
    person = visible_or_404(people.visible_to(reader), person_id)
    try:
        added = actions.enrol(edition, by=reader, person=person)
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        back = reverse("activities:take_back_enrolment", args=[added.public_id])
        say_done(request, _("L’iscrizione è registrata. Puoi cercare un’altra persona."), undo_url=back)
    return redirect("activities:enrol", edition.public_id)


@page(Permission.GROUPS_WRITE, methods=("POST",))
def take_back(request: HttpRequest, participation_id: str) -> HttpResponse:
    """Take out an enrolment made by mistake."""
    row = _opened(request, participation_id)
    try:
        actions.take_back_enrolment(row, by=reader_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
    else:
        say_done(request, _("L’iscrizione è tolta."))
    return redirect("activities:activity", row.activity.public_id)


@page(Permission.GROUPS_WRITE, methods=("GET", "POST"))
def withdraw(request: HttpRequest, participation_id: str) -> HttpResponse:
    """Say that somebody no longer comes, and why."""
    row, by = _opened(request, participation_id), reader_of(request)
    form = WithdrawalForm(posted(request), initial={"version": row.version})

    def attempt(given: dict[str, Any]) -> None:
        on, reason = given["withdrawn_on"], given["reason"]
        actions.withdraw(row, by=by, version=given["version"], on=on, reason=reason)

    if carried_out(form, attempt):
        back = reverse("activities:readmit", args=[row.public_id])
        say_done(request, _("Il ritiro è registrato."), undo_url=back)
        return redirect("activities:activity", row.activity.public_id)
    log_view(request, Act.LIST, about=row, people=[row.person_id])
    form.show_now(row.version, (_("Ritirato il"), f"{row.withdrawn_on:%d/%m/%Y}" if row.withdrawn_on else ""))
    context = {"form": form, "row": row, "activity": row.activity, "may_take_back": activities.may_take_back(row, by)}
    return render(request, "activities/withdraw.html", context)


@page(Permission.GROUPS_WRITE, methods=("POST",))
def readmit(request: HttpRequest, participation_id: str) -> HttpResponse:
    """Take back that somebody withdrew."""
    row = _opened(request, participation_id)
    actions.readmit(row, by=reader_of(request))
    say_done(request, _("Il ritiro è tolto: è di nuovo fra chi viene."))
    return redirect("activities:activity", row.activity.public_id)


def _opened(request: HttpRequest, participation_id: str) -> Participation:
    reader = reader_of(request)
    if not reader.has(Permission.GROUPS_WRITE):
        raise Forbidden
    rows = activities.participations_visible_to(reader).select_related("activity__municipality", "person")
    return visible_or_404(rows, participation_id)
