"""Requests that no form of ours sends: refused before anything reads them."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from percorsi.bridges.register.limits import LIMITS

# The largest thing that a form of ours sends is a register; one too large for the import gets the form's own words.
MOST_BYTES = 2 * LIMITS.file_bytes
_CHARSETS = frozenset({"utf-8", "utf8"})


class SoundRequests:
    """Lets through what the program can read, so that nothing else ends in a fault, or fills the disk."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Refuse a body too large for any form, an encoding of letters other than UTF-8, a NUL in the address."""
        if _length(request) > MOST_BYTES:
            raise RequestDataTooBig
        # Others, like UTF-7, can write halves of letters, which no database keeps.
        if (request.content_params or {}).get("charset", "utf-8").lower() not in _CHARSETS:
            raise BadRequest
        if "\0" in request.path:  # PostgreSQL does not even look for it
            raise Http404
        return self.get_response(request)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0
