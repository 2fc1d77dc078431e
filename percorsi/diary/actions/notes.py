"""Writing notes. A note is never deleted: what was written stays, or is corrected by who wrote it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.diary.models import Draft, Note
from percorsi.diary.policy import ensure_may_change, ensure_may_write
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze_lines
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person

LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class TypedNote:
    """A note as it was typed. ``follow_up_on`` is the day by which to hear the person again."""

    kind: str
    happened_on: date
    text: str
    follow_up_on: date | None = None


@transaction.atomic
def write_note(person: Person, *, by: User, note: TypedNote, draft: str = "") -> Note:
    """Write a note about the person, and return it. Raises ``Refused`` on the field at fault, ``Forbidden``.

    ``draft`` is the public id of the writer's own draft of it, which goes: its text is in the note.
    """
    ensure_may_write(by, person)
    values = checked(note)
    written = Note.objects.create(
        person=person,
        written_by_id=by.standing.worker if by.standing else None,
        written_at=timezone.now(),
        **values,
    )
    if draft:
        Draft.objects.filter(public_id=draft, user_id=by.pk).delete()
    tell(Act.CREATE, written, person=person, by=by, fields=values)
    return written


@transaction.atomic
def change_note(note: Note, *, by: User, version: int, now: TypedNote) -> None:
    """Correct an own note. Raises ``Stale`` when it changed meanwhile, ``Refused``, ``Forbidden``."""
    ensure_may_change(by, note)
    values = checked(now)
    change_versioned(note, version=version, **values)
    tell(Act.CHANGE, note, person=note.person, by=by, fields=values)


def checked(note: TypedNote) -> dict[str, Any]:
    """Return the values of a note that may be kept. Raises ``Refused`` on the field at fault."""
    text = squeeze_lines(note.text)
    if not text:
        raise Refused(_("Scrivi che cosa è successo."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(
            _("Il testo ha %(count)d caratteri e può averne 10.000: accorcialo, o dividilo in due note.")
            % {"count": len(text)},
            field="text",
        )
    typed.not_future(note.happened_on, field="happened_on")
    typed.span(note.happened_on, None, field="happened_on")
    _check_follow_up(note)
    return {
        "kind": typed.choice(Note, "kind", note.kind),
        "happened_on": note.happened_on,
        "text": text,
        "follow_up_on": note.follow_up_on,
    }


def _check_follow_up(note: TypedNote) -> None:
    if note.follow_up_on is None:
        return
    if note.follow_up_on <= note.happened_on:
        raise Refused(
            _("Il giorno in cui risentire la persona viene dopo quello della nota: correggilo, o lascialo vuoto."),
            field="follow_up_on",
        )
    typed.span(None, note.follow_up_on, field="follow_up_on")
