"""What a page says after an act, with the way back: undo beats a question asked every time."""

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest
from django.utils.functional import Promise

_UNDO, _MEND = "undo:", "mend:"


def say_done(request: HttpRequest, text: str | Promise, *, undo_url: str = "", mend_url: str = "") -> None:
    """Say on the next page that the act was done; with ``undo_url`` a button "Annulla" posts there.

    ``mend_url`` is for what is never taken back but may be corrected: a link "Correggi" leads there.

    The view behind it declares POST alone, calls the action that takes the act back and says so in its turn.
    """
    tags = f"{_UNDO}{undo_url}" if undo_url else f"{_MEND}{mend_url}" if mend_url else ""
    messages.success(request, str(text), extra_tags=tags)


def undo_url_of(message: Message) -> str:
    """The address that takes back the act of a message; empty without one."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_UNDO) if tags.startswith(_UNDO) else ""


def mend_url_of(message: Message) -> str:
    """The address where what a message tells of may be corrected; empty without one."""
    tags = message.extra_tags or ""
    return tags.removeprefix(_MEND) if tags.startswith(_MEND) else ""
