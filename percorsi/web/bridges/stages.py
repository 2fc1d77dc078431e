"""The page of an import, whatever point it has come to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from percorsi.audit.choices import Act
from percorsi.bridges import refused_rows as refused
from percorsi.bridges.choices import State
from percorsi.bridges.models import Import
from percorsi.bridges.step_by_step import places
from percorsi.bridges.step_by_step.working import is_dead
from percorsi.web.bridges.forms import HeadersForm
from percorsi.web.bridges.result import Result
from percorsi.web.shell.menu import url_or_empty
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view

SECONDS_BETWEEN_LOOKS = 2
RECOGNISED = "riconosciuto"


def page_of(request: HttpRequest, row: Import) -> HttpResponse:
    """Return the page of the import as it stands; a page that only waits asks for the whole once there is more."""
    is_interrupted = is_dead(row)
    if row.step and not is_interrupted:
        return _working(request, row)
    if request.htmx:  # type: ignore[attr-defined]
        return HttpResponse(headers={"HX-Refresh": "true"})
    if is_interrupted:
        return _stopped(request, row, is_interrupted=True)
    if row.state == State.READ or (row.state == State.TRIED and request.GET.get("vista") == RECOGNISED):
        return recognised(request, row, HeadersForm(row))
    if row.state in (State.TRIED, State.DONE):
        return _result(request, row)
    return _stopped(request, row)


def recognised(request: HttpRequest, row: Import, form: HeadersForm) -> HttpResponse:
    """What of the file was recognised, with the headers to give a meaning to."""
    context = {"row": row, "form": form, "found": row.recognised, "count": sum(one["rows"] for one in _read(row))}
    return render(request, "bridges/recognised.html", context)


def _read(row: Import) -> list[dict[str, int]]:
    return [sheet for sheet in row.recognised.get("sheets", []) if sheet["is_read"]]


def _working(request: HttpRequest, row: Import) -> HttpResponse:
    context = {"row": row, "seconds": SECONDS_BETWEEN_LOOKS, "percent": _percent(row)}
    return render(request, "bridges/working.html", context)


def _percent(row: Import) -> int | None:
    """How much of the rows was read, None where that says nothing."""
    return min(100, 100 * row.rows_done // row.rows_total) if row.rows_total and row.rows_done else None


def _result(request: HttpRequest, row: Import) -> HttpResponse:
    result = Result(row, reader_of(request), request.GET)
    log_view(request, Act.VIEW, people=result.people, about=row)
    context = {
        "row": row,
        "result": result,
        "page": result.page,
        "duplicates_url": url_or_empty("people:pairs"),
        "letter_url": url_or_empty("bridges:letter"),
        "can_fetch_refused": result.is_done and refused.is_open(row),
    }
    return render(request, "bridges/import.html", context)


def _stopped(request: HttpRequest, row: Import, *, is_interrupted: bool = False) -> HttpResponse:
    context = {
        "row": row,
        "is_interrupted": is_interrupted,
        "can_resume": places.has_file(row) and row.state != State.ABANDONED,
        "can_leave": row.state != State.ABANDONED,
    }
    return render(request, "bridges/stopped.html", context)
