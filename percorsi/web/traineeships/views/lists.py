"""The list of the traineeships, and the page of one."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.funding.policy import label_of
from percorsi.funding.queries import purse_name
from percorsi.kit.dates import add_months, first_of_month
from percorsi.kit.fields import holds_on
from percorsi.placements import queries as placements
from percorsi.traineeships.models import TraineeshipMonth
from percorsi.traineeships.policy import may_write, reads_reasons
from percorsi.web.shell.lists import list_file
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.traineeships import listing
from percorsi.web.traineeships.showing import acts_on, opened, state_of

ROWS_A_PAGE = 20


@page(Permission.WORK_WRITE)
def traineeships_list(request: HttpRequest) -> HttpResponse:
    """The traineeships of the people whom the reader sees, by how they stand, host and payer; twenty a page."""
    reader, today = reader_of(request), timezone.localdate()
    filters = listing.FilterForm(request.GET, reader=reader)
    found = filters.found(today)
    every = (row.cells() for row in listing.rows_of(listing.shown(found, reader, today), reader, today))
    file = list_file(request, _("Tirocini"), listing.HEADS, every, found.values_list("person", flat=True))
    if file is not None:
        return file
    shown: Page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    keys = [row.pk for row in shown]
    ordered = listing.shown(found.filter(pk__in=keys), reader, today)
    rows = listing.rows_of(ordered, reader, today)
    log_view(request, Act.LIST, people=[each.row.person_id for each in rows])
    context = {"filters": filters, "page": shown, "rows": rows, "heads": listing.HEADS, "today": today}
    context |= {"has_errors": bool(filters.errors), "month": f"{add_months(first_of_month(today), -1):%Y-%m}"}
    return render(request, "traineeships/list.html", context)


@page(Permission.WORK_READ)
def traineeship(request: HttpRequest, traineeship_id: str) -> HttpResponse:
    """One traineeship: its data, months, suspensions and extensions, and what came of it."""
    act = opened(request, traineeship_id)
    row, reader, head = act.row, act.reader, act.head
    purse = purse_name(reader, "payer", is_own=head.is_own)
    months = TraineeshipMonth.objects.filter(traineeship=row).annotate(purse=purse).order_by("-month")
    stops, writes = list(row.suspensions.order_by("-starts_on")), may_write(reader, head.person)
    here = row.suspensions.filter(holds_on(head.today))
    context = {
        "head": head,
        "row": row,
        "months": months,
        "stops": stops,
        "extensions": row.extensions.order_by("-pk"),
        "hires": placements.visible_to(reader).filter(traineeship=row).select_related("employer"),
        "purse": type(row).objects.filter(pk=row.pk).values_list(purse, flat=True).get() if row.payer_id else "",
        "project": label_of(reader, row.project, is_own=head.is_own) if row.project else "",
        "state": state_of(row, head.today, is_suspended=here.exists()),
        "links": acts_on(row, is_suspended=any(stop.ends_on is None for stop in stops)) if writes else [],
        "writes": writes,
        "reads_reasons": reads_reasons(reader),
    }
    return render(request, "traineeships/traineeship.html", context)
