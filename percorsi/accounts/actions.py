"""Making accounts, letting them in and shutting them out.

What takes a role away, and with it perhaps the last administrator, is decided in ``organisations.actions``.
"""

import re
from datetime import datetime

from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.policy import ensure_manages_users
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze

COMMAND = "comando"
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,59}")


class ActivationTokens(PasswordResetTokenGenerator):
    """The secret of an activation link. A password set or a login in between makes it void, and so does its age."""

    key_salt = "percorsi.accounts.activation"

    def _now(self) -> datetime:
        # Django counts by the clock on the wall, which jumps an hour twice a year and differs between two servers.
        return timezone.now().replace(tzinfo=None)


activation_tokens = ActivationTokens()


def command_user() -> User:
    """Return the actor of the console commands, adding it to an empty database. Nobody logs in with it."""
    user, is_new = User.objects.get_or_create(
        username=COMMAND, defaults={"name": "Comando di sistema", "is_system": True, "is_active": False}
    )
    if is_new:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user


@transaction.atomic
def create_account(*, username: str, name: str, by: User, password: str | None = None) -> User:
    """Make an account; without a password it waits for its activation link. Raises Refused for what cannot be taken.

    The account has no right until a membership gives it one.
    """
    ensure_manages_users(by)
    user = User(username=_free_username(username), name=_name(name))
    if password is None:
        user.set_unusable_password()
    else:
        _ensure_strong(password, user)
        user.set_password(password)
    user.save()
    record(Act.CREATE, by=by, about=user, details=_naming(user))
    return user


@transaction.atomic
def change_account(user: User, *, username: str, name: str, by: User) -> None:
    """Write how an account is called. Raises Refused when another has that user name."""
    ensure_manages_users(by)
    user.username = _free_username(username, besides=user)
    user.name = _name(name)
    user.save(update_fields=["username", "name"])
    record(Act.CHANGE, by=by, about=user, details=_naming(user))


@transaction.atomic
def issue_activation(user: User, *, by: User) -> str:
    """Return the secret of a new activation link; the old password, older links and open sessions end at once."""
    ensure_manages_users(by)
    if not user.is_active or user.is_system:
        raise Refused(_("L’account è disattivato: riattivalo prima di creare un collegamento."))
    # Every unusable password differs from the one before, which is what makes older links void.
    user.set_unusable_password()
    user.save(update_fields=["password"])
    record(Act.GRANT, by=by, about=user, details=Details(fields={"activation": "issued"}))
    return activation_tokens.make_token(user)


def may_activate(user: User, token: str) -> bool:
    """Whether the secret opens this account now: unused, not too old, and the account active."""
    return user.is_active and not user.is_system and activation_tokens.check_token(user, token)


@transaction.atomic
def activate(user: User, *, token: str, password: str) -> None:
    """Set the first password with the secret of the link, which is used up. Raises Refused otherwise."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if not may_activate(user, token):
        raise Refused(_("Il collegamento non vale più: chiedine uno nuovo all’amministratore di sistema."))
    _set_password(user, password, by=user)


@transaction.atomic
def change_password(user: User, *, password: str, by: User) -> None:
    """Set one's own password; every session but the one in hand ends. Raises Refused for a weak one."""
    if user.pk != by.pk:
        ensure_manages_users(by)
    _set_password(user, password, by=by)


@transaction.atomic
def set_active(user: User, *, is_active: bool, by: User) -> None:
    """Open or shut an account. Either way its password and sessions end: who comes back needs an activation link.

    Pages call ``organisations.actions``, which sees to it that an administrator is left.
    """
    ensure_manages_users(by)
    if user.is_system:
        raise Refused(_("Questo account serve ai comandi del sistema e non si modifica."))
    user.is_active = is_active
    user.set_unusable_password()
    user.save(update_fields=["is_active", "password"])
    record(Act.CHANGE, by=by, about=user, details=Details(fields={"is_active": is_active}))


@transaction.atomic
def switch_keys(user: User, *, is_off: bool) -> None:
    """Turn the single keys of the pages off or on for one's own account."""
    user.has_keys_off = is_off
    user.save(update_fields=["has_keys_off"])
    record(Act.CHANGE, by=user, about=user, details=Details(fields={"has_keys_off": is_off}))


def remember_filters(user: User, *, where: str, query: str) -> None:
    """Keep the filters last used on a list (``where`` names its page); an empty query forgets them.

    A comfort, written while reading: it stays out of the trail, which already says who was shown.
    """
    kept = {name: asked for name, asked in user.last_filters.items() if name != where}
    user.last_filters = kept | ({where: query} if query else {})
    user.save(update_fields=["last_filters"])


def _set_password(user: User, password: str, *, by: User) -> None:
    _ensure_strong(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(Act.CHANGE, by=by, about=user, details=Details(fields={"password": "changed"}))


def _ensure_strong(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise Refused(" ".join(weak.messages), field="password1") from weak


def _free_username(username: str, *, besides: User | None = None) -> str:
    """Return the user name as it is stored, in small letters: two people are never told apart by a capital."""
    written = squeeze(username).lower()
    if not _USERNAME.fullmatch(written):
        raise Refused(
            _("Usa da 3 a 60 caratteri, per esempio «e.nibbio»: lettere senza accenti, numeri, punti e trattini."),
            field="username",
        )
    holder = User.objects.filter(username__iexact=written).first()
    if holder is not None and holder != besides:
        raise Refused(_("Il nome utente è già di un altro account: scegline uno diverso."), field="username")
    return written


def _name(name: str) -> str:
    written = squeeze(name)
    if not written:
        raise Refused(_("Scrivi nome e cognome."), field="name")
    return written


def _naming(user: User) -> Details:
    return Details(fields={"username": user.username, "name": user.name})
