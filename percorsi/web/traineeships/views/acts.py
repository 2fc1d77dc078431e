"""The acts on a traineeship, each with its form: begin, change, suspend, resume, extend, close."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden
from percorsi.traineeships import actions
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.policy import may_write
from percorsi.web.people.head import open_person
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.moments import long_day
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done
from percorsi.web.traineeships import forms
from percorsi.web.traineeships.showing import Wording, at_work, opened

_FORM = ("GET", "POST")


@page(Permission.WORK_WRITE, methods=_FORM)
def new(request: HttpRequest, person_id: str) -> HttpResponse:
    """Begin a traineeship of a person, with what the last one had."""
    reader, head = reader_of(request), at_work(open_person(request, person_id))
    if not may_write(reader, head.person):
        raise Forbidden
    reads_all = forms.reads_all(reader, is_own=head.is_own)
    last = traineeships.of_person(head.person, reader).select_related("host", "payer").order_by("-starts_on").first()
    initial = forms.initial_for(head.person, last, reads_all=reads_all)
    form = forms.TraineeshipForm(posted(request), reads_all=reads_all, initial=initial)
    act = lambda **given: actions.start_traineeship(head.person, **given)  # noqa: E731
    if done := carried_out(form, lambda _given: forms.begun(form, act, by=reader)):
        undo = f"{reverse('traineeships:undo_start', args=[done.result.public_id])}?versione=1"
        say_done(request, _("Il tirocinio è registrato."), undo_url=undo)
        for doubt in actions.doubts_of(done.result):
            messages.warning(request, doubt)
        return redirect("traineeships:traineeship", done.result.public_id)
    context = {"head": head, "form": form, "wording": _NEW, "last": last}
    context["cancel"] = reverse("people:work", args=[head.person.public_id])
    return render(request, "traineeships/form.html", context)


@page(Permission.WORK_WRITE, methods=_FORM)
def change(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Correct what is written of a traineeship."""
    act = opened(request, traineeship_id, writes=True)
    reads_all = forms.reads_all(act.reader, is_own=act.head.is_own)
    form = forms.TraineeshipForm(posted(request), reads_all=reads_all, row=act.row, initial=forms.initial_of(act.row))

    def attempt(given: dict[str, object]) -> None:
        write = lambda **more: actions.change_traineeship(act.row, version=form.cleaned_data["version"], **more)  # noqa: E731
        forms.begun(form, write, by=act.reader)

    if carried_out(form, attempt):
        return act.back(_("Il tirocinio è aggiornato."))
    return act.show(form, _CHANGE, "traineeships/form.html")


@page(Permission.WORK_WRITE, methods=_FORM)
def suspend(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Suspend the traineeship."""
    act = opened(request, traineeship_id, writes=True)
    form = forms.SuspendForm(posted(request), initial={"version": act.row.version})
    if carried_out(
        form, lambda given: actions.suspend(act.row, by=act.reader, version=given["version"], pause=form.pause())
    ):
        return act.back(_("Il tirocinio è sospeso."), undo="traineeships:undo_suspend")
    return act.show(form, _SUSPEND)


@page(Permission.WORK_WRITE, methods=_FORM)
def resume(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """End the suspension."""
    act = opened(request, traineeship_id, writes=True)
    present = act.row.suspensions.filter(ends_on=None).first()
    initial = {"version": act.row.version, "is_counted": bool(present and present.is_counted)}
    form = forms.ResumeForm(posted(request), initial=initial)
    if carried_out(form, lambda given: actions.resume(act.row, by=act.reader, **given)):
        day = long_day(form.cleaned_data["ends_on"] + timedelta(days=1))
        return act.back(_("Il tirocinio riprende il %(day)s.") % {"day": day}, undo="traineeships:undo_resume")
    return act.show(form, _RESUME)


@page(Permission.WORK_WRITE, methods=_FORM)
def extend(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Give the traineeship a later end."""
    act = opened(request, traineeship_id, writes=True)
    form = forms.ExtendForm(posted(request), initial={"version": act.row.version})
    if done := carried_out(form, lambda given: actions.extend(act.row, by=act.reader, **given)):
        said = _("Il tirocinio è prorogato fino al %(day)s.") % {"day": long_day(done.result.ends_on)}
        return act.back(said, undo="traineeships:undo_extend")
    return act.show(form, _EXTEND)


@page(Permission.WORK_WRITE, methods=_FORM)
def close(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Say how and when the traineeship ended."""
    act = opened(request, traineeship_id, writes=True)
    form = forms.CloseForm(posted(request), initial={"version": act.row.version, "ends_on": act.row.ends_on})
    if carried_out(form, lambda given: actions.close_traineeship(act.row, by=act.reader, **given)):
        # A closing of what the register brought is not taken back.
        return act.back(_("Il tirocinio è chiuso."), undo="" if act.row.is_imported else "traineeships:undo_close")
    return act.show(form, _CLOSE)


_NEW = Wording(
    gettext_lazy("Nuovo tirocinio"),
    gettext_lazy("Sono proposti i valori dell’ultimo tirocinio, quando c’è. Il resto si può aggiungere dopo."),
    gettext_lazy("Registra il tirocinio"),
)
_CHANGE = Wording(
    gettext_lazy("Modifica il tirocinio"),
    gettext_lazy("Qui si corregge quello che è scritto. Una fine più lontana è una proroga, e ha il suo motivo."),
    gettext_lazy("Salva"),
)
_SUSPEND = Wording(
    gettext_lazy("Sospendi il tirocinio"),
    gettext_lazy("Il tirocinio resta aperto, fermo fino alla ripresa."),
    gettext_lazy("Sospendi"),
    gettext_lazy(
        "Quali sospensioni spostano la durata massima è una regola da verificare: controlla la convenzione e il "
        "progetto formativo."
    ),
    is_private=True,
)
_RESUME = Wording(
    gettext_lazy("Riprendi il tirocinio"),
    gettext_lazy("Il tirocinio va avanti dal giorno dopo."),
    gettext_lazy("Riprendi"),
    gettext_lazy(
        "Quali sospensioni spostano la durata massima è una regola da verificare: controlla la convenzione e il "
        "progetto formativo."
    ),
)
_EXTEND = Wording(
    gettext_lazy("Proroga il tirocinio"),
    gettext_lazy("Il tirocinio finisce più tardi. La fine di prima resta scritta."),
    gettext_lazy("Proroga"),
    gettext_lazy("La durata massima è una regola da verificare: controlla la convenzione e il progetto formativo."),
    is_private=True,
)
_CLOSE = Wording(
    gettext_lazy("Chiudi il tirocinio"),
    gettext_lazy("Da questo giorno il tirocinio è finito, con il suo esito. I mesi si possono ancora completare."),
    gettext_lazy("Chiudi il tirocinio"),
    is_private=True,
)
