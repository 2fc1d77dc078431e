"""The archive of companies: first who is to be heard, then everybody; one, a new one, a change."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.employers.policy import may_change
from percorsi.employers.queries import contacts_of, due_contacts
from percorsi.kit.refusal import Forbidden
from percorsi.organisations import actions
from percorsi.organisations.models import Organisation
from percorsi.organisations.policy import keeps_companies
from percorsi.organisations.queries import companies_visible_to, references_visible_to, similar_to
from percorsi.web.employers.filters import FilterForm
from percorsi.web.employers.forms import CompanyForm, company_values
from percorsi.web.employers.showing import HEADS, people_of, rows_of, to_hear, with_contact, work_at
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.lists import list_file, wants_file
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

_ROWS = 20
_MOST_DUE = 10
_CONTACTS = 20


@page(Permission.COMPANIES_READ)
def company_list(request: HttpRequest) -> HttpResponse:
    """Whom to hear, then the archive by kind, nature, municipality and name; twenty a page."""
    reader, today = reader_of(request), timezone.localdate()
    filters = FilterForm(request.GET, reader=reader)
    found = with_contact(filters.found())
    if wants_file(request):
        file = list_file(request, _("Aziende"), HEADS, (row.cells() for row in rows_of(found, reader)))
        assert file is not None
        return file
    shown = Paginator(found, _ROWS).get_page(request.GET.get("pagina"))
    due = list(due_contacts(reader, today)) if shown.number == 1 and not filters.chosen else []
    context = {"filters": filters, "has_errors": bool(filters.errors), "page": shown, "today": today}
    context |= {"rows": rows_of(shown, reader), "due": to_hear(due[:_MOST_DUE], today), "due_total": len(due)}
    context |= {"keeps": keeps_companies(reader), "may_export": reader.has(Permission.LISTS_EXPORT)}
    return render(request, "employers/list.html", context)


@page(Permission.COMPANIES_READ)
def company(request: HttpRequest, company_id: str) -> HttpResponse:
    """One company: facts, whom one speaks with, who worked there, what was said."""
    reader, today = reader_of(request), timezone.localdate()
    body = visible_or_404(companies_visible_to(reader).select_related("seat"), company_id)
    work = work_at(body, reader, today)
    log_view(request, Act.VIEW, about=body, people=people_of(work))
    shown = Paginator(contacts_of(body, reader), _CONTACTS).get_page(request.GET.get("pagina"))
    own = {row.pk for row in shown if may_change(reader, row)}
    references = list(references_visible_to(reader).filter(organisation=body))
    context = {"company": body, "references": references, "page": shown, "own": own, "today": today}
    return render(request, "employers/company.html", context | work | {"keeps": keeps_companies(reader)})


@page(Permission.COMPANIES_WRITE, methods=("GET", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Add a company; one whose name looks like another's is shown beside it first."""
    form, by = CompanyForm(posted(request)), reader_of(request)

    def attempt(given: dict[str, Any]) -> Organisation:
        return actions.add_company(form.draft(), by=by, is_namesake=given["is_namesake"])

    if done := carried_out(form, attempt):
        say_done(request, _("«%(name)s» è fra le aziende.") % {"name": done.result})
        return redirect("companies:company", done.result.public_id)
    similar = similar_to(form.cleaned_data.get("name", "")) if form.is_bound and form.asks_for_namesake else []
    return render(request, "employers/form.html", {"form": form, "similar": similar})


@page(Permission.COMPANIES_WRITE, methods=("GET", "POST"))
def change(request: HttpRequest, company_id: str) -> HttpResponse:
    """Write the facts of a company anew."""
    body = kept_or_404(request, company_id)
    present = company_values(body)
    form = CompanyForm(posted(request), initial={**present, "version": body.version})
    by = reader_of(request)

    def attempt(given: dict[str, Any]) -> None:
        actions.change_company(body, by=by, version=given["version"], draft=form.draft())

    if carried_out(form, attempt):
        say_done(request, _("I dati sono salvati."))
        return redirect("companies:company", body.public_id)
    form.show_differing(body.version, present)
    return render(request, "employers/form.html", {"form": form, "company": body})


def kept_or_404(request: HttpRequest, company_id: str) -> Organisation:
    """Return a company that the reader may change. Raises Http404, ``Forbidden``."""
    reader = reader_of(request)
    if not keeps_companies(reader):
        raise Forbidden
    return visible_or_404(companies_visible_to(reader).select_related("seat"), company_id)
