"""A path on a page: who reads it, and which acts are offered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases import queries as cases
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.kit.refusal import Forbidden
from percorsi.organisations.models import Worker
from percorsi.referrals import queries as referrals
from percorsi.referrals.models import Referral
from percorsi.web.people.head import Head, open_person
from percorsi.web.shell.pages import visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


@dataclass(frozen=True)
class Wording:
    """What the page of an act says: its title, what it is about, its button."""

    title: str | Promise
    lead: str | Promise
    button: str | Promise


@dataclass(frozen=True)
class Link:
    """An act that the reader may do on this path."""

    label: str | Promise
    icon: str
    url: str


@dataclass(frozen=True)
class Cover:
    """Somebody who stands in, why, and until when."""

    worker: Worker
    reason: str
    last_day: date | None


@dataclass(frozen=True)
class Opened:
    """A path opened by somebody who may see it."""

    request: HttpRequest
    reader: User
    case: Case
    head: Head

    def back(self, said: str, undo: str = "") -> HttpResponse:
        """Lead back to the path, and say what was done; ``undo`` is the name of the page that takes it back."""
        undo_url = reverse(undo, args=[self.case.public_id]) if undo else ""
        say_done(self.request, said, undo_url=undo_url)
        return redirect("cases:case", self.case.public_id)

    def show(self, form: Form, wording: Wording, template: str = "cases/act.html", **more: Any) -> HttpResponse:
        """Show the form of an act on this path."""
        cancel = reverse("cases:case", args=[self.case.public_id])
        context = {"head": self.head, "case": self.case, "form": form, "wording": wording, "cancel": cancel}
        return render(self.request, template, context | more)


def opened(request: HttpRequest, case_id: str, permission: Permission | None = None) -> Opened:
    """Fetch a path that the reader may see, and on which they may do what the permission names; note the look.

    Raises Http404, ``Forbidden``.
    """
    reader = reader_of(request)
    case = visible_or_404(cases.visible_to(reader).select_related("person", "referral"), case_id)
    head = open_person(request, case.person.public_id)
    head = replace(head, tabs=[replace(tab, is_current=tab.url == _paths_of(case)) for tab in head.tabs])
    if permission is not None and not (head.may_write and reader.has(permission)):
        raise Forbidden
    return Opened(request, reader, case, head)


def _paths_of(case: Case) -> str:
    return reverse("cases:of_person", args=[case.person.public_id])


def covers_of(case: Case) -> list[Cover]:
    """Return who stands in for a colleague on an open path, with the last day on which they do."""
    if case.closed_on:
        return []
    return [Cover(row.worker, row.reason, _last_day(row.ends_at)) for row in cases.covers_of(case.person)]


def _last_day(ends_at: datetime | None) -> date | None:
    """A cover that ends at midnight lasts until the day before."""
    return timezone.localdate(ends_at - timedelta(microseconds=1)) if ends_at else None


def of_referral(case: Case, reader: User) -> Referral | None:
    """Return the referral of a path with who sent, if the reader may see it."""
    if case.referral_id is None:
        return None
    rows = referrals.visible_to(reader).select_related("municipality", "sending_service", "social_worker")
    return rows.filter(pk=case.referral_id).first()


def may_open(reader: User, head: Head, rows: Sequence[Case]) -> bool:
    """Whether the reader may take the person in charge: no path is open."""
    return reader.has(Permission.CASES_ASSIGN) and head.may_write and all(row.closed_on for row in rows)


def links_of(
    act: Opened, suspensions: list[Suspension], assignments: list[Assignment], covers: list[Cover]
) -> list[Link]:
    """Return the acts that the reader may do on the path as it is now."""
    is_open = act.case.closed_on is None
    is_suspended = any(row.ends_on is None for row in suspensions)
    is_followed = any(row.ends_on is None for row in assignments)
    offered = (
        (is_open and not is_suspended, Permission.CASES_WRITE, _("Sospendi"), "it-clock", "suspend"),
        (is_open and is_suspended, Permission.CASES_WRITE, _("Riprendi"), "it-refresh", "resume"),
        (is_open, Permission.CASES_ASSIGN, _("Affida"), "it-user", "assign"),
        (is_open and is_followed, Permission.CASES_ASSIGN, _("Fine incarico"), "it-minus", "end_assignment"),
        (is_open, Permission.CASES_ASSIGN, _("Sostituzione"), "it-exchange-circle", "cover"),
        (is_open and bool(covers), Permission.CASES_ASSIGN, _("Fine sostituzione"), "it-minus", "end_cover"),
        (is_open, Permission.CASES_DISCHARGE, _("Dimissione"), "it-flag", "discharge"),
        (not is_open, Permission.CASES_ASSIGN, _("Riapri"), "it-refresh", "reopen"),
    )
    if not act.head.may_write:
        return []
    return [
        Link(label, icon, reverse(f"cases:{name}", args=[act.case.public_id]))
        for is_possible, right, label, icon, name in offered
        if is_possible and act.reader.has(right)
    ]
