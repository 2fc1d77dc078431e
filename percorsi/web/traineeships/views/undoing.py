"""Taking acts on a traineeship back: each by POST, only while nothing else has happened to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Refused
from percorsi.traineeships import actions
from percorsi.web.shell.pages import page
from percorsi.web.shell.undo import say_done
from percorsi.web.traineeships.showing import Opened, opened


@page(Permission.WORK_WRITE, methods=("POST",))
def undo_start(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Take away a traineeship that was just written."""
    act = opened(request, traineeship_id, writes=True)
    person = act.head.person.public_id
    if _taken_back(act, actions.undo_start):
        return redirect("people:work", person)
    return redirect("traineeships:traineeship", traineeship_id)


@page(Permission.WORK_WRITE, methods=("POST",))
def undo_suspend(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Take away the suspension that was just written."""
    return _undone(request, traineeship_id, actions.undo_suspend)


@page(Permission.WORK_WRITE, methods=("POST",))
def undo_resume(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Let the suspension go on."""
    return _undone(request, traineeship_id, actions.undo_resume)


@page(Permission.WORK_WRITE, methods=("POST",))
def undo_extend(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Take the extension back."""
    return _undone(request, traineeship_id, actions.undo_extend)


@page(Permission.WORK_WRITE, methods=("POST",))
def undo_close(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """Open the traineeship again."""
    return _undone(request, traineeship_id, actions.undo_close)


def version_seen(request: HttpRequest) -> int:
    """The version in the address of what is taken back; one that no row has when it is not a number."""
    text = request.GET.get("versione", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 9 else 0


def _undone(request: HttpRequest, traineeship_id: str, action: Callable[..., Any]) -> HttpResponse:
    act = opened(request, traineeship_id, writes=True)
    _taken_back(act, action)
    return redirect("traineeships:traineeship", traineeship_id)


def _taken_back(act: Opened, action: Callable[..., Any]) -> bool:
    try:
        action(act.row, by=act.reader, version=version_seen(act.request))
    except Refused as refusal:
        messages.error(act.request, str(refusal.message))
        return False
    say_done(act.request, _("Annullato: il tirocinio è com’era prima."))
    return True
