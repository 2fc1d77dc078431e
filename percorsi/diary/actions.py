"""Writing notes. A note is never deleted: what was written stays, or is corrected by who wrote it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.diary.models import Note
from percorsi.diary.policy import ensure_may_change, ensure_may_write
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze_lines
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person

LONGEST_TEXT = 10_000


@dataclass(frozen=True, slots=True)
class NoteDraft:
    """A note as it was typed."""

    kind: str
    happened_on: date
    text: str


@transaction.atomic
def write_note(person: Person, *, by: User, kind: str, happened_on: date, text: str) -> Note:
    """Write a note about the person, and return it. Raises ``Refused`` on the field at fault, ``Forbidden``."""
    ensure_may_write(by, person)
    values = _checked(NoteDraft(kind, happened_on, text))
    note = Note.objects.create(
        person=person,
        written_by_id=by.standing.worker if by.standing else None,
        written_at=timezone.now(),
        **values,
    )
    tell(Act.CREATE, note, person=person, by=by, fields=values)
    return note


@transaction.atomic
def change_note(note: Note, *, by: User, version: int, draft: NoteDraft) -> None:
    """Correct an own note. Raises ``Stale`` when it changed meanwhile, ``Refused``, ``Forbidden``."""
    ensure_may_change(by, note)
    values = _checked(draft)
    change_versioned(note, version=version, **values)
    tell(Act.CHANGE, note, person=note.person, by=by, fields=values)


def _checked(draft: NoteDraft) -> dict[str, Any]:
    text = squeeze_lines(draft.text)
    if not text:
        raise Refused(_("Scrivi che cosa è successo."), field="text")
    if len(text) > LONGEST_TEXT:
        raise Refused(
            _("Il testo ha %(count)d caratteri e può averne 10.000: accorcialo, o dividilo in due note.")
            % {"count": len(text)},
            field="text",
        )
    typed.not_future(draft.happened_on, field="happened_on")
    typed.span(draft.happened_on, None, field="happened_on")
    return {"kind": typed.choice(Note, "kind", draft.kind), "happened_on": draft.happened_on, "text": text}
