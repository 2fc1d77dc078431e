"""The pages of the register's imports."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.bridges import queries
from percorsi.bridges.actions import take_upload
from percorsi.web.bridges.forms import RegisterForm
from percorsi.web.bridges.result import Result
from percorsi.web.shell.forms import carried_out
from percorsi.web.shell.menu import url_or_empty
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view

IMPORTS_A_PAGE = 20


@page(Permission.REGISTER_IMPORT, methods=("GET", "POST"))
def imports(request: HttpRequest) -> HttpResponse:
    """Past imports, and the form that brings a register in and leads to its result."""
    reader = reader_of(request)
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm()
    if done := carried_out(form, lambda given: take_upload(given["file"], by=reader)):
        return redirect("bridges:import", done.result.public_id)
    past: Page = Paginator(queries.counted(queries.visible_to(reader)), IMPORTS_A_PAGE).get_page(
        request.GET.get("pagina")
    )
    return render(request, "bridges/imports.html", {"form": form, "page": past})


@page(Permission.REGISTER_IMPORT)
def import_result(request: HttpRequest, public_id: str) -> HttpResponse:
    """What an import brought in, refused and found different; it stays."""
    reader = reader_of(request)
    row = visible_or_404(queries.visible_to(reader), public_id)
    result = Result(row, reader, request.GET)
    log_view(request, Act.VIEW, people=result.people, about=row)
    context = {"row": row, "result": result, "page": result.page, "duplicates_url": url_or_empty("people:pairs")}
    return render(request, "bridges/import.html", context)
