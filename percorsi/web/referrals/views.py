"""The pages of the referrals: the list, one, new ones."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Forbidden
from percorsi.referrals import actions
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.referrals.policy import may_register
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.web.people.head import open_person
from percorsi.web.referrals.draft_showing import form_behind
from percorsi.web.referrals.forms import NewPersonForm, ReferralForm
from percorsi.web.referrals.listing import HEADS, ROWS_A_PAGE, FilterForm, cells, with_clocks
from percorsi.web.referrals.own import sent_to
from percorsi.web.referrals.showing import facts_of, opened
from percorsi.web.shell import lists
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")


@page(Permission.REFERRALS_READ)
def referrals_list(request: HttpRequest) -> HttpResponse:
    """Show the referrals, those that wait first, each with its clock; on paper and as a file too."""
    reader, today = reader_of(request), timezone.localdate()
    filters = FilterForm(request.GET)
    found = filters.rows(reader, today)
    spoken_of: list[int] = []
    if file := lists.list_file(request, _("Segnalazioni"), HEADS, cells(found.iterator(), spoken_of), spoken_of):
        return file
    shown: Page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    rows = with_clocks(shown, today)
    log_view(request, Act.LIST, people=[row.person_id for row in rows])
    context = {"page": shown, "rows": rows, "filters": filters, "today": today, "drafts": sent_to(reader, today)}
    may_answer = reader.has(Permission.REFERRALS_ANSWER)
    rights = {
        "may_refer": reader.has(Permission.REFERRALS_WRITE),
        "may_answer": may_answer,
        "may_export": reader.has(Permission.LISTS_EXPORT),
    }
    context |= {"heads": filters.heads(has_acts=may_answer), "term": standards()[Standard.ANSWER]}
    return render(request, "referrals/list.html", context | rights | {"has_errors": bool(filters.errors)})


@page(Permission.REFERRALS_READ)
def referral(request: HttpRequest, referral_id: str) -> HttpResponse:
    """Show one referral and its answer."""
    row, head = opened(request, referral_id)
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
    form = {"sections": form_behind(row, reader)}
    return render(request, "referrals/referral.html", context | form | facts_of(row, reader))


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


def _lead_to(request: HttpRequest, row: Referral, said: str) -> HttpResponse:
    say_done(request, said)
    return redirect("referrals:referral", row.public_id)
