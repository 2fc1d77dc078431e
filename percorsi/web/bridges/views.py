"""The pages of the register's imports: the list, and one import at whatever point it is."""

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.bridges import queries
from percorsi.bridges import refused_rows as refused
from percorsi.bridges.step_by_step import acts
from percorsi.web.bridges import stages
from percorsi.web.bridges.forms import RegisterForm
from percorsi.web.shell.forms import carried_out
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view

IMPORTS_A_PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Permission.REGISTER_IMPORT, methods=("GET", "POST"))
def imports(request: HttpRequest) -> HttpResponse:
    """Past imports and those not finished, and the form that uploads a register and leads to its first step."""
    reader = reader_of(request)
    acts.sweep()
    form = RegisterForm(request.POST, request.FILES) if request.method == "POST" else RegisterForm()
    if done := carried_out(form, lambda given: acts.upload(given["file"], by=reader)):
        return redirect("bridges:import", done.result.public_id)
    past: Page = Paginator(queries.counted(queries.visible_to(reader)), IMPORTS_A_PAGE).get_page(
        request.GET.get("pagina")
    )
    return render(request, "bridges/imports.html", {"form": form, "page": past})


@page(Permission.REGISTER_IMPORT)
def import_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One import: being worked on, to be checked, tried, done, or stopped; each has a page of its own."""
    row = visible_or_404(queries.visible_to(reader_of(request)), public_id)
    return stages.page_of(request, row)


@page(Permission.REGISTER_IMPORT)
def refused_rows(request: HttpRequest, public_id: str) -> HttpResponse:
    """The workbook of the refused rows, to mend and bring in again; once its week is over, the page says so."""
    row = visible_or_404(queries.visible_to(reader_of(request)), public_id)
    if not refused.is_open(row):
        messages.error(request, _("Le righe rifiutate non si scaricano più: correggi il file da cui venivano."))
        return redirect("bridges:import", row.public_id)
    workbook = refused.RefusedWorkbook(row, to=reader_of(request))
    log_view(request, Act.EXPORT, people=workbook.people, about=row)
    return HttpResponse(
        workbook.content(),
        content_type=XLSX,
        headers={"Content-Disposition": f'attachment; filename="righe-rifiutate-{row.at:%Y-%m-%d}.xlsx"'},
    )
