"""The pages of a social worker: their referrals, the form in four sections, what the service asks about it."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.referrals import actions
from percorsi.referrals import queries as referrals
from percorsi.referrals.actions.answers import faults, is_begun
from percorsi.referrals.choices import DraftState
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.web.referrals.draft_forms import ReplyForm, SectionForm, SendForm, StartForm, is_protected, shown_form
from percorsi.web.referrals.draft_showing import (
    draft_of,
    form_of,
    in_words,
    name_for_sender,
    name_of,
    next_page,
    section_of,
    tasks_of,
)
from percorsi.web.referrals.listing import ROWS_A_PAGE
from percorsi.web.referrals.own import needs_of_me, rows_of
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

_FORM = ("GET", "POST")


@page(Permission.REFERRALS_SEND)
def mine(request: HttpRequest) -> HttpResponse:
    """The referrals of the reader's municipality: what they wait for from the reader, then how far each has come."""
    reader, today = reader_of(request), timezone.localdate()
    shown: Page = Paginator(referrals.of_own_municipality(reader), ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    rows = rows_of(shown, reader, today)
    log_view(request, Act.LIST, people=[row.person_id for row in shown])
    context = {"page": shown, "rows": rows, "drafts": needs_of_me(reader), "today": today}
    return render(request, "referrals/mine.html", context | {"term": standards()[Standard.ANSWER]})


@page(Permission.REFERRALS_SEND, methods=_FORM)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a form with the question on which the others depend."""
    form = StartForm(posted(request))
    by = reader_of(request)
    done = carried_out(form, lambda _given: actions.begin_draft(by=by, is_protected=is_protected(form)))
    if done:
        return redirect("referrals:section", done.result.public_id)
    return render(request, "referrals/start.html", {"form": form})


@page(Permission.REFERRALS_SEND, methods=_FORM)
def section(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Fill in a section. What is typed is kept, right or wrong; with something wrong the page says what."""
    draft = draft_of(request, draft_id)
    here = section_of(request, draft)
    form = SectionForm(posted(request), section=here, draft=draft)
    if saved := carried_out(form, lambda given: _save(form, given["version"], by=reader_of(request))):
        if "dopo" in request.POST:
            say_done(request, _("La bozza è salva: puoi continuare quando vuoi."))
            return redirect("referrals:mine")
        if not faults(here, draft.answers):
            return redirect(next_page(draft, here))
    log_view(request, Act.VIEW, about=draft)
    if saved or not form.is_bound:
        form = shown_form(draft, here, with_faults=bool(saved) or is_begun(here, draft.answers))
    context = {"form": form, "section": here, "draft": draft, "tasks": tasks_of(draft, here), "name": name_of(draft)}
    return render(request, "referrals/section.html", context | {"term": standards()[Standard.ANSWER]})


@page(Permission.REFERRALS_SEND, methods=_FORM)
def review(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Read everything back, then send. The confirmation is the same whoever the person is."""
    draft = draft_of(request, draft_id)
    form = SendForm(posted(request), initial={"version": draft.version})
    by = reader_of(request)
    if carried_out(form, lambda given: actions.send_draft(draft, by=by, version=given["version"])):
        say_done(request, _("Segnalazione inviata. Il SIL risponde entro il termine: qui vedi a che punto è."))
        return redirect("referrals:sent", draft.public_id)
    log_view(request, Act.VIEW, about=draft)
    context = {"form": form, "draft": draft, "tasks": tasks_of(draft, None), "sections": in_words(draft)}
    is_whole = not any(faults(one, draft.answers) for one in form_of(draft).sections)
    context |= {"name": name_of(draft), "is_whole": is_whole, "term": standards()[Standard.ANSWER]}
    return render(request, "referrals/review.html", context)


@page(Permission.REFERRALS_SEND, methods=_FORM)
def discard(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Throw a form away that was not sent."""
    draft = draft_of(request, draft_id)
    if request.method == "POST":
        actions.discard_draft(draft, by=reader_of(request))
        say_done(request, _("La bozza è eliminata."))
        return redirect("referrals:mine")
    log_view(request, Act.VIEW, about=draft)
    return render(request, "referrals/discard.html", {"draft": draft, "name": name_of(draft)})


@page(Permission.REFERRALS_SEND, methods=_FORM)
def reply(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Answer what the service asks about a form."""
    reader = reader_of(request)
    draft = visible_or_404(referrals.drafts_of_own(reader).exclude(sent_on=None), draft_id)
    # The version grows when the form is taken in, which the page of an answered question does not tell.
    version = draft.version if draft.state == DraftState.RETURNED else 1
    form = ReplyForm(posted(request), initial={"version": version})
    if carried_out(form, lambda given: actions.reply_to_question(draft, by=reader, **given)):
        say_done(request, _("Risposta inviata: la segnalazione torna al SIL."))
        return redirect("referrals:mine")
    log_view(request, Act.VIEW, about=draft)
    context = {
        "form": form,
        "draft": draft,
        "name": name_for_sender(draft),
        "questions": draft.questions.order_by("pk"),
    }
    return render(request, "referrals/reply.html", context)


def _save(form: SectionForm, version: int, *, by: User) -> None:
    actions.save_section(form.draft, by=by, version=version, section=form.section, answers=form.answers())
