"""The pages that find people: the list and the search."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.people import queries as people
from percorsi.web.people.columns import columns_for
from percorsi.web.people.editing.links import beside_the_list
from percorsi.web.people.forms import FilterForm, SearchForm
from percorsi.web.people.listing import MOST_FOUND, ROWS_A_PAGE, first_found
from percorsi.web.shell.forms import posted
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view


@page(Permission.PEOPLE_LIST)
def people_list(request: HttpRequest) -> HttpResponse:
    """The people whom the reader may see, by state of path, municipality and who follows; twenty a page."""
    reader, today = reader_of(request), timezone.localdate()
    filters = FilterForm(request.GET, reader=reader)
    shown: Page = Paginator(filters.listing(today), ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    log_view(request, Act.LIST, people=[row.pk for row in shown])
    columns = columns_for(reader, order=filters.order, query=request.GET)
    context = {"filters": filters, "has_errors": bool(filters.errors), "columns": columns}
    context["acts"] = beside_the_list(reader)
    return render(request, "people/list.html", {**context, "page": shown, "rows": shown.object_list, "today": today})


@page(Permission.PEOPLE_LIST, methods=("GET", "POST"))
def search(request: HttpRequest) -> HttpResponse:
    """Whom a typed text may mean. It comes by POST; the trail says who was shown, never what was typed."""
    reader, today = reader_of(request), timezone.localdate()
    form = SearchForm(posted(request))
    rows = first_found(people.found_by(form.cleaned_data["testo"], reader), reader, today) if form.is_valid() else []
    shown = rows[:MOST_FOUND]
    if request.method == "POST":
        log_view(request, Act.SEARCH, people=[row.pk for row in shown])
    context = {"form": form, "is_answer": form.is_valid(), "has_more": len(rows) > MOST_FOUND}
    context |= {"rows": shown, "columns": columns_for(reader), "today": today, "most": MOST_FOUND}
    return render(request, "people/search.html", context)
