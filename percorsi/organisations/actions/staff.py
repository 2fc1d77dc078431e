"""People who work in the service and their accounts."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts import actions as accounts
from percorsi.accounts.models import User
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze
from percorsi.organisations.actions.bodies import worker_key
from percorsi.organisations.actions.memberships import Part, add_membership
from percorsi.organisations.models import Worker
from percorsi.organisations.policy import ensure_administrator_left, ensure_manages


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is to get an account. ``is_namesake`` says that they are not the worker already known by that name."""

    name: str
    username: str
    is_namesake: bool = False


@transaction.atomic
def create_member(newcomer: Newcomer, *, part: Part, by: User, password: str | None = None) -> User:
    """Make a worker with an account and a first membership, all or nothing; without a password see ``activate``.

    Raises Refused with field ``is_namesake`` when a worker of that name waits without account: it is probably them.
    """
    ensure_manages(by, None)
    key = worker_key(newcomer.name)
    if not newcomer.is_namesake and Worker.objects.filter(match_key=key, user=None).exists():
        raise Refused(
            _(
                "C’è già un operatore con questo nome, senza account. Se è la stessa persona, apri l’account dalla sua "
                "riga in «Operatori senza account»; se è un’altra, conferma qui."
            ),
            field="is_namesake",
        )
    user = accounts.create_account(username=newcomer.username, name=newcomer.name, password=password, by=by)
    worker = Worker.objects.create(name=squeeze(newcomer.name), match_key=key, user=user)
    add_membership(worker, part=part, by=by)
    return user


@transaction.atomic
def open_account(worker: Worker, *, username: str, by: User, name: str = "") -> User:
    """Give an account to a worker whom the register or a colleague named before; their memberships hold from now.

    ``name`` is how they are called from now on: a register writes the surname first. It goes on finding them by the
    words that it knows.
    """
    ensure_manages(by, None)
    worker = Worker.objects.select_for_update().get(pk=worker.pk)
    if worker.user_id is not None:
        raise Refused(_("Questa persona ha già un account: cercala tra gli utenti."))
    worker.name = squeeze(name) or worker.name
    worker.user = accounts.create_account(username=username, name=worker.name, by=by)
    worker.save(update_fields=["name", "user"])
    return worker.user


@transaction.atomic
def rename_member(user: User, *, username: str, name: str, by: User) -> None:
    """Write how somebody with an account is called, here and where they work. Raises Refused for a taken user name."""
    accounts.change_account(user, username=username, name=name, by=by)
    Worker.objects.filter(user=user).update(name=user.name)


@transaction.atomic
def close_account(user: User, *, by: User) -> None:
    """Shut somebody out at once. Raises Refused for one's own account and for the last administrator."""
    ensure_manages(by, user)
    if user.is_active:
        ensure_administrator_left(without=user, on=timezone.localdate())
        accounts.set_active(user, is_active=False, by=by)


@transaction.atomic
def reopen_account(user: User, *, by: User) -> str:
    """Let somebody in again, and return the secret of the activation link by which they choose a new password."""
    ensure_manages(by, user)
    if not user.is_active:
        accounts.set_active(user, is_active=True, by=by)
    return accounts.issue_activation(user, by=by)
