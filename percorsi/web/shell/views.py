"""The pages that belong to no room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from percorsi.web.service.steps import leads_to_first_steps
from percorsi.web.shell import menu
from percorsi.web.shell.pages import SIGNED_IN, page
from percorsi.web.shell.readers import reader_of


@page(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first screen of the reader's role, else to the first page of the menu that they may open.

    Who sets up a new service is led to the first steps.
    """
    reader = reader_of(request)
    if leads_to_first_steps(reader):
        return redirect("service:first_steps")
    entries = menu.entries(request)
    if not entries:
        return render(request, "shell/no_role.html")
    wanted = menu.url_or_empty(menu.FIRST_SCREENS.get(reader.role, ""))
    offered = [entry.url for entry in entries]
    return redirect(wanted if wanted in offered else offered[0])
