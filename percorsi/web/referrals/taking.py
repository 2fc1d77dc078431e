"""The pages of a sent form: read by both sides; the service takes it in, or sends it back with a question."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.referrals import actions
from percorsi.referrals import queries as referrals
from percorsi.referrals.choices import DraftState
from percorsi.referrals.models import ReferralDraft
from percorsi.web.referrals.draft_forms import AskForm, TakeForm
from percorsi.web.referrals.draft_showing import as_sent, in_words, name_for_sender, name_of, possible_people
from percorsi.web.referrals.sides import sides_of
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")


@page(Permission.REFERRALS_READ)
def sent(request: HttpRequest, draft_id: str) -> HttpResponse:
    """A sent form, read only, with number and day, and what was asked about it."""
    reader = reader_of(request)
    draft = visible_or_404(referrals.drafts_visible_to(reader), draft_id)
    log_view(request, Act.VIEW, about=draft, people=[draft.referral.person_id] if draft.referral else [])
    referral = referrals.visible_to(reader).filter(draft=draft).select_related("person").first()
    context = _context(draft)
    if reader.has(Permission.REFERRALS_SEND):
        context |= _for_sender(draft)
    rights = {
        "may_take": reader.has(Permission.REFERRALS_ANSWER) and draft.state == DraftState.SENT,
        "may_reply": reader.has(Permission.REFERRALS_SEND) and draft.state == DraftState.RETURNED,
        "is_service": not reader.has(Permission.REFERRALS_SEND),
    }
    return render(request, "referrals/sent.html", context | {"referral": referral} | rights)


@page(Permission.REFERRALS_ANSWER, methods=_FORM)
def take(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Take a sent form in: beside it whom it may be about; then the referral waits for its answer like the others."""
    reader = reader_of(request)
    draft = visible_or_404(referrals.drafts_sent(reader), draft_id)
    people = possible_people(draft, reader)
    form = TakeForm(posted(request), initial={"version": draft.version}, people=people)

    def attempt(given: dict[str, Any]) -> object:
        return actions.take_draft(draft, by=reader, version=given["version"], person=given["who"])

    if carried_out(form, attempt):
        say_done(request, _("La segnalazione è nell’archivio: ora puoi rispondere."))
        return redirect("referrals:answer", draft.referral.public_id)  # type: ignore[union-attr]
    log_view(request, Act.VIEW, about=draft, people=[person.pk for person in people])
    has_hidden = any(person.is_protected for person in people)
    context = {"form": form, "people": people, "lines": sides_of(draft, people), "has_hidden": has_hidden}
    return render(request, "referrals/take.html", _context(draft) | context | {"is_service": True})


@page(Permission.REFERRALS_ANSWER, methods=_FORM)
def ask(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Send a form back with a question."""
    reader = reader_of(request)
    draft = visible_or_404(referrals.drafts_sent(reader), draft_id)
    form = AskForm(posted(request), initial={"version": draft.version})
    if carried_out(form, lambda given: actions.ask_about(draft, by=reader, **given)):
        say_done(request, _("Domanda inviata a chi ha segnalato."))
        return redirect("referrals:list")
    log_view(request, Act.VIEW, about=draft)
    return render(request, "referrals/ask.html", _context(draft) | {"form": form, "is_service": True})


def _context(draft: ReferralDraft) -> dict[str, Any]:
    questions = draft.questions.select_related("asked_by", "replied_by").order_by("pk")
    return {"draft": draft, "name": name_of(draft), "sections": in_words(draft), "questions": list(questions)}


def _for_sender(draft: ReferralDraft) -> dict[str, Any]:
    """A form reads the same before and after it is taken in, until its senders see the referral itself."""
    is_theirs = draft.state == DraftState.RETURNED
    return {"name": name_for_sender(draft)} | ({} if is_theirs else {"sections": as_sent(draft)})
