"""Making accounts."""

from percorsi.accounts.models import User

COMMAND = "comando"


def command_user() -> User:
    """Return the actor of the console commands, adding it to an empty database. Nobody logs in with it."""
    user, is_new = User.objects.get_or_create(
        username=COMMAND, defaults={"name": "Comando di sistema", "is_system": True, "is_active": False}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
