"""What a page says after an act, with the way back: undo beats a question asked every time."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

_UNDO = "undo:"


def say_done(request: HttpRequest, text: str | Promise, *, undo_url: str = "") -> None:
    """Say on the next page that the act was done; with ``undo_url`` a button "Annulla" posts there.

    The view behind it declares POST alone, calls the action that takes the act back and says so in its turn.
    """
    messages.success(request, str(text), extra_tags=f"{_UNDO}{undo_url}" if undo_url else "")


def undo_url_of(message: Message) -> str:
    """The address that takes back the act of a message; empty without one."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""
