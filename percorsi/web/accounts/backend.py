"""How a session becomes a reader: the account with the standing of its membership in force."""

from allauth.account.auth_backends import AuthenticationBackend

from percorsi.accounts.models import User
from percorsi.organisations.queries import reader


class ReaderBackend(AuthenticationBackend):
    """Looks the reader up at every request, so that a role taken away ends at the next click."""

    def get_user(self, user_id: int) -> User | None:
        """Return the active account with its standing, or None."""
        user = reader(user_id)
        return user if user is not None and self.user_can_authenticate(user) else None

    def user_can_authenticate(self, user: User | None) -> bool:
        """Whether the account may enter; nobody does with the one of the commands."""
        return user is not None and user.is_active and not user.is_system

    @classmethod
    def _stash_user(cls, user: User | None) -> None:
        # allauth would tell who knows the password of a disabled account that it is disabled.
        return None
