"""Writing paths."""

from percorsi.cases.actions.closing import Discharge, Reopening, check_discharge, discharge, reopen
from percorsi.cases.actions.following import assign, cover, end_assignment, end_cover
from percorsi.cases.actions.opening import open_case
from percorsi.cases.actions.pausing import Pause, resume, suspend

__all__ = [
    "Discharge",
    "Pause",
    "Reopening",
    "assign",
    "check_discharge",
    "cover",
    "discharge",
    "end_assignment",
    "end_cover",
    "open_case",
    "reopen",
    "resume",
    "suspend",
]
