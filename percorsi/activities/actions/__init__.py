"""Writing activities: editions, sessions, who is enrolled and who came."""

from percorsi.activities.actions.attendance import mark_attendance, mark_sheet
from percorsi.activities.actions.editions import ActivityDraft, add_activity, change_activity
from percorsi.activities.actions.sessions import (
    SessionDraft,
    add_session,
    add_sessions,
    cancel_session,
    change_session,
    restore_session,
)
from percorsi.activities.actions.taking_part import enrol, readmit, take_back_enrolment, withdraw

__all__ = [
    "ActivityDraft",
    "SessionDraft",
    "add_activity",
    "add_session",
    "add_sessions",
    "cancel_session",
    "change_activity",
    "change_session",
    "enrol",
    "mark_attendance",
    "mark_sheet",
    "readmit",
    "restore_session",
    "take_back_enrolment",
    "withdraw",
]
