"""The register of a month: entered by keyboard, verified, opened again."""

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.kit.dates import first_of_month
from percorsi.traineeships import actions
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import TraineeshipMonth
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.lists import list_file
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done
from percorsi.web.traineeships import grid as grids
from percorsi.web.traineeships.forms import ReopenMonthForm
from percorsi.web.traineeships.showing import Wording, opened

# A form may send a thousand fields, and a row has eight.
ROWS_A_PAGE = 60


@page(Permission.WORK_WRITE, methods=("GET", "POST"))
def grid(request: HttpRequest, month: str) -> HttpResponse:
    """One row a trainee of the month. Each row is saved on its own: one that is refused keeps no other back."""
    reader, first = reader_of(request), _month(month)
    rows = grids.read_grid(reader, first)
    if request.method == "POST":
        entries = grids.entries_of(rows, request.POST, first)
        answers = actions.enter_months(entries, by=reader)
        saved = sum(answer.refusal is None for answer in answers)
        if saved == len(answers) and not any(row.errors for row in rows):
            return _saved(request, saved)
        rows = grids.with_answers(grids.read_grid(reader, first), rows, answers)
        return _show(request, first, rows, saved=saved)
    people = (row.traineeship.person_id for row in rows)
    title = _("Registro di %(month)s") % {"month": _in_words(first)}
    file = list_file(request, title, grids.HEADS, (row.file_cells() for row in rows), people)
    return file or _show(request, first, rows)


@page(Permission.WORK_WRITE, methods=("POST",))
def verify(request: HttpRequest, month: str) -> HttpResponse:
    """Shut the complete rows of the month whose signed sheet is there."""
    reader, first = reader_of(request), _month(month)
    ready = [row.month for row in grids.read_grid(reader, first) if row.is_ready and row.month]
    done = len(actions.verify_months(ready, by=reader))
    if done:
        say_done(request, ngettext("%(n)d mese verificato.", "%(n)d mesi verificati.", done) % {"n": done})
    else:
        messages.error(request, _("Nessuna riga da verificare: servono le ore, «Completo» e il foglio firmato."))
    return redirect("traineeships:months", month)


@page(Permission.WORK_WRITE, methods=("GET", "POST"))
def reopen(request: HttpRequest, traineeship_id: str, month: str) -> HttpResponse:
    """Open a verified month again, with the reason."""
    act = opened(request, traineeship_id, writes=True)
    row = TraineeshipMonth.objects.filter(traineeship=act.row, month=_month(month)).first()
    if row is None:
        raise Http404
    row.traineeship = act.row
    form = ReopenMonthForm(posted(request), initial={"version": row.version})
    if carried_out(form, lambda given: actions.reopen_month(row, by=act.reader, **given)):
        say_done(request, _("Il mese è aperto: correggilo e segnalo di nuovo completo."))
        return redirect("traineeships:months", month)
    name = _in_words(row.month)
    wording = Wording(
        _("Riapri %(month)s") % {"month": name},
        gettext_lazy("Un mese verificato è chiuso. Riaprilo solo per correggerlo: poi andrà verificato di nuovo."),
        gettext_lazy("Riapri il mese"),
    )
    back = reverse("traineeships:months", args=[month])
    context = {"head": act.head, "row": act.row, "form": form, "wording": wording, "cancel": back}
    return render(request, "traineeships/act.html", context)


def _month(text: str) -> date:
    """The month of an address such as 2019-05; 404 for what is none, or is still to come."""
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
    if month > timezone.localdate() or f"{month:%Y-%m}" != text:
        raise Http404
    return month


def _in_words(month: date) -> str:
    return date_format(month, "F Y").lower()


def _saved(request: HttpRequest, saved: int) -> HttpResponse:
    """Back to the grid, on the box where the reader was going."""
    if saved:
        at = f"{timezone.localtime():%H:%M}"
        said = ngettext("%(n)d riga salvata alle %(at)s.", "%(n)d righe salvate alle %(at)s.", saved)
        say_done(request, said % {"n": saved, "at": at})
    else:
        messages.info(request, _("Niente da salvare: nessuna riga è cambiata."))
    query = {name: request.POST.get(name, "") or request.GET.get(name, "") for name in ("cella", "pagina")}
    kept = urlencode({name: value[:60] for name, value in query.items() if value})
    return redirect(f"{request.path}?{kept}" if kept else request.path)


def _show(request: HttpRequest, month: date, rows: list[grids.GridRow], *, saved: int = 0) -> HttpResponse:
    reader, today = reader_of(request), timezone.localdate()
    shown = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    log_view(request, Act.LIST, people=[row.traineeship.person_id for row in shown])
    before, after = traineeships.months_beside(reader, month, today)
    lines = grids.error_lines(shown)
    context = {
        "month": month,
        "page": shown,
        "rows": shown.object_list,
        "heads": grids.CELLS,
        "before": before,
        "after": after,
        "is_now": month == first_of_month(today),
        "done": sum(row.state != MonthState.DRAFT for row in rows),
        "ready": sum(row.is_ready for row in rows),
        "totals": grids.totals_of(rows),
        "payers": (payers := grids.payers_of(rows)),
        "paid": sum(amount for _name, _people, amount in payers),
        "lines": lines,
        "has_errors": bool(lines),
        "saved": saved,
        "focus": request.GET.get("cella", ""),
    }
    return render(request, "traineeships/months.html", context)
