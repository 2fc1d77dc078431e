"""The pages of the answer to a referral: giving it, taking it back at once, opening the question again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases import queries as cases
from percorsi.cases.actions import accept_and_open, take_back_answer
from percorsi.cases.models import Case
from percorsi.kit.refusal import Refused
from percorsi.organisations.models import Worker
from percorsi.referrals import actions
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.web.referrals.forms import AnswerForm, ReopenForm, Reply
from percorsi.web.referrals.showing import facts_of, opened, show_now
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


@page(Permission.REFERRALS_ANSWER, methods=("GET", "POST"))
def answer(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Accept or refuse a referral; accepting may open the path in the hands of whoever follows the fewest."""
    row, head = opened(request, referral_id)
    reader = reader_of(request)
    followers = _followers(row, reader)
    form = AnswerForm(posted(request), initial={"version": row.version}, followers=followers)
    if done := carried_out(form, lambda given: _answer(row, given, by=reader)):
        return _after(request, row, done.result)
    show_now(form, row)
    return render(request, "referrals/answer.html", {"head": head, "form": form} | facts_of(row, reader))


@page(Permission.REFERRALS_ANSWER, methods=("POST",))
def take_back(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Take back the answer just given, with the path that it opened."""
    row, _head = opened(request, referral_id)
    try:
        take_back_answer(row, by=reader_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say_done(request, _("Risposta annullata: la segnalazione è di nuovo in attesa."))
    return redirect("referrals:referral", row.public_id)


@page(Permission.REFERRALS_ANSWER, methods=("GET", "POST"))
def reopen(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Put an answered referral back among those that wait."""
    row, head = opened(request, referral_id)
    form = ReopenForm(posted(request), initial={"version": row.version})
    if carried_out(form, lambda given: actions.reopen_referral(row, by=reader_of(request), **given)):
        say_done(request, _("La segnalazione è di nuovo in attesa."))
        return redirect("referrals:referral", row.public_id)
    show_now(form, row)
    return render(request, "referrals/reopen.html", {"head": head, "form": form} | facts_of(row, reader_of(request)))


def _followers(row: Referral, reader: User) -> list[tuple[Worker, int]]:
    """Who may follow the path that an accepted referral opens; nobody when a path is open already."""
    if not reader.has(Permission.CASES_ASSIGN) or Case.objects.filter(person=row.person_id, closed_on=None).exists():
        return []
    return cases.followers_by_load(reader, row.person)


def _answer(row: Referral, given: dict[str, Any], *, by: User) -> Case | None:
    """Give the answer that was typed; return the path, when one was opened with it."""
    how = {"by": by, "version": given["version"]}
    if given["reply"] == Reply.REFUSE:
        actions.refuse(row, **how, answered_on=given["answered_on"], reason=given["reason"])
    elif worker := given.get("worker"):
        return accept_and_open(row, **how, on=given["answered_on"], worker=worker)
    else:
        actions.accept(row, **how, answered_on=given["answered_on"])
    return None


def _after(request: HttpRequest, row: Referral, case: Case | None) -> HttpResponse:
    """Say what was done, with the way back, and lead on to the next step."""
    undo_url = reverse("referrals:take_back", args=[row.public_id])
    if case is not None:
        names = ", ".join(case.assignments.values_list("worker__name", flat=True))
        say_done(request, _("Segnalazione accolta, percorso affidato a %(who)s.") % {"who": names}, undo_url=undo_url)
        return redirect("cases:case", case.public_id)
    if row.outcome == Outcome.REFUSED:
        say_done(request, _("La risposta è registrata: la segnalazione non è accolta."), undo_url=undo_url)
        return redirect("referrals:referral", row.public_id)
    say_done(request, _("La segnalazione è accolta. Ora puoi aprire il percorso."), undo_url=undo_url)
    return redirect("cases:open", row.public_id)
