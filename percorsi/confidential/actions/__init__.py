"""Hiding who somebody is, showing it to who is cleared, correcting it, ending the protection."""

from percorsi.confidential.actions.correcting import (
    HiddenIdentity,
    change_protected,
    change_protected_identity,
)
from percorsi.confidential.actions.ending import end_protection
from percorsi.confidential.actions.hiding import free_alias, protect, register_protected
from percorsi.confidential.actions.revealing import reveal

__all__ = [
    "HiddenIdentity",
    "change_protected",
    "change_protected_identity",
    "end_protection",
    "free_alias",
    "protect",
    "register_protected",
    "reveal",
]
