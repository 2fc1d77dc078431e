"""The bare page: what any page costs before it says anything. Middleware, session, base page, one query of 20 rows."""

from functools import cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines

from percorsi.people.models import Person
from percorsi.web.shell.pages import SIGNED_IN, page

ROWS = 20


@page(SIGNED_IN)
def bare(request: HttpRequest) -> HttpResponse:
    """Show 20 rows of invented people; it exists only while measuring, and so writes no trail."""
    rows = Person.objects.order_by("pk")[:ROWS].values("family_names", "given_names", "education")
    return HttpResponse(_template().render({"rows": rows}, request))


@cache
def _template() -> Any:
    """Parsed once, as the pages' own templates are."""
    return engines["django"].from_string(Path(__file__).with_name("bare.html").read_text(encoding="utf-8"))
