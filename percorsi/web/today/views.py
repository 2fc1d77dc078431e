"""The first screen of who has a worklist, and how its order is decided."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dates import WEEKDAYS

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.diary.choices import NoteKind
from percorsi.service.queries import standards
from percorsi.web.referrals.own import sent_to
from percorsi.web.shell.moments import day_and_month
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.today.beside import NOTHING, beside
from percorsi.web.today.screens import SCREENS
from percorsi.web.today.team import loads_of
from percorsi.web.today.worklist import Worklist, keys_of


@page(Permission.TODAY_READ)
def today(request: HttpRequest) -> HttpResponse:
    """What is due for the reader today, in bands, with an act on each row."""
    reader, day = reader_of(request), timezone.localdate()
    screen = SCREENS.get(reader.role)
    if screen is None:
        raise Http404
    due = Worklist(reader, day, screen, group=request.GET.get("cosa", ""))
    shown = due.page(request.GET.get("pagina"))
    side = beside(reader, day, has_drafts=screen.has_drafts) if screen.has_diary else NOTHING
    loads = loads_of(reader, day, due.all_rows) if screen.has_team else []
    log_view(request, Act.LIST, people=dict.fromkeys([*keys_of(shown), *side.people]))
    context = {"screen": screen, "due": due, "page": shown, "side": side, "loads": loads, "today": day}
    context["drafts"] = sent_to(reader, day) if screen.has_team else []
    context["bands"] = due.bands(shown)
    context["note_kinds"] = NoteKind.choices if screen.has_diary else []
    context["day_in_words"] = f"{str(WEEKDAYS[day.weekday()]).lower()} {day_and_month(day, day)}"
    return render(request, "today/today.html", context)


@page(Permission.TODAY_READ)
def order(request: HttpRequest) -> HttpResponse:
    """How the order of the worklist is decided, with the terms of the service."""
    terms = [(standard.label, days) for standard, days in standards().items()]
    return render(request, "today/order.html", {"terms": terms})
