"""Who may set up activities, enrol people and mark who came: whoever runs groups, of the people they see.

Who leads a group marks everybody in it, also people whom a colleague follows.
"""

from collections.abc import Collection

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden
from percorsi.people import queries as people
from percorsi.people.models import Person


def may_organise(user: User) -> bool:
    """Whether the user may add editions and sessions."""
    return user.has(Permission.GROUPS_WRITE)


def ensure_may_organise(user: User) -> None:
    """Raise :class:`Forbidden` unless the user may organise; the actor of console commands always may."""
    if not (user.is_system or may_organise(user)):
        raise Forbidden


def ensure_may_take_in(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user may enrol this person and mark their presence; commands always may."""
    ensure_sees_all(user, [person.pk])


def ensure_sees_all(user: User, keys: Collection[int]) -> None:
    """Raise :class:`Forbidden` unless the user runs groups and sees each of these people; commands always do."""
    ensure_may_organise(user)
    wanted = set(keys)
    if not user.is_system and people.visible_to(user).filter(pk__in=wanted).count() != len(wanted):
        raise Forbidden
