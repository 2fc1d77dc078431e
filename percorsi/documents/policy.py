"""Who may change what papers look like."""

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden


def ensure_may_change_templates(by: User) -> None:
    """Raise ``Forbidden`` unless the actor looks after the service."""
    if not by.has(Permission.SERVICE_MANAGE):
        raise Forbidden
