"""What a new installation needs before people come in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from percorsi.accounts.permissions import Permission
from percorsi.web.service.steps import steps_for
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of


@page(Permission.SERVICE_MANAGE)
def first_steps(request: HttpRequest) -> HttpResponse:
    """Show what is done and what is next; once all is done there is nothing to show any more."""
    steps = steps_for(reader_of(request))
    if all(step.is_done for step in steps):
        return redirect("service:settings")
    following = next((step for step in steps if step.url and not step.is_done), None)
    done = sum(step.is_done for step in steps)
    return render(request, "service/first_steps.html", {"steps": steps, "following": following, "done": done})
