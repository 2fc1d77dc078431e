"""The pages that show paths: one, and all of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from percorsi.accounts.permissions import Permission
from percorsi.cases import queries as cases
from percorsi.cases.policy import reads_reasons
from percorsi.referrals import policy as referral_policy
from percorsi.referrals import queries as referrals
from percorsi.web.cases.showing import covers_of, links_of, may_open, of_referral, opened
from percorsi.web.people.head import open_person
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of


@page(Permission.CASES_READ)
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """One path: out of which referral, followed by whom, its suspensions, its end, and what the reader may do."""
    reader = reader_of(request)
    act = opened(request, case_id)
    suspensions = list(cases.suspensions_of(act.case))
    assignments = list(cases.assignments_of(act.case))
    door = of_referral(act.case, reader)
    covers = covers_of(act.case)
    today = timezone.localdate()
    context = {
        "head": act.head,
        "case": act.case,
        "suspension": next((row for row in suspensions if row.ends_on is None or row.ends_on >= today), None),
        "suspensions": suspensions,
        "assignments": assignments,
        "covers": covers,
        "referral": door,
        "reads_referral_reasons": door is not None and referral_policy.reads_reasons(reader, door),
        "reads_reasons": reads_reasons(reader),
        "links": links_of(act, suspensions, assignments, covers),
    }
    return render(request, "cases/case.html", context)


@page(Permission.CASES_READ)
def of_person(request: HttpRequest, person_id: str) -> HttpResponse:
    """All paths and referrals of a person, the newest first."""
    reader = reader_of(request)
    head = open_person(request, person_id)
    paths = cases.of_person(head.person, reader).select_related("referral__municipality")
    rows = list(paths.annotate(is_suspended=cases.is_suspended_on(timezone.localdate())))
    doors = list(referrals.of_person(head.person, reader).select_related("case"))
    context = {"head": head, "cases": rows, "referrals": doors, "reads_reasons": reads_reasons(reader)}
    may = {
        "may_refer": reader.has(Permission.REFERRALS_WRITE),
        "may_answer": reader.has(Permission.REFERRALS_ANSWER),
        "may_open": may_open(reader, head, rows),
    }
    return render(request, "cases/of_person.html", context | may)
