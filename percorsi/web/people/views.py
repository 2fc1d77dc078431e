"""The pages that find people: the list and the search."""

from collections.abc import Iterator
from datetime import date

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.people import queries as people
from percorsi.reports.workbook import Value
from percorsi.web.people.chosen import acts_for
from percorsi.web.people.columns import Columns, columns_for
from percorsi.web.people.editing.links import beside_the_list
from percorsi.web.people.forms import FILTERS, FilterForm, SearchForm
from percorsi.web.people.listing import MOST_FOUND, MOST_SUGGESTED, PAGE_SIZES, Row, first_found
from percorsi.web.shell import last_used, lists
from percorsi.web.shell.forms import posted
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view


@page(Permission.PEOPLE_LIST)
def people_list(request: HttpRequest) -> HttpResponse:
    """The people whom the reader may see, by state of path, municipality and who follows; as a file too."""
    reader, today = reader_of(request), timezone.localdate()
    filters, is_as_last = _filters(request, reader)
    columns = columns_for(reader, order=filters.order, query=request.GET)
    if file := _file(request, filters, columns, today):
        return file
    shown: Page = Paginator(filters.listing(today), filters.rows_a_page).get_page(request.GET.get("pagina"))
    log_view(request, Act.LIST, people=[row.pk for row in shown])
    context = {"filters": filters, "has_errors": bool(filters.errors), "columns": columns, "is_as_last": is_as_last}
    context |= {"acts": beside_the_list(reader), "bulk_acts": acts_for(reader), "page_sizes": PAGE_SIZES}
    return render(request, "people/list.html", {**context, "page": shown, "rows": shown.object_list, "today": today})


def _filters(request: HttpRequest, reader: User) -> tuple[FilterForm, bool]:
    """The filters asked for, else those last used; whether they are those last used."""
    is_as_last = last_used.recall(request, FILTERS)
    filters = FilterForm(request.GET, reader=reader)
    if is_as_last and filters.errors:
        last_used.forget(request, FILTERS)
        return FilterForm(request.GET, reader=reader), False
    if not filters.errors and any(name in request.GET for name in FILTERS):
        last_used.keep(request, filters.understood)
    return filters, is_as_last


def _file(request: HttpRequest, filters: FilterForm, columns: Columns, today: date) -> HttpResponse | None:
    """The whole list on paper or in a file; None when a page is wanted, and then nothing is read."""
    rows: list[Row] = []

    def table() -> Iterator[list[Value | Promise]]:
        rows.extend(filters.listing(today)[: lists.MOST_ROWS + 1])
        yield from (columns.cells(row) for row in rows)

    return lists.list_file(request, filters.words, columns.titles, table(), (row.pk for row in rows))


@page(Permission.PEOPLE_LIST, methods=("GET", "POST"))
def search(request: HttpRequest) -> HttpResponse:
    """Whom a typed text may mean. It comes by POST; the trail says who was shown, never what was typed.

    With ``breve`` the answer is the short list under the field of the bar.
    """
    reader, today = reader_of(request), timezone.localdate()
    form, is_brief = SearchForm(posted(request)), "breve" in request.POST
    most = MOST_SUGGESTED if is_brief else MOST_FOUND
    found = people.found_by(form.cleaned_data["testo"], reader) if form.is_valid() else None
    rows = [] if found is None else first_found(found, reader, today, most=most)
    shown = rows[:most]
    if request.method == "POST":
        log_view(request, Act.SEARCH, people=[row.pk for row in shown])
    context = {"form": form, "is_answer": form.is_valid(), "has_more": len(rows) > most, "rows": shown, "most": most}
    if is_brief:
        return render(request, "people/suggestions.html", context)
    return render(request, "people/search.html", {**context, "columns": columns_for(reader), "today": today})
