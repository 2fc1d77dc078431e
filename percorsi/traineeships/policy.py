"""Who may write about the work of a person: who follows them, who coordinates, and who keeps the papers."""

from django.db.models import Exists, OuterRef, Value
from django.db.models.expressions import BaseExpression

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden
from percorsi.people import policy as people_policy
from percorsi.people import queries as people
from percorsi.people.models import Person

# Who writes for everybody they see.
_OF_ALL = frozenset({Role.OFFICER, Role.OPERATIONAL_COORDINATOR})


def may_write(user: User, person: Person) -> bool:
    """Whether the user may write traineeships, months and hires of the person.

    Who follows people may for their own, who coordinates and the officer for all they see: the officer sees no
    protected person, the others only those for whom they are cleared.
    """
    if not user.has(Permission.WORK_WRITE):
        return False
    if user.role in _OF_ALL:
        return people.visible_to(user).filter(pk=person.pk).exists()
    return people_policy.may_write(user, person)


def ensure_may_write(user: User, person: Person) -> None:
    """Raise :class:`Forbidden` unless :func:`may_write`; the actor of console commands always may."""
    if not (user.is_system or may_write(user, person)):
        raise Forbidden


def is_writable(user: User, person: str = "person") -> BaseExpression:
    """Return :func:`may_write` as an expression, for rows of people whom the user sees; ``person`` is their path."""
    if not user.has(Permission.WORK_WRITE):
        return Value(False)
    return Value(True) if user.role in _OF_ALL else is_own(user, person)


def is_own(user: User, person: str = "person") -> BaseExpression:
    """Return "the person at this path is in the user's hands today" as an expression for rows."""
    if user.standing is None or not user.has(Permission.DIARY_READ):
        return Value(False)
    return Exists(Person.objects.filter(people.own_of(user.standing.worker), pk=OuterRef(person)))


def reads_reasons(user: User) -> bool:
    """Whether the user reads how a traineeship ended and why it stopped or was extended, which may tell of health."""
    return user.has(Permission.DIARY_READ)
