"""While a very large import writes, every page says so and asks to come back: nobody waits for a locked database."""

from collections.abc import Callable

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from percorsi.bridges.taking_over.one_at_a_time import is_service_shut

RETRY_AFTER_SECONDS = "60"


class ShutWhileImporting:
    """Answers 503 in place of the pages. Stands after the session's middleware, before what reads the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Let the request through unless the service is shut."""
        return _shut(request) if is_service_shut() else self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page that was already being made when the import began to write finds the database locked: not a fault."""
        return _shut(request) if isinstance(exception, OperationalError) and is_service_shut() else None


def _shut(request: HttpRequest) -> HttpResponse:
    answer = render(request, "503.html", status=503)
    answer.headers["Retry-After"] = RETRY_AFTER_SECONDS
    answer.headers["Cache-Control"] = "no-store"
    return answer
