"""Writing people. Every action takes ``by``, checks the right, tells the trail, and is all or nothing."""

from percorsi.people.actions.access import Leave, grant_access, withdraw_access
from percorsi.people.actions.bulk import PersonDraft, add_numbers, bulk_add
from percorsi.people.actions.conditions import (
    Belonging,
    accept_proposal,
    add_condition,
    change_condition,
    remove_condition,
    set_main_condition,
)
from percorsi.people.actions.contacts import (
    add_contact,
    add_permit,
    add_relative,
    change_contact,
    change_permit,
    change_relative,
    remove_contact,
    remove_permit,
    remove_relative,
)
from percorsi.people.actions.documents import (
    PaperDraft,
    add_document,
    change_document,
    take_back_withdrawal,
    withdraw_document,
)
from percorsi.people.actions.identity import Identity, change_identity, register_person
from percorsi.people.actions.invalidities import Certificate, add_invalidity, change_invalidity, remove_invalidity
from percorsi.people.actions.keys import rebuild_keys, sort_key
from percorsi.people.actions.merge_plan import Obstacle
from percorsi.people.actions.merging import merge, obstacles, undo_merge
from percorsi.people.actions.numbers import add_number, next_number, order_of
from percorsi.people.actions.pairs import decide_pair, in_order, reopen_pair
from percorsi.people.actions.residences import Address, correct_residence, move, remove_residence
from percorsi.people.actions.situations import Declaration, correct_situation, record_situation, remove_situation

__all__ = [
    "Address",
    "Belonging",
    "Certificate",
    "Declaration",
    "Identity",
    "Leave",
    "Obstacle",
    "PaperDraft",
    "PersonDraft",
    "accept_proposal",
    "add_condition",
    "add_contact",
    "add_document",
    "add_invalidity",
    "add_number",
    "add_numbers",
    "add_permit",
    "add_relative",
    "bulk_add",
    "change_condition",
    "change_contact",
    "change_document",
    "change_identity",
    "change_invalidity",
    "change_permit",
    "change_relative",
    "correct_residence",
    "correct_situation",
    "decide_pair",
    "grant_access",
    "in_order",
    "merge",
    "move",
    "next_number",
    "obstacles",
    "order_of",
    "rebuild_keys",
    "record_situation",
    "register_person",
    "remove_condition",
    "remove_contact",
    "remove_invalidity",
    "remove_permit",
    "remove_relative",
    "remove_residence",
    "remove_situation",
    "reopen_pair",
    "set_main_condition",
    "sort_key",
    "take_back_withdrawal",
    "undo_merge",
    "withdraw_access",
    "withdraw_document",
]
