"""Who may write what was said with a company."""

from percorsi.accounts.models import User
from percorsi.employers.models import Contact
from percorsi.kit.refusal import Forbidden
from percorsi.organisations.models import Organisation
from percorsi.organisations.policy import KINDS_OF_COMPANIES, ensure_keeps_companies, keeps_companies


def may_change(user: User, contact: Contact) -> bool:
    """Whether the user may change a contact or take it back: only who wrote it."""
    return keeps_companies(user) and user.standing is not None and contact.written_by_id == user.standing.worker


def ensure_may_change(user: User, contact: Contact) -> None:
    """Raise :class:`Forbidden` unless the contact is the user's own."""
    if not may_change(user, contact):
        raise Forbidden


def ensure_may_log(user: User, company: Organisation) -> None:
    """Raise :class:`Forbidden` unless the user keeps companies and this is one."""
    ensure_keeps_companies(user)
    if company.kind not in KINDS_OF_COMPANIES:
        raise Forbidden
