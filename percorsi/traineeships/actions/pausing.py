"""A traineeship stands still for a while, and goes on; days that are made up for move its end."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.dates import moved_by
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.traineeships.actions.holding import ensure_open, hold
from percorsi.traineeships.models import Suspension, Traineeship


@dataclass(frozen=True, slots=True)
class Pause:
    """A suspension that is not written yet; ``ends_on`` is its last day when it is known already.

    ``is_counted``: its days are made up for, so that the traineeship ends as many days later.
    """

    starts_on: date
    reason: str
    ends_on: date | None = None
    is_counted: bool = False


@transaction.atomic
def suspend(traineeship: Traineeship, *, by: User, version: int, pause: Pause) -> Suspension:
    """Suspend a traineeship, and return the suspension. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = hold(traineeship, by=by, version=version)
    ensure_open(now)
    typed.span(pause.starts_on, pause.ends_on)
    if pause.ends_on is None:
        typed.not_future(pause.starts_on)
    reason = typed.text(Suspension, "reason", pause.reason, is_required=True)
    _check_within(now, pause)
    added = Suspension.objects.create(
        traineeship=now,
        starts_on=pause.starts_on,
        ends_on=pause.ends_on,
        reason=reason,
        is_counted=pause.is_counted,
    )
    change_versioned(now, version=version, **_moved(now, added))
    tell(Act.CREATE, added, person=now.person, by=by, fields=["starts_on", "ends_on", "reason", "is_counted"])
    return added


@transaction.atomic
def resume(traineeship: Traineeship, *, by: User, version: int, ends_on: date, is_counted: bool) -> None:
    """End the present suspension; ``ends_on`` is its last day. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = hold(traineeship, by=by, version=version)
    present = now.suspensions.filter(ends_on=None).first()
    if present is None:
        raise Refused(_("Il tirocinio non è sospeso: non c’è nulla da riprendere."))
    typed.not_future(ends_on, field="ends_on")
    if ends_on < present.starts_on:
        raise Refused(
            _("La sospensione comincia il %(day)s: scegli quel giorno o uno dopo.")
            % {"day": f"{present.starts_on:%d/%m/%Y}"},
            field="ends_on",
        )
    present.ends_on, present.is_counted = ends_on, is_counted
    present.save(update_fields=["ends_on", "is_counted"])
    change_versioned(now, version=version, **_moved(now, present))
    tell(Act.CHANGE, present, person=now.person, by=by, fields=["ends_on", "is_counted"])


@transaction.atomic
def undo_suspend(traineeship: Traineeship, *, by: User, version: int) -> None:
    """Take away the suspension written last. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = hold(traineeship, by=by, version=version)
    last = _last(now)
    tell(Act.UNDO, last, person=now.person, by=by)
    change_versioned(now, version=version, **_moved_back(now, last))
    last.delete()


@transaction.atomic
def undo_resume(traineeship: Traineeship, *, by: User, version: int) -> None:
    """Let the suspension that ended last go on. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = hold(traineeship, by=by, version=version)
    last = _last(now)
    change_versioned(now, version=version, **_moved_back(now, last))
    last.ends_on = None
    last.save(update_fields=["ends_on"])
    tell(Act.UNDO, last, person=now.person, by=by, fields=["ends_on"])


def _moved(now: Traineeship, pause: Suspension) -> dict[str, Any]:
    """The end after a suspension whose days are made up for, and the one of before."""
    if now.ends_on is None or pause.ends_on is None or not pause.is_counted:
        return {}
    return {"ends_on": moved_by(now.ends_on, [(pause.starts_on, pause.ends_on)]), "previous_end": now.ends_on}


def _moved_back(now: Traineeship, pause: Suspension) -> dict[str, Any]:
    has_moved = now.ends_on is not None and pause.ends_on is not None and pause.is_counted
    return {"ends_on": now.previous_end} if has_moved else {}


def _last(now: Traineeship) -> Suspension:
    last: Suspension | None = now.suspensions.order_by("-pk").first()
    if last is None:
        raise Refused(_("Non c’è nessuna sospensione da annullare: rileggi la pagina del tirocinio."))
    return last


def _check_within(now: Traineeship, pause: Pause) -> None:
    if pause.starts_on < now.starts_on or (now.ends_on and pause.starts_on > now.ends_on):
        raise Refused(
            _("Il tirocinio in quel giorno non c’è: scegli un giorno compreso nelle sue date."), field="starts_on"
        )
    stops = now.suspensions.all()
    if stops.filter(ends_on=None).exists():
        raise Refused(_("Il tirocinio è già sospeso: riprendilo prima di sospenderlo di nuovo."))
    meets = stops.filter(ends_on__gte=pause.starts_on)
    if pause.ends_on is not None:
        meets = meets.filter(starts_on__lte=pause.ends_on)
    if meets.exists():
        raise Refused(_("In quei giorni il tirocinio era già sospeso: scegli altri giorni."), field="starts_on")
