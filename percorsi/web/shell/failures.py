"""What the reader is told when a request cannot be answered."""

import secrets

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault, with the number under which the log holds it; ask for nothing that may fail again."""
    request.error_number = number = secrets.token_hex(3).upper()  # type: ignore[attr-defined]
    return HttpResponse(render_to_string("500.html", {"number": number}), status=500)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Refuse what no form of ours sends, and what is too large."""
    if isinstance(exception, RequestDataTooBig):
        return HttpResponse(render_to_string("413.html"), status=413)
    return HttpResponse(render_to_string("400.html"), status=400)


def method_not_allowed(request: HttpRequest, methods: list[str]) -> HttpResponse:
    """Refuse a method that the page does not take."""
    answer = render(request, "405.html", status=405)
    answer.headers["Allow"] = ", ".join(methods)
    return answer
