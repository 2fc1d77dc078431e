"""The settings at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from percorsi.accounts.permissions import Permission
from percorsi.organisations.choices import Kind
from percorsi.service import queries
from percorsi.service.choices import Standard
from percorsi.web.service.steps import steps_for
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of


@page(Permission.SERVICE_MANAGE)
def overview(request: HttpRequest) -> HttpResponse:
    """Show everything that the service says of itself, each part with the page that changes it."""
    reader = reader_of(request)
    days = queries.standards()
    steps = steps_for(reader)
    present = list(queries.team())
    context = {
        "profile": queries.profile(),
        "contracts": list(queries.contracts()),
        "served": list(queries.served()),
        "team": [part for part in present if part.organisation.kind == Kind.PROVIDER],
        "partners": [part for part in present if part.organisation.kind != Kind.PROVIDER],
        "past_team": list(queries.team(is_past=True)),
        "standards": [(standard.label, days[standard]) for standard in Standard],
        "open_problems": queries.problems_visible_to(reader).filter(answered_at=None).count(),
        "steps_done": sum(step.is_done for step in steps),
        "steps": len(steps),
        "may_manage_users": reader.has(Permission.USERS_MANAGE),
        "today": timezone.localdate(),
    }
    return render(request, "service/settings.html", context)
