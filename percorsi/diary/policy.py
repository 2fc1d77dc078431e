"""Who may write in the diary, and who reads what is written there."""

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.diary.models import Note
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Person
from percorsi.people.policy import may_write as may_write_about


def may_write(user: User, person: Person) -> bool:
    """Whether the user may write notes about the person."""
    return user.has(Permission.DIARY_WRITE) and may_write_about(user, person)


def may_change(user: User, note: Note) -> bool:
    """Whether the user may change a note: only who wrote it, while they may still write about the person."""
    is_own = user.standing is not None and note.written_by_id == user.standing.worker
    return is_own and may_write(user, note.person)


def ensure_may_write(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user may write; the actor of console commands always may."""
    if not (user.is_system or may_write(user, person)):
        raise Forbidden


def ensure_may_change(user: User, note: Note) -> None:
    """Raise :class:`Forbidden` unless the note is the user's own and may still be changed."""
    if not may_change(user, note):
        raise Forbidden
