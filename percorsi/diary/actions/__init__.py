"""Writing the diary: notes, the agenda, what is not finished yet."""

from percorsi.diary.actions.appointments import (
    Outcome,
    Slot,
    cancel_appointment,
    make_appointment,
    move_appointment,
    record_outcome,
    reopen_appointment,
)
from percorsi.diary.actions.drafts import TypedDraft, drop_draft, keep_draft, restore_draft
from percorsi.diary.actions.notes import LONGEST_TEXT, TypedNote, change_note, write_note

__all__ = [
    "LONGEST_TEXT",
    "Outcome",
    "Slot",
    "TypedDraft",
    "TypedNote",
    "cancel_appointment",
    "change_note",
    "drop_draft",
    "keep_draft",
    "make_appointment",
    "move_appointment",
    "record_outcome",
    "reopen_appointment",
    "restore_draft",
    "write_note",
]
