"""Acts of the last minutes taken back, from the message that told of them."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percorsi.accounts.permissions import Permission
from percorsi.cases import actions
from percorsi.kit.refusal import Refused
from percorsi.web.cases.showing import Opened, opened
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

_POST = ("POST",)


@page(Permission.CASES_ASSIGN, methods=_POST)
def assignment(request: HttpRequest, case_id: str) -> HttpResponse:
    """Take back the assignment just made; who was replaced follows again."""
    act = opened(request, case_id, Permission.CASES_ASSIGN)
    return _taken_back(act, lambda: actions.take_back_assignment(act.case, by=act.reader), _("Affidamento annullato."))


@page(Permission.CASES_ASSIGN, methods=_POST)
def cover(request: HttpRequest, case_id: str) -> HttpResponse:
    """Take back the cover just given."""
    act = opened(request, case_id, Permission.CASES_ASSIGN)
    return _taken_back(act, lambda: actions.take_back_cover(act.case, by=act.reader), _("Sostituzione annullata."))


@page(Permission.CASES_WRITE, methods=_POST)
def suspension(request: HttpRequest, case_id: str) -> HttpResponse:
    """Take back the suspension just written, or its end."""
    act = opened(request, case_id, Permission.CASES_WRITE)
    return _taken_back(act, lambda: actions.take_back_suspension(act.case, by=act.reader), _("Annullato."))


@page(Permission.CASES_ASSIGN, methods=_POST)
def reassignments(request: HttpRequest) -> HttpResponse:
    """Take back the several paths just given to somebody at once."""
    try:
        back = actions.take_back_reassignments(by=reader_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = ngettext("%(n)s percorso torna a chi lo seguiva.", "%(n)s percorsi tornano a chi li seguiva.", back)
        say_done(request, words % {"n": back})
    return redirect("people:list")


def _taken_back(act: Opened, do: Callable[[], None], said: str) -> HttpResponse:
    try:
        do()
    except Refused as refusal:
        messages.error(act.request, str(refusal))
        return redirect("cases:case", act.case.public_id)
    return act.back(said)
