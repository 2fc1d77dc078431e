"""The acts on a path, each with its form: open, entrust, cover, suspend, resume, discharge, reopen."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.accounts.permissions import Permission
from percorsi.cases import actions
from percorsi.cases import queries as cases
from percorsi.kit.refusal import Forbidden
from percorsi.referrals import queries as referrals
from percorsi.web.cases import forms
from percorsi.web.cases.showing import Opened, Wording, opened
from percorsi.web.people.head import open_person
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.moments import long_day
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")


@page(Permission.CASES_ASSIGN, methods=_FORM)
def open_case(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Take in charge whom an accepted referral brought."""
    reader = reader_of(request)
    rows = referrals.visible_to(reader).select_related("person", "municipality", "sending_service")
    referral = visible_or_404(rows, referral_id)
    head = open_person(request, referral.person.public_id)
    if not head.may_write:
        raise Forbidden
    form = forms.OpenForm(posted(request), followers=cases.followers_by_load(reader, referral.person))
    if done := carried_out(form, lambda given: actions.open_case(referral, by=reader, **given)):
        say_done(request, _("Il percorso è aperto."))
        return redirect("cases:case", done.result.public_id)
    context = {"head": head, "form": form, "wording": _OPEN}
    context["cancel"] = reverse("referrals:referral", args=[referral.public_id])
    return render(request, "cases/act.html", context)


@page(Permission.CASES_ASSIGN, methods=_FORM)
def assign(request: HttpRequest, case_id: str) -> HttpResponse:
    """Entrust the path to somebody."""
    act = opened(request, case_id, Permission.CASES_ASSIGN)
    followers = cases.followers_by_load(act.reader, act.head.person)
    form = forms.AssignForm(posted(request), case=act.case, followers=followers)
    if carried_out(form, lambda given: actions.assign(act.case, by=act.reader, **given)):
        return act.back(_("Il percorso è affidato."), "cases:undo_assign")
    return act.show(form, _ASSIGN)


@page(Permission.CASES_ASSIGN, methods=_FORM)
def end_assignment(request: HttpRequest, case_id: str) -> HttpResponse:
    """Say that somebody follows the path no longer."""
    act = opened(request, case_id, Permission.CASES_ASSIGN)
    form = forms.EndAssignmentForm(posted(request), case=act.case)
    if carried_out(form, lambda given: actions.end_assignment(by=act.reader, **given)):
        return act.back(_("L’incarico ha una fine."))
    return act.show(form, _END_ASSIGNMENT)


@page(Permission.CASES_ASSIGN, methods=_FORM)
def cover(request: HttpRequest, case_id: str) -> HttpResponse:
    """Let a mediator stand in for a colleague."""
    act = opened(request, case_id, Permission.CASES_ASSIGN)
    form = forms.CoverForm(posted(request))
    if carried_out(form, lambda given: actions.cover(act.case, by=act.reader, stand_in=actions.StandIn(**given))):
        return act.back(_said_of_cover(form.cleaned_data["starts_on"]), "cases:undo_cover")
    return act.show(form, _COVER)


@page(Permission.CASES_ASSIGN, methods=_FORM)
def end_cover(request: HttpRequest, case_id: str) -> HttpResponse:
    """End a cover now."""
    act = opened(request, case_id, Permission.CASES_ASSIGN)
    form = forms.EndCoverForm(posted(request), case=act.case)
    if carried_out(form, lambda given: actions.end_cover(by=act.reader, **given)):
        return act.back(_("La sostituzione è finita."))
    return act.show(form, _END_COVER)


@page(Permission.CASES_WRITE, methods=_FORM)
def suspend(request: HttpRequest, case_id: str) -> HttpResponse:
    """Suspend the path."""
    act = opened(request, case_id, Permission.CASES_WRITE)
    form = forms.SuspendForm(posted(request))
    if carried_out(form, lambda given: actions.suspend(act.case, by=act.reader, pause=actions.Pause(**given))):
        return act.back(_("Il percorso è sospeso."), "cases:undo_suspend")
    return act.show(form, _SUSPEND)


@page(Permission.CASES_WRITE, methods=_FORM)
def resume(request: HttpRequest, case_id: str) -> HttpResponse:
    """End the suspension."""
    act = opened(request, case_id, Permission.CASES_WRITE)
    form = forms.ResumeForm(posted(request))
    if carried_out(form, lambda given: actions.resume(act.case, by=act.reader, **given)):
        day = _day_after(form.cleaned_data["ends_on"])
        return act.back(_("Il percorso riprende il %(day)s.") % {"day": day}, "cases:undo_suspend")
    return act.show(form, _RESUME)


@page(Permission.CASES_DISCHARGE, methods=_FORM)
def discharge(request: HttpRequest, case_id: str) -> HttpResponse:
    """Close the path: first the form, then a page that says what will happen, then the act."""
    act = opened(request, case_id, Permission.CASES_DISCHARGE)
    form = forms.DischargeForm(posted(request), initial={"version": act.case.version})
    is_confirmed = "conferma" in request.POST
    do = actions.discharge if is_confirmed else actions.check_discharge

    def attempt(given: dict[str, object]) -> None:
        do(act.case, by=act.reader, version=form.cleaned_data["version"], ending=form.ending())

    if not carried_out(form, attempt):
        _show_now(form, act)
        return act.show(form, _DISCHARGE)
    if is_confirmed:
        return act.back(_("Il percorso è chiuso."))
    return act.show(form, _DISCHARGE, "cases/discharge_confirm.html", **_consequences(form, act))


@page(Permission.CASES_ASSIGN, methods=_FORM)
def reopen(request: HttpRequest, case_id: str) -> HttpResponse:
    """Go on with a closed path as a new one."""
    act = opened(request, case_id, Permission.CASES_ASSIGN)
    form = forms.ReopenForm(posted(request), person=act.case.person, reader=act.reader)
    done = carried_out(
        form, lambda given: actions.reopen(act.case, by=act.reader, reopening=actions.Reopening(**given))
    )
    if done:
        say_done(request, _("È aperto un nuovo percorso. Quello di prima resta chiuso, con la sua storia."))
        return redirect("cases:case", done.result.public_id)
    return act.show(form, _REOPEN)


def _said_of_cover(starts_on: date | None) -> str:
    if starts_on is None or starts_on <= timezone.localdate():
        return _("La sostituzione è attiva da adesso.")
    return _("La sostituzione comincia il %(day)s.") % {"day": long_day(starts_on)}


def _day_after(day: date) -> str:
    return long_day(day + timedelta(days=1))


def _show_now(form: forms.DischargeForm, act: Opened) -> None:
    """When somebody else changed the path, show what they wrote beside what was typed."""
    case = act.case
    form.show_now(
        case.version,
        (_("Ultimo giorno in carico"), f"{case.closed_on:%d/%m/%Y}" if case.closed_on else _("ancora in carico")),
        (_("Motivo"), case.get_discharge_reason_display()),
        (_("Precisazione"), case.discharge_words),
        (_("Concordata con"), case.discharge_agreed_with),
    )


def _consequences(form: forms.DischargeForm, act: Opened) -> dict[str, object]:
    latest = cases.latest_fact(act.case)
    closed_on = form.cleaned_data["closed_on"]
    return {
        "followers": [row.worker for row in cases.assignments_of(act.case).filter(ends_on=None)],
        "is_suspended": act.case.suspensions.filter(ends_on=None).exists(),
        "later_fact": latest if latest and latest > closed_on else None,
    }


_OPEN = Wording(
    gettext_lazy("Apri il percorso"),
    gettext_lazy("Da questo giorno la persona è in carico al servizio."),
    gettext_lazy("Apri il percorso"),
)
_ASSIGN = Wording(
    gettext_lazy("Affida il percorso"),
    gettext_lazy("Chi segue una persona può scrivere su di lei. Possono seguirla in più d’uno."),
    gettext_lazy("Affida"),
)
_END_ASSIGNMENT = Wording(
    gettext_lazy("Fine di un incarico"),
    gettext_lazy("Dal giorno dopo chi seguiva legge ma non scrive più."),
    gettext_lazy("Chiudi l’incarico"),
)
_COVER = Wording(
    gettext_lazy("Sostituzione"),
    gettext_lazy("Mentre chi segue è assente, un collega può scrivere su questa persona. L’incarico non cambia."),
    gettext_lazy("Attiva la sostituzione"),
)
_END_COVER = Wording(
    gettext_lazy("Fine della sostituzione"),
    gettext_lazy("Da adesso chi sostituiva legge ma non scrive più."),
    gettext_lazy("Chiudi la sostituzione"),
)
_SUSPEND = Wording(
    gettext_lazy("Sospendi il percorso"),
    gettext_lazy("Il percorso resta aperto, fermo fino alla ripresa."),
    gettext_lazy("Sospendi"),
)
_RESUME = Wording(
    gettext_lazy("Riprendi il percorso"),
    gettext_lazy("Il percorso va avanti dal giorno dopo."),
    gettext_lazy("Riprendi"),
)
_DISCHARGE = Wording(
    gettext_lazy("Dimissione"),
    gettext_lazy("Il percorso si chiude. Prima di farlo vedrai che cosa succede."),
    gettext_lazy("Continua"),
)
_REOPEN = Wording(
    gettext_lazy("Riapri il percorso"),
    gettext_lazy("Comincia un nuovo percorso, da una nuova segnalazione. Quello chiuso resta com’è."),
    gettext_lazy("Apri il nuovo percorso"),
)
