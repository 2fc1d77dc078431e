"""Writing the sessions of an edition."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.activities.models import Activity, Session
from percorsi.activities.policy import ensure_may_organise
from percorsi.activities.queries import participations_visible_to
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed

MOST_AT_ONCE = 60
_MINUTES_AN_HOUR = 60
_HOURS_A_DAY = 24
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SessionDraft:
    """A meeting that is not written yet. Without ``hours`` they are those between the two times."""

    held_on: date
    topic: str = ""
    begins_at: time | None = None
    finishes_at: time | None = None
    hours: Decimal | None = None


@transaction.atomic
def add_session(activity: Activity, *, by: User, held_on: date, topic: str = "") -> Session:
    """Add a meeting within the days of the edition, and return it. Raises ``Refused``, ``Forbidden``."""
    return add_sessions(activity, by=by, drafts=[SessionDraft(held_on, topic)])[0]


@transaction.atomic
def add_sessions(activity: Activity, *, by: User, drafts: Sequence[SessionDraft]) -> list[Session]:
    """Add several meetings, all or none, and return them. Raises ``Refused`` on the field at fault, ``Forbidden``."""
    ensure_may_organise(by)
    if not 0 < len(drafts) <= MOST_AT_ONCE:
        message = _("Gli incontri da aggiungere insieme sono da 1 a %(most)d: correggi il numero.")
        raise Refused(message % {"most": MOST_AT_ONCE}, field="count")
    rows = [Session(activity=activity, **_sound(activity, draft)) for draft in drafts]
    taken = set(activity.sessions.filter(is_cancelled=False).values_list("held_on", "begins_at"))
    for row in rows:
        if (row.held_on, row.begins_at) in taken:
            message = _("C’è già un incontro il %(day)s alla stessa ora: cambia il giorno o l’ora.")
            raise Refused(message % {"day": f"{row.held_on:%d/%m/%Y}"}, field="held_on")
    added = Session.objects.bulk_create(rows)
    for row in added:
        fields = ["held_on", "topic", "begins_at", "finishes_at", "hours"]
        record(Act.CREATE, by=by, about=row, details=Details(fields={"fields": fields}))
    return added


@transaction.atomic
def change_session(session: Session, *, by: User, version: int, draft: SessionDraft) -> None:
    """Move a meeting, or write its topic and times anew. Raises ``Refused``, ``Stale``, ``Forbidden``."""
    ensure_may_organise(by)
    values = _sound(session.activity, draft)
    if draft.held_on != session.held_on and _is_seen_marked(session, by):
        typed.not_future(draft.held_on, field="held_on")
    differing = typed.changed(session, values)
    change_versioned(session, version=version, **values)
    record(Act.CHANGE, by=by, about=session, details=Details(fields={"fields": sorted(differing)}))


@transaction.atomic
def cancel_session(session: Session, *, by: User) -> None:
    """Say that a meeting is not held. Marks of people whom the user does not see stay, and are not told of.

    Raises ``Refused`` when the presence of somebody whom they see is marked, ``Forbidden``.
    """
    ensure_may_organise(by)
    now = Session.objects.select_for_update().get(pk=session.pk)
    if _is_seen_marked(now, by):
        raise Refused(_("A questo incontro sono segnate presenze: se non si è tenuto, togli prima le presenze."))
    _set_cancelled(now, by=by, is_cancelled=True)


@transaction.atomic
def restore_session(session: Session, *, by: User) -> None:
    """Take back that a meeting is not held. Raises ``Refused`` when its day left the edition, ``Forbidden``."""
    ensure_may_organise(by)
    now = Session.objects.select_for_update().select_related("activity").get(pk=session.pk)
    _ensure_within(now.activity, now.held_on)
    _set_cancelled(now, by=by, is_cancelled=False)


def _is_seen_marked(session: Session, user: User) -> bool:
    """Whether something is marked of people whom the user sees: a refusal for somebody hidden would tell of them."""
    return session.attendances.filter(participation__in=participations_visible_to(user).values("pk")).exists()


def _set_cancelled(session: Session, *, by: User, is_cancelled: bool) -> None:
    if session.is_cancelled != is_cancelled:
        change_versioned(session, version=session.version, is_cancelled=is_cancelled)
        record(Act.CHANGE, by=by, about=session, details=Details(fields={"fields": ["is_cancelled"]}))


def _sound(activity: Activity, draft: SessionDraft) -> dict[str, Any]:
    _ensure_within(activity, draft.held_on)
    return {
        "held_on": draft.held_on,
        "topic": typed.text(Session, "topic", draft.topic),
        "begins_at": draft.begins_at,
        "finishes_at": draft.finishes_at,
        "hours": _hours(draft),
    }


def _ensure_within(activity: Activity, day: date) -> None:
    typed.span(day, None, field="held_on")
    if activity.starts_on and day < activity.starts_on:
        message = _("L’edizione comincia il %(day)s: scegli quel giorno o uno dopo.")
        raise Refused(message % {"day": f"{activity.starts_on:%d/%m/%Y}"}, field="held_on")
    if activity.ends_on and day > activity.ends_on:
        message = _("L’edizione finisce il %(day)s: scegli quel giorno o uno prima.")
        raise Refused(message % {"day": f"{activity.ends_on:%d/%m/%Y}"}, field="held_on")


def _hours(draft: SessionDraft) -> Decimal | None:
    begins, finishes = draft.begins_at, draft.finishes_at
    if begins and finishes and finishes <= begins:
        raise Refused(_("L’incontro finisce prima di cominciare: correggi una delle due ore."), field="finishes_at")
    if draft.hours is not None:
        if not 0 < draft.hours <= _HOURS_A_DAY:
            raise Refused(_("Le ore di un incontro sono da 0 a 24: correggile, o lasciale vuote."), field="hours")
        return draft.hours
    if begins and finishes:
        minutes = (finishes.hour - begins.hour) * _MINUTES_AN_HOUR + finishes.minute - begins.minute
        return (Decimal(minutes) / _MINUTES_AN_HOUR).quantize(_HUNDREDTH)
    return None
