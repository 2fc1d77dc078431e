"""Reporting that something does not work, and answering."""

import re

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze_lines
from percorsi.people.actions import typed
from percorsi.service.models import Problem
from percorsi.service.policy import ensure_manages_service

LONGEST_TEXT = 2_000
_NAME_OF_A_VIEW = re.compile(r"[a-z_]+(:[a-z_]+)?")


@transaction.atomic
def report_problem(*, by: User, kind: str, text: str, page: str = "") -> Problem:
    """Keep what a reader reports, and return it. ``page`` is the name of a view; anything else is not kept.

    Raises ``Refused`` on the field at fault.
    """
    problem = Problem.objects.create(
        kind=typed.choice(Problem, "kind", kind),
        text=_words(text, field="text"),
        page=page if _NAME_OF_A_VIEW.fullmatch(page) else "",
        sent_by=by,
        sent_at=timezone.now(),
    )
    record(Act.CREATE, by=by, about=problem, details=Details(fields={"kind": problem.kind, "page": problem.page}))
    return problem


@transaction.atomic
def answer_problem(problem: Problem, *, by: User, version: int, text: str) -> None:
    """Write the answer that the reporter reads, or correct it. Raises ``Stale``, ``Refused`` on "answer", Forbidden."""
    ensure_manages_service(by)
    values = {"answer": _words(text, field="answer"), "answered_by": by, "answered_at": timezone.now()}
    change_versioned(problem, version=version, **values)
    record(Act.CHANGE, by=by, about=problem, details=Details(fields={"fields": ["answer"]}))


def _words(text: str, *, field: str) -> str:
    kept = squeeze_lines(text)
    if not kept:
        raise Refused(_("Scrivi qualche parola."), field=field)
    if len(kept) > LONGEST_TEXT:
        message = _("Il testo ha %(count)d caratteri e può averne 2.000: accorcialo.")
        raise Refused(message % {"count": len(kept)}, field=field)
    return kept
