"""A list on paper or as a file: what the screen shows, all its pages, and a line in the trail of who was in it."""

from collections.abc import Iterable, Sequence
from itertools import islice

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.reports.workbook import Sheet, Value, write_csv, write_xlsx
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.templatetags.shell import number
from percorsi.web.shell.trail import log_view

MOST_ROWS = 5_000
PRINT = "stampa"
_KINDS = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
}
Rows = Iterable[Sequence[Value | Promise]]


def wants_file(request: HttpRequest) -> bool:
    """Whether the list is asked for on paper or as a file: only then is it worth reading all its pages."""
    return _format(request) in {PRINT, *_KINDS}


def list_file(
    request: HttpRequest,
    name: str | Promise,
    heads: Sequence[str | Promise],
    rows: Rows,
    people: Iterable[int] = (),
) -> HttpResponse | None:
    """Answer the list as ``formato`` asks (``stampa``, ``xlsx``, ``csv``); None when a page is wanted.

    ``name`` is the title. ``rows`` are those of all pages and ``people`` the keys of whom they speak of; both are
    gone through only when they are needed, the rows first, so generators and query sets cost nothing otherwise.
    A file needs the right to carry lists away (404 without it). Above ``MOST_ROWS`` rows nothing is
    answered but the list itself, with a word that says so. The trail says who was in it before it leaves.
    """
    wanted = _format(request)
    if not wants_file(request):
        return None
    if wanted != PRINT and not reader_of(request).has(Permission.LISTS_EXPORT):
        raise Http404
    table = [[_plain(value) for value in row] for row in islice(rows, MOST_ROWS + 1)]
    if len(table) > MOST_ROWS:
        return _too_many(request)
    log_view(request, Act.LIST if wanted == PRINT else Act.EXPORT, people=people)
    titles = [str(head) for head in heads]
    if wanted == PRINT:
        shown = {"name": name, "heads": titles, "rows": table, "back": _page(request)}
        return render(request, "shell/print_list.html", shown)
    content = write_xlsx([Sheet(str(name), titles, table)]) if wanted == "xlsx" else write_csv(titles, table)
    return HttpResponse(content, content_type=_KINDS[wanted], headers=_attached(str(name), wanted))


def _format(request: HttpRequest) -> str:
    return str(request.POST.get("formato") or request.GET.get("formato") or "")


def _plain(value: Value | Promise) -> Value:
    return str(value) if isinstance(value, Promise) else value


def _attached(name: str, kind: str) -> dict[str, str]:
    file_name = f"{slugify(name) or 'elenco'}-{timezone.localdate():%Y-%m-%d}.{kind}"
    return {"Content-Disposition": f'attachment; filename="{file_name}"'}


def _too_many(request: HttpRequest) -> HttpResponse:
    too_many = _("L’elenco ha più di %(most)s righe, troppe per un file: restringi i filtri e riprova.")
    messages.error(request, too_many % {"most": number(MOST_ROWS)})
    return redirect(_page(request))


def _page(request: HttpRequest) -> str:
    """The address of the list as a page, with its filters; what was chosen of it is sent to a page just below."""
    if request.method == "POST":
        return request.path.rstrip("/").rpartition("/")[0] + "/"
    query = request.GET.copy()
    query.pop("formato", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path
