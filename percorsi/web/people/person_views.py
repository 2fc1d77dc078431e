"""The pages about one person: summary with the timeline, what is known, work, who looked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from percorsi.accounts.permissions import Permission
from percorsi.people.legal import proposals_for
from percorsi.web.diary.beside import ahead_of
from percorsi.web.people import accesses as trail
from percorsi.web.people import timeline
from percorsi.web.people.deadlines import deadlines_of
from percorsi.web.people.editing.links import beside_a_person
from percorsi.web.people.head import Head, editing_links, open_person
from percorsi.web.people.situations import in_words, situations_of
from percorsi.web.people.work import work_of
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.traineeships.links import beside_the_work


@page(Permission.PEOPLE_READ)
def person(request: HttpRequest, public_id: str) -> HttpResponse:
    """The summary: what happened, newest first, and beside it what is known."""
    head = open_person(request, public_id, everything=True)
    entries = timeline.page_of(head.person, reader_of(request), request.GET.get("pagina"))
    ahead = ahead_of(head.person, reader_of(request), head.today)
    shown = {"page": entries, "months": timeline.by_month(entries), "ahead": ahead}
    return _show(request, "person", head, deadlines=deadlines_of(head.facts, head.today), **shown)


@page(Permission.PEOPLE_CONTACTS)
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """All that is known of the person, and the categories that a rule proposes."""
    head = open_person(request, public_id, everything=True)
    reader = reader_of(request)
    rights = {
        "reads_category": reader.has(Permission.PEOPLE_CATEGORY),
        "reads_health": reader.has(Permission.PEOPLE_HEALTH),
        "reads_remark": reader.has(Permission.DIARY_READ),
    }
    situations = [(row, in_words(row)) for row in situations_of(head.person)] if rights["reads_category"] else []
    proposals = proposals_for(head.person, on=head.today) if rights["reads_health"] else []
    shown = {"situations": situations, "proposals": proposals, "acts": beside_a_person(head.person, reader)}
    return _show(request, "record", head, edit=editing_links(head), **shown, **rights)


@page(Permission.WORK_READ)
def work(request: HttpRequest, public_id: str) -> HttpResponse:
    """Traineeships with their months, hires, activities."""
    head = open_person(request, public_id)
    reader = reader_of(request)
    done = work_of(head.person, reader, is_own=head.is_own)
    acts = beside_the_work(head, reader)
    return _show(request, "work", head, work=done, acts=acts, reads_outcome=reader.has(Permission.DIARY_READ))


@page(Permission.ACCESSES_READ)
def accesses(request: HttpRequest, public_id: str) -> HttpResponse:
    """Who saw or changed what about the person, newest first."""
    head = open_person(request, public_id)
    acts = trail.page_of(head.person, request.GET.get("pagina"))
    return _show(request, "accesses", head, page=acts, rows=trail.in_words(acts))


def _show(request: HttpRequest, template: str, head: Head, **more: Any) -> HttpResponse:
    return render(request, f"people/{template}.html", {"head": head, **more})
