"""Writing the trail. There is no other way in, and none back."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.utils import timezone

from percorsi.audit.choices import Act
from percorsi.audit.models import Event

# The people travel as one JSON list, because a database takes only so many parameters at once.
_ADD_SUBJECTS = {
    "sqlite": "INSERT INTO audit_subject (event_id, person) SELECT %s, value FROM json_each(%s) ORDER BY key",
    "postgresql": (
        "INSERT INTO audit_subject (event_id, person) SELECT %s, shown.person::bigint "
        "FROM jsonb_array_elements_text(%s) WITH ORDINALITY AS shown(person, place) ORDER BY shown.place"
    ),
}


class Actor(Protocol):
    """Whoever acts: a user, or the system user of a command."""

    pk: Any
    username: str


@dataclass(frozen=True, slots=True)
class Details:
    """The circumstances of an act: the page or command, the network address, the reason given.

    ``role`` is the one used; without it the actor's own is written.
    ``fields`` holds the names of the fields touched, and values only of ordinary data.
    """

    role: str = ""
    where: str = ""
    address: str | None = None
    reason: str = ""
    is_outside_own: bool = False
    fields: Mapping[str, Any] = field(default_factory=dict)


NO_DETAILS = Details()


def record(
    act: Act,
    *,
    by: Actor | None,
    about: models.Model | None = None,
    people: Iterable[int] = (),
    details: Details = NO_DETAILS,
) -> Event:
    """Add one event with a row for each person it speaks of, and return it.

    ``people`` are primary keys. Call it in the transaction of the change; for a view, before the page is sent: if
    this raises, nothing is shown.
    """
    with transaction.atomic():
        event = Event.objects.create(
            at=timezone.now(),
            actor=getattr(by, "pk", None),
            actor_name=getattr(by, "username", "") or "",
            role=details.role or getattr(by, "role", ""),
            act=act,
            kind=about._meta.label_lower if about else "",
            object_id=about.pk if about else None,
            where=details.where,
            fields=dict(details.fields),
            reason=details.reason,
            address=details.address,
            is_outside_own=details.is_outside_own,
        )
        _write_subjects(event, list(dict.fromkeys(people)))
    return event


def _write_subjects(event: Event, people: list[int]) -> None:
    """Add a row for each person, in their order, by one statement: an export may speak of thousands."""
    if people:
        with connection.cursor() as cursor:
            cursor.execute(_ADD_SUBJECTS[connection.vendor], [event.pk, json.dumps(people)])
