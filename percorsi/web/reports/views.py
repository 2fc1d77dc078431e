"""Andamento: the figures of the service, the rows behind them, the files."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.documents.queries import content_of, template_of
from percorsi.reports.frame import Frame, read_frame
from percorsi.reports.overview import Figures, figures_for
from percorsi.reports.remembering import Memory
from percorsi.reports.rows import rows_behind
from percorsi.reports.selection import Selection, scope_of
from percorsi.web.reports.files import DOCX, XLSX, csv_file, download, xlsx_file
from percorsi.web.reports.forms import RowsForm, SelectionForm
from percorsi.web.reports.letter import LetterForm
from percorsi.web.reports.paper import REPORT, pdf_of, word_of
from percorsi.web.reports.rows_shown import rows_file, shown_rows
from percorsi.web.reports.showing import chosen, overview_context
from percorsi.web.shell.forms import posted
from percorsi.web.shell.menu import url_or_empty
from percorsi.web.shell.pages import page
from percorsi.web.shell.trail import log_view

ROWS_A_PAGE = 50
MOST_ROWS_IN_A_FILE = 20_000  # they are held in memory at once
_LAST = "andamento"  # in the session: what the reader last saw, so that a mistaken choice leaves it in place

_LAST_LETTER = "relazione"  # in the session: addressee, place and signature of the last one


@page(Permission.REPORTS_READ)
def overview(request: HttpRequest) -> HttpResponse:
    """The page of the yearly report, for the periods, the municipality and the cut that the reader chose."""
    form, frame, figures = _asked(request)
    if form.is_valid():
        request.session[_LAST] = request.GET.dict()
    context = overview_context(_reader(request), frame, form.selection, figures) if form.selection.columns else {}
    if _reader(request).has(Permission.REGISTER_IMPORT):
        context["import_url"] = url_or_empty("bridges:imports")
    context |= {"form": form, "frame": frame, "query": chosen(request.session.get(_LAST, {}))}
    context["hides_small"] = form.scope.hides_small(form.selection.cut)
    return render(request, "reports/overview.html", context)


@page(Permission.REPORTS_ROWS)
def rows(request: HttpRequest) -> HttpResponse:
    """The rows behind one figure: with names for who finds people by name, else without."""
    form = RowsForm(request.GET)
    if not form.is_valid():
        raise Http404
    listing = rows_behind(_reader(request), form.question, part=form.part)
    shown = Paginator(listing.rows, ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    found = list(shown.object_list)
    log_view(request, Act.LIST, people=[row["person_key"] for row in found if "person_key" in row])
    context = {"form": form, "listing": listing, "page": shown, "rows": shown_rows(listing, found)}
    context |= {"most_in_a_file": MOST_ROWS_IN_A_FILE, "asked": request.GET.urlencode()}
    return render(request, "reports/rows.html", context | {"query": chosen(request.session.get(_LAST, {}))})


@page(Permission.REPORTS_ROWS)
def rows_workbook(request: HttpRequest) -> HttpResponse:
    """The same rows as a workbook; when they are too many for one, back to the page, which says what to do."""
    form = RowsForm(request.GET)
    if not form.is_valid():
        raise Http404
    listing = rows_behind(_reader(request), form.question, part=form.part)
    found = list(listing.rows[: MOST_ROWS_IN_A_FILE + 1])
    if len(found) > MOST_ROWS_IN_A_FILE:
        return redirect(f"{reverse('reports:rows')}?{request.GET.urlencode()}")
    log_view(request, Act.EXPORT, people=[row["person_key"] for row in found if "person_key" in row])
    return download(rows_file(str(form.indicator.title), listing, found), XLSX, "righe.xlsx")


@page(Permission.REPORTS_READ, methods=("GET", "POST"))
def paper(request: HttpRequest) -> HttpResponse:
    """The page as a letter, PDF or Word: what stands around the figures is typed, the figures are not."""
    form, frame, figures = _asked(request)
    if not form.selection.columns:
        return redirect("reports:overview")
    shown = overview_context(_reader(request), frame, form.selection, figures)
    letter = LetterForm(posted(request), subject=shown["title"], last=request.session.get(_LAST_LETTER, {}))
    if not letter.is_valid():
        shown |= {"form": letter, "query": chosen(request.GET.dict())}
        shown["may_change_template"] = _reader(request).has(Permission.SERVICE_MANAGE)
        return render(request, "reports/paper.html", shown)
    request.session[_LAST_LETTER] = letter.to_remember()
    log_view(request, Act.EXPORT)
    shown |= {"cut_off": frame.cut_off, "provider": frame.contract.provider if frame.contract else ""}
    shown["hides_small"] = form.scope.hides_small(form.selection.cut)
    if "word" in request.POST:
        return download(word_of(shown, letter.letter, template=content_of(template_of(REPORT))), DOCX, "andamento.docx")
    return download(pdf_of(shown, letter.letter), "application/pdf", "andamento.pdf")


@page(Permission.REPORTS_READ)
def workbook(request: HttpRequest) -> HttpResponse:
    """The tables of the page as a workbook."""
    form, frame, figures = _asked(request)
    log_view(request, Act.EXPORT)
    return download(xlsx_file(frame, form.selection, figures, form.scope), XLSX, "andamento.xlsx")


@page(Permission.REPORTS_READ)
def csv(request: HttpRequest) -> HttpResponse:
    """The tables of the page, one figure a line."""
    form, _frame, figures = _asked(request)
    log_view(request, Act.EXPORT)
    return download(csv_file(form.selection, figures), "text/csv; charset=utf-8", "andamento.csv")


def _asked(request: HttpRequest) -> tuple[SelectionForm, Frame, Figures]:
    """Return the form, how far the data reach, and the figures; a mistaken choice keeps those last seen."""
    memory = Memory()
    scope = scope_of(_reader(request), memory)
    frame: Frame = memory.remembered("frame", read_frame)
    form = SelectionForm(request.GET.dict(), frame=frame, scope=scope)
    if not form.is_valid():
        form.selection = _last_selection(request, frame=frame, scope=scope)
    return form, frame, figures_for(scope, form.selection, memory)


def _last_selection(request: HttpRequest, **reach: Any) -> Selection:
    last = SelectionForm(request.session.get(_LAST, {}), **reach)
    last.is_valid()
    return last.selection


def _reader(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the page opens to who has a right, so somebody is signed in"
    return request.user
