"""The acts on a hire, each with its form: record, move its end, end; and taking them back."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.placements import actions
from percorsi.placements.models import Placement
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.policy import may_write
from percorsi.web.people.head import open_person
from percorsi.web.placements import forms
from percorsi.web.placements.showing import opened
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done
from percorsi.web.traineeships.showing import Wording, at_work
from percorsi.web.traineeships.views.undoing import version_seen

_FORM = ("GET", "POST")


@page(Permission.WORK_WRITE, methods=_FORM)
def new(request: HttpRequest, person_id: str) -> HttpResponse:
    """Record a hire of a person, by the host of the traineeship it comes from when one is named."""
    reader, head = reader_of(request), at_work(open_person(request, person_id))
    if not may_write(reader, head.person):
        raise Forbidden
    own = traineeships.of_person(head.person, reader).select_related("host").order_by("-starts_on")
    before = own.filter(public_id=request.GET.get("tirocinio", "")).first()
    initial = {"employer": before.host, "traineeship": before.public_id} if before else {}
    form = forms.PlacementForm(posted(request), own=own, initial=initial)

    def attempt(_given: dict[str, Any]) -> tuple[Placement, list[str]]:
        with transaction.atomic():
            draft = form.draft(by=reader)
            return actions.record_placement(head.person, by=reader, draft=draft), actions.doubts(draft)

    if done := carried_out(form, attempt):
        added, doubts = done.result
        undo = f"{reverse('placements:undo_record', args=[added.public_id])}?versione=1"
        say_done(request, _("L’assunzione è registrata."), undo_url=undo)
        for doubt in doubts:
            messages.warning(request, doubt)
        return redirect("placements:placement", added.public_id)
    context = {"head": head, "form": form, "cancel": reverse("people:work", args=[head.person.public_id])}
    return render(request, "placements/form.html", context)


@page(Permission.WORK_WRITE, methods=_FORM)
def change_end(request: HttpRequest, placement_id: str) -> HttpResponse:
    """Say until when the contract runs."""
    act = opened(request, placement_id, writes=True)
    form = forms.ChangeEndForm(posted(request), initial={"version": act.row.version, "ends_on": act.row.ends_on})
    if carried_out(form, lambda given: actions.change_end(act.row, by=act.reader, **given)):
        return act.back(_("La scadenza è aggiornata."), undo="placements:undo_end")
    return act.show(form, _CHANGE_END)


@page(Permission.WORK_WRITE, methods=_FORM)
def end(request: HttpRequest, placement_id: str) -> HttpResponse:
    """Say when and why the hire ended."""
    act = opened(request, placement_id, writes=True)
    form = forms.EndForm(posted(request), initial={"version": act.row.version, "ends_on": act.row.ends_on})
    if carried_out(
        form,
        lambda given: actions.end_placement(act.row, by=act.reader, version=given["version"], ending=form.ending()),
    ):
        return act.back(_("La fine dell’assunzione è registrata."), undo="placements:undo_end")
    return act.show(form, _END)


@page(Permission.WORK_WRITE, methods=("POST",))
def undo_record(request: HttpRequest, placement_id: str) -> HttpResponse:
    """Take away a hire that was just written."""
    act = opened(request, placement_id, writes=True)
    person = act.head.person.public_id
    if _taken_back(request, act.row, actions.undo_record):
        return redirect("people:work", person)
    return redirect("placements:placement", placement_id)


@page(Permission.WORK_WRITE, methods=("POST",))
def undo_end(request: HttpRequest, placement_id: str) -> HttpResponse:
    """Let the end of before hold again."""
    act = opened(request, placement_id, writes=True)
    _taken_back(request, act.row, actions.undo_end)
    return redirect("placements:placement", placement_id)


def _taken_back(request: HttpRequest, row: Placement, action: Callable[..., Any]) -> bool:
    try:
        action(row, by=reader_of(request), version=version_seen(request))
    except Refused as refusal:
        messages.error(request, str(refusal.message))
        return False
    say_done(request, _("Annullato: l’assunzione è com’era prima."))
    return True


_CHANGE_END = Wording(
    gettext_lazy("Cambia la scadenza"),
    gettext_lazy("Per un contratto prorogato o trasformato. Se è finito, registra la fine con il motivo."),
    gettext_lazy("Salva la scadenza"),
)
_END = Wording(
    gettext_lazy("Fine dell’assunzione"),
    gettext_lazy("Il motivo dice se il lavoro è durato quanto doveva."),
    gettext_lazy("Registra la fine"),
    is_private=True,
)
