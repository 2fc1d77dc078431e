"""Who may say what the service is."""

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden


def ensure_manages_service(by: User) -> None:
    """Raise :class:`Forbidden` unless the actor looks after the service; the actor of commands always may."""
    if not (by.is_system or by.has(Permission.SERVICE_MANAGE)):
        raise Forbidden
