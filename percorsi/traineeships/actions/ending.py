"""A traineeship is extended, or ends with an outcome."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.queries import has_just_done
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.traineeships.actions.holding import ensure_open, hold
from percorsi.traineeships.models import Extension, Traineeship


@transaction.atomic
def extend(traineeship: Traineeship, *, by: User, version: int, ends_on: date, reason: str) -> Extension:
    """Give a traineeship a later end, and return the extension. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = hold(traineeship, by=by, version=version)
    ensure_open(now)
    if now.ends_on is None:
        raise Refused(_("Il tirocinio non ha ancora una fine: scrivila con «Modifica»."))
    typed.span(None, ends_on)
    if ends_on <= now.ends_on:
        raise Refused(
            _("Il tirocinio finisce già il %(day)s: scegli un giorno dopo.") % {"day": f"{now.ends_on:%d/%m/%Y}"},
            field="ends_on",
        )
    kept = typed.text(Extension, "reason", reason, is_required=True)
    added = Extension.objects.create(traineeship=now, ended_on=now.ends_on, ends_on=ends_on, reason=kept)
    change_versioned(now, version=version, ends_on=ends_on, previous_end=now.ends_on)
    tell(Act.CREATE, added, person=now.person, by=by, fields=["ended_on", "ends_on", "reason"])
    return added


@transaction.atomic
def undo_extend(traineeship: Traineeship, *, by: User, version: int) -> None:
    """Take the last extension back. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = hold(traineeship, by=by, version=version)
    last = now.extensions.order_by("-pk").first()
    if last is None or last.ends_on != now.ends_on:
        raise Refused(_("Non c’è nessuna proroga da annullare: rileggi la pagina del tirocinio."))
    if last.ended_on is not None:
        _check_no_hours_after(now, last.ended_on)
    change_versioned(now, version=version, ends_on=last.ended_on)
    tell(Act.UNDO, last, person=now.person, by=by)
    last.delete()


@transaction.atomic
def close_traineeship(traineeship: Traineeship, *, by: User, version: int, ends_on: date, outcome: str) -> None:
    """Say how and when a traineeship ended. Raises ``Stale``, ``Refused`` on the field at fault, ``Forbidden``."""
    now = hold(traineeship, by=by, version=version)
    typed.not_future(ends_on, field="ends_on")
    typed.span(now.starts_on, ends_on)
    kept = typed.text(Traineeship, "outcome", outcome, is_required=True)
    if now.suspensions.filter(ends_on=None).exists():
        raise Refused(_("Il tirocinio è sospeso: prima indica l’ultimo giorno di sospensione con «Riprendi»."))
    _check_no_hours_after(now, ends_on)
    # Who corrects a closing can still take it all back.
    planned = (now.outcome and now.previous_end) or now.ends_on
    change_versioned(now, version=version, ends_on=ends_on, previous_end=planned, outcome=kept)
    tell(Act.CHANGE, now, person=now.person, by=by, fields=["ends_on", "outcome"])
    traineeship.refresh_from_db()


@transaction.atomic
def undo_close(traineeship: Traineeship, *, by: User, version: int) -> None:
    """Let a traineeship that ``by`` has just closed go on until the end of before.

    Those of the register stay closed. Raises ``Stale``, ``Refused``, ``Forbidden``.
    """
    now = hold(traineeship, by=by, version=version)
    if not now.outcome:
        raise Refused(_("Il tirocinio non è chiuso: non c’è nulla da annullare."))
    if now.is_imported or not has_just_done(by, Act.CHANGE, now, field="outcome"):
        raise Refused(
            _("La chiusura non si può più annullare: correggila o, se il tirocinio prosegue, registrane un altro.")
        )
    change_versioned(now, version=version, ends_on=now.previous_end, outcome="")
    tell(Act.UNDO, now, person=now.person, by=by, fields=["ends_on", "outcome"])


def _check_no_hours_after(now: Traineeship, day: date) -> None:
    worked = now.months.filter(month__gt=day, hours_present__gt=0)
    later = worked.order_by("month").first()
    if later is not None:
        raise Refused(
            _("Ci sono ore presenti in %(month)s: scegli un giorno di quel mese o dopo, o correggi le ore.")
            % {"month": f"{later.month:%m/%Y}"},
            field="ends_on",
        )
