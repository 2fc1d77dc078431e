"""Writing traineeships and their months."""

from percorsi.traineeships.actions.ending import close_traineeship, extend, undo_close, undo_extend
from percorsi.traineeships.actions.months import (
    Entered,
    MonthDraft,
    MonthEntry,
    doubts,
    enter_months,
    record_month,
    reopen_month,
    verify_months,
)
from percorsi.traineeships.actions.pausing import Pause, resume, suspend, undo_resume, undo_suspend
from percorsi.traineeships.actions.starting import (
    TraineeshipDraft,
    change_traineeship,
    doubts_of,
    start_traineeship,
    undo_start,
)

__all__ = [
    "Entered",
    "MonthDraft",
    "MonthEntry",
    "Pause",
    "TraineeshipDraft",
    "change_traineeship",
    "close_traineeship",
    "doubts",
    "doubts_of",
    "enter_months",
    "extend",
    "record_month",
    "reopen_month",
    "resume",
    "start_traineeship",
    "suspend",
    "undo_close",
    "undo_extend",
    "undo_resume",
    "undo_start",
    "undo_suspend",
    "verify_months",
]
