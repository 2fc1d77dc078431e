"""Who may hide a person, and who may see what was hidden."""

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Person
from percorsi.people.policy import ensure_may_write
from percorsi.people.queries import visible_to


def ensure_may_protect(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user may hide people and sees this one."""
    _ensure(user, Permission.PEOPLE_PROTECT, person)


def ensure_may_reveal(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user reads people and is cleared for this protected one."""
    _ensure(user, Permission.PEOPLE_READ, person)


def ensure_may_correct(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user is cleared for this protected person and may write about them."""
    ensure_may_reveal(user, person)
    ensure_may_write(user, person)


def _ensure(user: User, right: Permission, person: Person) -> None:
    if user.is_system and right == Permission.PEOPLE_PROTECT:
        return
    # A protected person is visible only to who is cleared for them.
    if not user.has(right) or not visible_to(user).filter(pk=person.pk).exists():
        raise Forbidden
