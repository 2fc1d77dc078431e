"""Writing bodies, the people who work there, and the parts they play."""

from percorsi.organisations.actions.bodies import add_body, bulk_add, ensure_services, ensure_workers, worker_key
from percorsi.organisations.actions.memberships import Part, add_membership, end_membership
from percorsi.organisations.actions.staff import (
    Newcomer,
    close_account,
    create_member,
    open_account,
    rename_member,
    reopen_account,
)

__all__ = [
    "Newcomer",
    "Part",
    "add_body",
    "add_membership",
    "bulk_add",
    "close_account",
    "create_member",
    "end_membership",
    "ensure_services",
    "ensure_workers",
    "open_account",
    "rename_member",
    "reopen_account",
    "worker_key",
]
