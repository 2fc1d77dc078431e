"""Who may write in the diary, and who reads what is written there."""

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.diary.models import Appointment, Note
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


def may_make(user: User, person: Person | None) -> bool:
    """Whether the user may make an appointment with the person, or a meeting of the team about nobody."""
    return user.has(Permission.DIARY_WRITE) if person is None else may_write(user, person)


def may_keep(user: User, appointment: Appointment) -> bool:
    """Whether the user may move, cancel or close an appointment: who may write about the person; else whose it is."""
    if appointment.person is not None:
        return may_write(user, appointment.person)
    is_own = user.standing is not None and appointment.worker_id == user.standing.worker
    return user.has(Permission.DIARY_WRITE) and (is_own or reads_all_agendas(user))


def reads_all_agendas(user: User) -> bool:
    """Whether the user may open the agenda of every colleague: who says who follows whom, and who stands in."""
    return user.has(Permission.DIARY_READ) and user.has(Permission.CASES_ASSIGN)


def ensure_may_make(user: User, person: Person | None) -> None:
    """Raise :class:`Forbidden` unless the user may make the appointment; the actor of console commands may."""
    if not (user.is_system or may_make(user, person)):
        raise Forbidden


def ensure_may_keep(user: User, appointment: Appointment) -> None:
    """Raise :class:`Forbidden` unless the user may change the appointment; the actor of console commands may."""
    if not (user.is_system or may_keep(user, appointment)):
        raise Forbidden
