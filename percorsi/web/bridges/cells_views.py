"""Deciding on the cells of the file that say something else: from the register, or as they are here."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percorsi.accounts.permissions import Permission
from percorsi.bridges import changed_cells, queries
from percorsi.bridges.changed_cells import Outcome
from percorsi.bridges.choices import Decision, State
from percorsi.bridges.models import Import
from percorsi.web.bridges.result import CHANGED_LIST, DECIDED_LIST, Result
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done

# The button that was pressed: what to do, with the cell's place in the report or, for all of them, the column.
BUTTONS = {"prendi": Decision.TAKE, "tieni": Decision.KEEP}


@page(Permission.REGISTER_IMPORT, methods=("POST",))
def decide(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take one cell or a whole column from the register, or keep what is here."""
    reader = reader_of(request)
    row = visible_or_404(queries.visible_to(reader), public_id)
    name = next((name for name in BUTTONS if name in request.POST), "")
    if name:
        asked = _asked(request, row, request.POST[name], BUTTONS[name])
        outcome = changed_cells.decide(row, places=asked, decision=BUTTONS[name], by=reader)
        _say(request, outcome, row, left=len(asked) - changed_cells.MOST_AT_ONCE)
    return redirect(_list(row, CHANGED_LIST))


@page(Permission.REGISTER_IMPORT, methods=("POST",))
def undo(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take decisions on cells back: what stood here stands here again."""
    row = visible_or_404(queries.visible_to(reader_of(request)), public_id)
    asked = _numbers(request.GET.get("celle", ""))
    outcome = changed_cells.undo(row, places=asked, by=reader_of(request))
    if outcome.done:
        count = len(outcome.done)
        say_done(request, ngettext("Decisione annullata.", "%(n)s decisioni annullate.", count) % {"n": count})
    _say_refused(request, outcome)
    return redirect(_list(row, DECIDED_LIST))


def _asked(request: HttpRequest, row: Import, value: str, decision: Decision) -> list[int]:
    """Return the places of one cell, or of all the undecided ones of a column."""
    if "|" not in value or row.state != State.DONE:
        return _numbers(value)
    result = Result(row, reader_of(request), {"elenco": CHANGED_LIST})
    return result.places_of(value, takes=decision == Decision.TAKE)


def _numbers(text: str) -> list[int]:
    return [int(one) for one in text.split(",") if one.isascii() and one.isdigit() and len(one) < 10]


def _say(request: HttpRequest, outcome: Outcome, row: Import, *, left: int) -> None:
    count = len(outcome.done)
    if count:
        text = ngettext("Deciso su %(n)s cella.", "Deciso su %(n)s celle.", count) % {"n": count}
        if left > 0:
            text += " " + _("Ne restano %(left)s: premi di nuovo il pulsante.") % {"left": left}
        places = ",".join(str(place) for place in outcome.done)
        say_done(request, text, undo_url=reverse("bridges:undo_cells", args=[row.public_id]) + f"?celle={places}")
    _say_refused(request, outcome)


def _say_refused(request: HttpRequest, outcome: Outcome) -> None:
    for reason, count in outcome.refused.items():
        messages.error(request, f"{reason} ({count})" if count > 1 else reason)


def _list(row: Import, name: str) -> str:
    return reverse("bridges:import", args=[row.public_id]) + f"?elenco={name}"
