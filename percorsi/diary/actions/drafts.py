"""Keeping what is not finished: nothing typed is lost, and nobody but the writer reads it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import record
from percorsi.audit.choices import Act
from percorsi.diary.choices import NoteKind
from percorsi.diary.models import Draft
from percorsi.diary.policy import ensure_may_make
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.models import Person

# More than a note may have: a text that is too long is kept too, to be shortened.
LONGEST_DRAFT = 20_000
KEPT_AFTER_DROPPING = timedelta(days=1)
_LONGEST_DAY = 60


@dataclass(frozen=True, slots=True)
class TypedDraft:
    """A note as far as it was typed: days as they were written, right or wrong."""

    text: str
    kind: str = ""
    happened_on: str = ""
    follow_up_on: str = ""


@transaction.atomic
def keep_draft(person: Person | None, *, by: User, typed: TypedDraft, draft: str = "") -> Draft:
    """Keep what was typed so far about a person, or about nobody chosen yet, and return the draft.

    ``draft`` is the public id of the own draft to go on with; an unknown one begins another, so that no text is lost.
    The trail is told when a draft begins and when it is thrown away, not every ten seconds. Raises ``Refused``,
    ``Forbidden``.
    """
    ensure_may_make(by, person)
    if by.is_system:
        raise Forbidden
    if not typed.text.strip():
        raise Refused(_("Non c’è ancora niente da conservare: scrivi che cosa è successo."), field="text")
    if len(typed.text) > LONGEST_DRAFT:
        raise Refused(_("Il testo è troppo lungo per essere conservato: dividilo in due note."), field="text")
    values = {
        "person": person,
        "text": typed.text.replace("\x00", ""),
        "kind": typed.kind if typed.kind in NoteKind.values else "",
        "happened_on": typed.happened_on.replace("\x00", "")[:_LONGEST_DAY],
        "follow_up_on": typed.follow_up_on.replace("\x00", "")[:_LONGEST_DAY],
        "saved_at": timezone.now(),
        "dropped_at": None,
    }
    # What was begun about somebody is never moved to somebody else; begun about nobody, it may find its person.
    own = Draft.objects.select_for_update().filter(public_id=draft, user_id=by.pk)
    kept = own.filter(person=None).first() or own.filter(person=person).first() if draft else None
    if kept is None:
        kept = Draft.objects.create(user_id=by.pk, **values)
        record(Act.CREATE, by=by, about=kept, people=[person.pk] if person else [])
        return kept
    for name, value in values.items():
        setattr(kept, name, value)
    kept.save(update_fields=[*values])
    return kept


@transaction.atomic
def drop_draft(draft: Draft, *, by: User) -> None:
    """Throw an own draft away; for a day it can be taken back. Raises ``Forbidden`` for somebody else's."""
    _ensure_own(draft, by)
    now = timezone.now()
    Draft.objects.filter(user_id=by.pk, dropped_at__lt=now - KEPT_AFTER_DROPPING).delete()
    Draft.objects.filter(pk=draft.pk).update(dropped_at=now)
    record(Act.DELETE, by=by, about=draft, people=[draft.person_id] if draft.person_id else [])


@transaction.atomic
def restore_draft(draft: Draft, *, by: User) -> None:
    """Take back an own draft that was thrown away. Raises ``Forbidden`` for somebody else's."""
    _ensure_own(draft, by)
    Draft.objects.filter(pk=draft.pk).update(dropped_at=None)
    record(Act.UNDO, by=by, about=draft, people=[draft.person_id] if draft.person_id else [])


def _ensure_own(draft: Draft, by: User) -> None:
    if draft.user_id != by.pk:
        raise Forbidden
