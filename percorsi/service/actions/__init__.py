"""Saying what the service is, and taking it back; reporting a problem and answering it."""

from percorsi.service.actions.contracts import ContractDraft, add_contract, change_contract, undo_contract
from percorsi.service.actions.municipalities import ServedDraft, change_served, serve, undo_served
from percorsi.service.actions.problems import answer_problem, report_problem
from percorsi.service.actions.profile import ProfileDraft, change_profile, set_logo, set_standards, undo_profile

__all__ = [
    "ContractDraft",
    "ProfileDraft",
    "ServedDraft",
    "add_contract",
    "answer_problem",
    "change_contract",
    "change_profile",
    "change_served",
    "report_problem",
    "serve",
    "set_logo",
    "set_standards",
    "undo_contract",
    "undo_profile",
    "undo_served",
]
