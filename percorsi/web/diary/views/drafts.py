"""Keeping what is being written, by the browser every few seconds or by its own button; throwing it away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.diary import queries as diary
from percorsi.diary.actions import TypedDraft, drop_draft, keep_draft, restore_draft
from percorsi.diary.models import Draft
from percorsi.kit.refusal import Refused
from percorsi.people import queries as people
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

_ACT = ("POST",)
_TYPED = ("text", "kind", "happened_on", "follow_up_on")
_REFUSED = 422


@page(Permission.DIARY_WRITE, methods=_ACT)
def keep(request: HttpRequest, person_id: str = "") -> HttpResponse:
    """Keep a note as far as it was typed; who asks for JSON gets the draft's id and the words to show."""
    reader = reader_of(request)
    person = visible_or_404(people.visible_to(reader), person_id) if person_id else None
    typed = TypedDraft(**{name: request.POST.get(name, "") for name in _TYPED})
    is_script = request.headers.get("Accept") == "application/json"
    try:
        draft = keep_draft(person, by=reader, typed=typed, draft=request.POST.get("draft", ""))
    except Refused as refusal:
        if is_script:
            return JsonResponse({"said": str(refusal.message)}, status=_REFUSED)
        messages.error(request, str(refusal.message))
        return redirect("diary:new", person_id) if person_id else redirect("diary:quick")
    at = f"{timezone.localtime(draft.saved_at):%H:%M}"
    if is_script:
        return JsonResponse({"draft": draft.public_id, "said": _("Salvato alle %(time)s") % {"time": at}})
    say_done(request, _("La bozza è salva dalle %(time)s e la vedi solo tu.") % {"time": at})
    return redirect(_page_of(draft))


@page(Permission.DIARY_WRITE, methods=_ACT)
def drop(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Throw an own draft away."""
    reader = reader_of(request)
    draft = visible_or_404(diary.drafts_of(reader), draft_id)
    drop_draft(draft, by=reader)
    say_done(request, _("La bozza è eliminata."), undo_url=reverse("diary:restore", args=[draft_id]))
    return redirect("people:person", draft.person.public_id) if draft.person else redirect("diary:week")


@page(Permission.DIARY_WRITE, methods=_ACT)
def restore(request: HttpRequest, draft_id: str) -> HttpResponse:
    """Take back an own draft that was thrown away."""
    reader = reader_of(request)
    draft = visible_or_404(diary.dropped_drafts_of(reader), draft_id)
    restore_draft(draft, by=reader)
    say_done(request, _("La bozza è di nuovo qui."))
    return redirect(_page_of(draft))


def _page_of(draft: Draft) -> str:
    if draft.person is None:
        return reverse("diary:quick") + f"?bozza={draft.public_id}"
    return reverse("diary:new", args=[draft.person.public_id]) + f"?bozza={draft.public_id}"
