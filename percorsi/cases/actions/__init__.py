"""Writing paths."""

from percorsi.cases.actions.closing import Discharge, Reopening, check_discharge, discharge, reopen
from percorsi.cases.actions.following import StandIn, assign, cover, end_assignment, end_cover, reassign
from percorsi.cases.actions.opening import accept_and_open, open_case
from percorsi.cases.actions.pausing import Pause, resume, suspend
from percorsi.cases.actions.taking_back import (
    take_back_answer,
    take_back_assignment,
    take_back_cover,
    take_back_reassignments,
    take_back_suspension,
)

__all__ = [
    "Discharge",
    "Pause",
    "Reopening",
    "StandIn",
    "accept_and_open",
    "assign",
    "check_discharge",
    "cover",
    "discharge",
    "end_assignment",
    "end_cover",
    "open_case",
    "reassign",
    "reopen",
    "resume",
    "suspend",
    "take_back_answer",
    "take_back_assignment",
    "take_back_cover",
    "take_back_reassignments",
    "take_back_suspension",
]
