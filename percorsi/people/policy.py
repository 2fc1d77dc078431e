"""Who may write about whom. Reading is said by ``queries.visible_to``."""

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Person
from percorsi.people.queries import own_of, visible_to


def is_own(user: User, person: Person) -> bool:
    """Whether the person is in the hands of the user today: assigned to them, or covered for a colleague."""
    if user.standing is None:
        return False
    return Person.objects.filter(own_of(user.standing.worker), pk=person.pk).exists()


def may_write(user: User, person: Person) -> bool:
    """Whether the user may change what is known of the person: coordinators of all they see, others of their own."""
    if not user.has(Permission.PEOPLE_WRITE) or not visible_to(user).filter(pk=person.pk).exists():
        return False
    return user.role == Role.OPERATIONAL_COORDINATOR or is_own(user, person)


def may_write_documents(user: User, person: Person) -> bool:
    """Whether the user may add and change papers of the person: coordinators and officers of all they see."""
    if not user.has(Permission.DOCUMENTS_WRITE) or not visible_to(user).filter(pk=person.pk).exists():
        return False
    return user.role in {Role.OPERATIONAL_COORDINATOR, Role.OFFICER} or is_own(user, person)


def ensure_may_write_documents(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user may write papers; the actor of console commands always may."""
    if not (user.is_system or may_write_documents(user, person)):
        raise Forbidden


def ensure_may_write(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless the user may write; the actor of console commands always may."""
    if user.is_system or may_write(user, person):
        return
    raise Forbidden
