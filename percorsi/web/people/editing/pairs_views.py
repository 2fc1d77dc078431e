"""The pages where somebody decides whether two people are one, and thinks again."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people import actions
from percorsi.people import queries as people
from percorsi.people.choices import PairDecision
from percorsi.people.models import PossibleDuplicate
from percorsi.web.people.editing.comparing import lines_of, people_of, row_of
from percorsi.web.people.editing.guarding_forms import DecisionForm
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

ROWS_A_PAGE = 20


@page(Permission.PEOPLE_MERGE)
def pairs(request: HttpRequest) -> HttpResponse:
    """The pairs that wait for a decision, and those decided."""
    reader, is_decided = reader_of(request), "decisi" in request.GET
    waiting = people.open_pairs(reader)
    wanted = people.pairs_for(reader).exclude(decision=PairDecision.OPEN) if is_decided else waiting
    shown = Paginator(wanted, ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    rows = [row_of(pair) for pair in shown]
    log_view(request, Act.LIST, people=[person.pk for row in rows for person in row.people])
    context = {"page": shown, "rows": rows, "is_decided": is_decided, "waiting": waiting.count()}
    return render(request, "people/editing_pairs.html", context)


@page(Permission.PEOPLE_MERGE, methods=("GET", "POST"))
def pair(request: HttpRequest, public_id: str) -> HttpResponse:
    """Two people side by side, with what differs marked, what stands in the way, and the decision."""
    found = _open(request, public_id)
    form = DecisionForm(posted(request))
    if carried_out(form, lambda given: actions.decide_pair(found, **given, by=reader_of(request))):
        say_done(request, _("Decisione registrata."), undo_url=reverse("people:reopen_pair", args=[found.public_id]))
        return redirect("people:pair", found.public_id)
    keep, lose = actions.in_order(found)
    stand_in_the_way = actions.obstacles(keep, lose) if keep != lose else []
    context = {"pair": row_of(found), "form": form, "lines": lines_of(keep, lose), "obstacles": stand_in_the_way}
    return render(request, "people/editing_pair.html", context)


@page(Permission.PEOPLE_MERGE, methods=("POST",))
def reopen_pair(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a decision back: people who were joined are two again."""
    found = _open(request, public_id)
    try:
        actions.reopen_pair(found, by=reader_of(request))
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        say_done(request, _("Decisione annullata: la coppia è di nuovo da decidere."))
    return redirect("people:pair", found.public_id)


def _open(request: HttpRequest, public_id: str) -> PossibleDuplicate:
    found = visible_or_404(people.pairs_for(reader_of(request)), public_id)
    log_view(request, Act.VIEW, people=[person.pk for person in people_of(found)], about=found)
    return found
