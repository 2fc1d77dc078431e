"""The pages that belong to no room."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from percorsi.web.shell import menu
from percorsi.web.shell.pages import SIGNED_IN, page


@page(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of the menu that this reader may open."""
    entries = menu.entries(request)
    if not entries:
        return render(request, "shell/no_role.html")
    return redirect(entries[0].url)
