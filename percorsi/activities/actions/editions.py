"""Writing editions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.activities.models import Activity
from percorsi.activities.policy import ensure_may_organise
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.places.models import Municipality


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """An edition that is not written yet."""

    name: str
    edition: str = ""
    municipality: Municipality | None = None
    target: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    place: str = ""


@transaction.atomic
def add_activity(draft: ActivityDraft, *, by: User) -> Activity:
    """Add an edition, and return it. Raises ``Refused`` when it exists or its days cannot be, ``Forbidden``."""
    ensure_may_organise(by)
    values = _sound(draft)
    try:
        with transaction.atomic():
            added = Activity.objects.create(**values)
    except IntegrityError:
        raise _already() from None
    record(Act.CREATE, by=by, about=added, details=Details(fields={"fields": sorted(values)}))
    return added


@transaction.atomic
def change_activity(activity: Activity, *, by: User, version: int, draft: ActivityDraft) -> None:
    """Write an edition anew. Raises ``Refused`` when it is another's or leaves a session out, ``Stale``, ``Forbidden``.

    Cancelled sessions may fall outside of the days.
    """
    ensure_may_organise(by)
    values = _sound(draft)
    held = activity.sessions.filter(is_cancelled=False).aggregate(first=Min("held_on"), last=Max("held_on"))
    if held["first"] and draft.starts_on and draft.starts_on > held["first"]:
        raise Refused(_left_out(held["first"]), field="starts_on")
    if held["last"] and draft.ends_on and draft.ends_on < held["last"]:
        raise Refused(_left_out(held["last"]), field="ends_on")
    differing = typed.changed(activity, values)
    try:
        with transaction.atomic():
            change_versioned(activity, version=version, **values)
    except IntegrityError:
        raise _already() from None
    record(Act.CHANGE, by=by, about=activity, details=Details(fields={"fields": sorted(differing)}))


def _sound(draft: ActivityDraft) -> dict[str, Any]:
    typed.span(draft.starts_on, draft.ends_on)
    return {
        "name": typed.text(Activity, "name", draft.name, is_required=True),
        "edition": typed.text(Activity, "edition", draft.edition),
        "target": typed.text(Activity, "target", draft.target),
        "place": typed.text(Activity, "place", draft.place),
        "municipality": draft.municipality,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
    }


def _already() -> Refused:
    return Refused(_("Questa edizione c’è già: usa quella, o cambia il nome dell’edizione."), field="edition")


def _left_out(day: date) -> str:
    return _("C’è un incontro il %(day)s: sposta o annulla prima quello, o scegli un’altra data.") % {
        "day": f"{day:%d/%m/%Y}"
    }
