"""Writing bodies, the people who work there, and the parts they play."""

from percorsi.organisations.actions.bodies import add_body, bulk_add, ensure_services, ensure_workers, worker_key
from percorsi.organisations.actions.companies import (
    CompanyDraft,
    ReferenceDraft,
    add_company,
    add_reference,
    change_company,
    change_reference,
    end_reference,
    resume_reference,
)
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
    "CompanyDraft",
    "Newcomer",
    "Part",
    "ReferenceDraft",
    "add_body",
    "add_company",
    "add_membership",
    "add_reference",
    "bulk_add",
    "change_company",
    "change_reference",
    "close_account",
    "create_member",
    "end_membership",
    "end_reference",
    "ensure_services",
    "ensure_workers",
    "open_account",
    "rename_member",
    "reopen_account",
    "resume_reference",
    "worker_key",
]
