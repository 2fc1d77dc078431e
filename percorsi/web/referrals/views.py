"""The pages of the referrals: those that wait, one, new ones, the answer."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Person
from percorsi.referrals import actions
from percorsi.referrals import queries as referrals
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.referrals.policy import may_register
from percorsi.web.people.head import Head, open_person
from percorsi.web.referrals.forms import AnswerForm, NewPersonForm, ReferralForm, ReopenForm, Reply
from percorsi.web.referrals.showing import facts_of, show_now
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view

_FORM = ("GET", "POST")
_ROWS = 20


@page(Permission.REFERRALS_READ)
def waiting(request: HttpRequest) -> HttpResponse:
    """Show the referrals that wait for an answer, the oldest first."""
    reader = reader_of(request)
    rows = Paginator(referrals.waiting(reader), _ROWS).get_page(request.GET.get("pagina"))
    log_view(request, Act.LIST, people=[row.person_id for row in rows])
    context = {
        "page": rows,
        "rows": rows.object_list,
        "today": timezone.localdate(),
        "may_refer": reader.has(Permission.REFERRALS_WRITE),
        "may_answer": reader.has(Permission.REFERRALS_ANSWER),
    }
    return render(request, "referrals/waiting.html", context)


@page(Permission.REFERRALS_READ)
def referral(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Show one referral and its answer."""
    row, head = _opened(request, referral_id)
    reader = reader_of(request)
    case = Referral.objects.filter(pk=row.pk, case__isnull=False).values_list("case__public_id", flat=True).first()
    may_answer = reader.has(Permission.REFERRALS_ANSWER) and head.may_write
    context = {
        "head": head,
        "case_id": case if reader.has(Permission.CASES_READ) else None,
        "may_answer": may_answer and row.outcome == Outcome.WAITING,
        "may_reopen": may_answer and row.outcome != Outcome.WAITING and not case,
        "may_open": may_answer and row.outcome == Outcome.ACCEPTED and not case,
    }
    return render(request, "referrals/referral.html", context | facts_of(row, reader))


@page(Permission.REFERRALS_WRITE, methods=_FORM)
def new(request: HttpRequest, person_id: str) -> HttpResponse:
    """Register a referral of a person who is known already."""
    reader = reader_of(request)
    head = open_person(request, person_id)
    if not may_register(reader, head.person):
        raise Forbidden
    form = ReferralForm(posted(request))
    done = carried_out(form, lambda _given: actions.register_referral(head.person, by=reader, draft=form.draft()))
    if done:
        return _lead_to(request, done.result, _("La segnalazione è registrata: aspetta una risposta."))
    return render(request, "referrals/new.html", {"head": head, "form": form})


@page(Permission.REFERRALS_WRITE, methods=_FORM)
def new_person(request: HttpRequest) -> HttpResponse:
    """Register a person who was never here, with the referral that brings them."""
    form = NewPersonForm(posted(request))

    def attempt(given: dict[str, Any]) -> Referral:
        by = reader_of(request)
        return actions.refer_new_person(form.identity(), by=by, draft=form.draft(), number=given["number"])

    if done := carried_out(form, attempt):
        return _lead_to(request, done.result, _("La persona e la segnalazione sono registrate."))
    return render(request, "referrals/new_person.html", {"form": form})


@page(Permission.REFERRALS_ANSWER, methods=_FORM)
def answer(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Accept or refuse a referral; out of an accepted one the path is opened next."""
    row, head = _opened(request, referral_id)
    reader = reader_of(request)
    form = AnswerForm(posted(request), initial={"version": row.version})

    def attempt(given: dict[str, Any]) -> None:
        how = {"by": reader, "version": given["version"], "answered_on": given["answered_on"]}
        if given["reply"] == Reply.ACCEPT:
            actions.accept(row, **how)
        else:
            actions.refuse(row, **how, reason=given["reason"])

    if not carried_out(form, attempt):
        return _show(request, row, head, form)
    if row.outcome == Outcome.ACCEPTED:
        messages.success(request, _("La segnalazione è accolta. Ora puoi aprire il percorso."))
        return redirect("cases:open", row.public_id)
    return _lead_to(request, row, _("La risposta è registrata: la segnalazione non è accolta."))


@page(Permission.REFERRALS_ANSWER, methods=_FORM)
def reopen(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Put an answered referral back among those that wait."""
    row, head = _opened(request, referral_id)
    form = ReopenForm(posted(request), initial={"version": row.version})
    if carried_out(form, lambda given: actions.reopen_referral(row, by=reader_of(request), **given)):
        return _lead_to(request, row, _("La segnalazione è di nuovo in attesa."))
    return _show(request, row, head, form)


def _opened(request: HttpRequest, referral_id: str) -> tuple[Referral, Head]:
    """Fetch a referral that the reader may see, and note the look."""
    related = ("person", "municipality", "sending_service", "social_worker")
    rows = referrals.visible_to(reader_of(request)).select_related(*related)
    row = visible_or_404(rows, referral_id)
    person: Person = row.person
    return row, open_person(request, person.public_id)


def _show(request: HttpRequest, row: Referral, head: Head, form: Form) -> HttpResponse:
    show_now(form, row)
    template = "referrals/answer.html" if isinstance(form, AnswerForm) else "referrals/reopen.html"
    return render(request, template, {"head": head, "form": form} | facts_of(row, reader_of(request)))


def _lead_to(request: HttpRequest, row: Referral, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("referrals:referral", row.public_id)
