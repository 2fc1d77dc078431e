"""The pages of an appointment: make it, look at it, move it, say what became of it, call it off and back on."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.accounts.roles import RIGHTS
from percorsi.diary import queries as diary
from percorsi.diary.actions import (
    cancel_appointment,
    make_appointment,
    move_appointment,
    record_outcome,
    reopen_appointment,
)
from percorsi.diary.models import Appointment
from percorsi.diary.policy import may_keep, reads_all_agendas
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.organisations.models import Worker
from percorsi.organisations.queries import workers_with
from percorsi.web.diary.forms import AppointmentForm, MoveForm, OutcomeForm
from percorsi.web.diary.views.reading import who_reads
from percorsi.web.people.head import Head, open_person
from percorsi.web.shell import moments
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

_FORM, _ACT = ("GET", "POST"), ("POST",)
_FIELDS = ("held_on", "starts_at", "ends_at", "kind", "place", "note", "version")


@page(Permission.DIARY_WRITE, methods=_FORM)
def new(request: HttpRequest, person_id: str) -> HttpResponse:
    """Make an appointment with a person."""
    reader, head = reader_of(request), open_person(request, person_id)
    if not head.may_write:
        raise Forbidden
    form = AppointmentForm(posted(request), workers=_workers(request), initial=_own(request))
    done = carried_out(
        form, lambda _given: make_appointment(head.person, by=reader, slot=form.slot(), worker=form.whose())
    )
    if done:
        return _made(request, done.result)
    return _show(request, "appoint", head, form=form, **who_reads(head.person))


@page(Permission.DIARY_WRITE, methods=_FORM)
def meeting(request: HttpRequest) -> HttpResponse:
    """Put a meeting of the team into the agenda of all."""
    reader = reader_of(request)
    form = AppointmentForm(posted(request), is_meeting=True)
    done = carried_out(form, lambda _given: make_appointment(None, by=reader, slot=form.slot()))
    if done:
        return _made(request, done.result)
    return _show(request, "appoint", None, form=form, **who_reads(None))


@page(Permission.DIARY_READ)
def appointment(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """Show an appointment, with the acts that are open to the reader."""
    row, head = _opened(request, appointment_id)
    return _show(request, "appointment", head, row=row, may_keep=may_keep(reader_of(request), row))


@page(Permission.DIARY_WRITE, methods=_FORM)
def move(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """Move an appointment, or correct it."""
    reader = reader_of(request)
    row, head = _kept(request, appointment_id)
    initial = {name: getattr(row, name) for name in _FIELDS}
    form = MoveForm(posted(request), initial=initial, is_meeting=row.person is None)

    def attempt(given: dict[str, Any]) -> None:
        move_appointment(row, by=reader, version=given["version"], slot=form.slot())

    if carried_out(form, attempt):
        say_done(request, _("L’appuntamento è %(when)s.") % {"when": _when(row)})
        return redirect("diary:appointment", row.public_id)
    form.show_now(row.version, (_("Giorno e ora"), _when(row)), (_("Luogo"), row.place), (_("Annotazione"), row.note))
    return _show(request, "appoint", head, form=form, row=row, **who_reads(row.person))


@page(Permission.DIARY_WRITE, methods=_FORM)
def outcome(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """Say who came, with a note and the next appointment in the same save."""
    reader = reader_of(request)
    row, head = _kept(request, appointment_id)
    form = OutcomeForm(posted(request), initial={"version": row.version}, is_meeting=row.person is None)
    done = carried_out(
        form, lambda given: record_outcome(row, by=reader, version=given["version"], outcome=form.outcome())
    )
    if done:
        text = _("L’esito è registrato.")
        if following := done.result.following:
            text = _("L’esito è registrato. Prossimo appuntamento %(when)s.") % {"when": _when(following)}
        # What was written besides stays: the undo takes back the outcome alone, so it is offered for that alone.
        takes_back = done.result.note is None and done.result.following is None
        say_done(request, text, undo_url=reverse("diary:reopen", args=[row.public_id]) if takes_back else "")
        return _back(row)
    form.show_now(row.version, (_("Esito"), row.get_state_display()))
    return _show(request, "outcome", head, form=form, row=row, **who_reads(row.person))


@page(Permission.DIARY_WRITE, methods=_ACT)
def cancel(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """Call an appointment off."""
    row, _head = _kept(request, appointment_id)
    undo = reverse("diary:reopen", args=[row.public_id])
    try:
        cancel_appointment(row, by=reader_of(request), version=row.version)
    except Refused as refusal:
        return _refused(request, row, refusal)
    say_done(request, _("L’appuntamento è annullato."), undo_url=undo)
    return _back(row)


@page(Permission.DIARY_WRITE, methods=_ACT)
def reopen(request: HttpRequest, appointment_id: str) -> HttpResponse:
    """Take an outcome or a cancellation back."""
    row, _head = _kept(request, appointment_id)
    try:
        reopen_appointment(row, by=reader_of(request))
    except Refused as refusal:
        return _refused(request, row, refusal)
    say_done(request, _("L’appuntamento è di nuovo fissato %(when)s.") % {"when": _when(row)})
    return redirect("diary:appointment", row.public_id)


def _opened(request: HttpRequest, appointment_id: str) -> tuple[Appointment, Head | None]:
    rows = diary.appointments_visible_to(reader_of(request)).select_related("person", "worker")
    row = visible_or_404(rows, appointment_id)
    return row, open_person(request, row.person.public_id) if row.person else None


def _kept(request: HttpRequest, appointment_id: str) -> tuple[Appointment, Head | None]:
    """An appointment that the reader may change."""
    row, head = _opened(request, appointment_id)
    if not may_keep(reader_of(request), row):
        raise Forbidden
    return row, head


def _workers(request: HttpRequest) -> list[Worker]:
    """In whose agenda the reader may put an appointment, besides their own."""
    if not reads_all_agendas(reader_of(request)):
        return []
    return workers_with(*(role for role, rights in RIGHTS.items() if Permission.DIARY_WRITE in rights))


def _own(request: HttpRequest) -> dict[str, str]:
    standing = reader_of(request).standing
    own = [worker.public_id for worker in _workers(request) if standing and worker.pk == standing.worker]
    return {"worker": own[0]} if own else {}


def _made(request: HttpRequest, row: Appointment) -> HttpResponse:
    undo = reverse("diary:cancel", args=[row.public_id])
    say_done(request, _("Appuntamento fissato %(when)s.") % {"when": _when(row)}, undo_url=undo)
    return _back(row)


def _refused(request: HttpRequest, row: Appointment, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal.message))
    return redirect("diary:appointment", row.public_id)


def _back(row: Appointment) -> HttpResponse:
    """Where the work goes on: at the person, or in the agenda."""
    return redirect("people:person", row.person.public_id) if row.person else redirect("diary:week")


def _when(row: Appointment) -> str:
    """Day and hour in words: "lunedì 10 giugno 2019 alle 9:30"."""
    at = _("%(day)s alle %(time)s")
    return at % {"day": moments.full_day(row.held_on), "time": f"{row.starts_at:%H:%M}"}


def _show(request: HttpRequest, template: str, head: Head | None, **more: Any) -> HttpResponse:
    """Draw a page under the person's head, or by itself when the appointment is about nobody."""
    base = "people/person_base.html" if head else "diary/meeting_base.html"
    return render(request, f"diary/{template}.html", {"head": head, "base": base, **more})
