"""Who may set up activities. Who takes part is written by whoever may write about the person."""

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden


def may_organise(user: User) -> bool:
    """Whether the user may add editions and sessions: those who follow people."""
    return user.has(Permission.PEOPLE_WRITE)


def ensure_may_organise(user: User) -> None:
    """Raise :class:`Forbidden` unless the user may organise; the actor of console commands always may."""
    if not (user.is_system or may_organise(user)):
        raise Forbidden
