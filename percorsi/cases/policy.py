"""Who may change a path: mediators suspend and resume their own; who coordinates also entrusts, discharges, reopens."""

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Person
from percorsi.people.policy import may_write

# Who may follow a path, and who may stand in for a colleague (a psychologist sees only whom is entrusted to them).
FOLLOWERS = (Role.MEDIATOR, Role.PSYCHOLOGIST, Role.OPERATIONAL_COORDINATOR)
STAND_INS = (Role.MEDIATOR,)


def may(user: User, permission: Permission, person: Person) -> bool:
    """Whether the user may do to the person's paths what the permission names."""
    return user.has(permission) and may_write(user, person)


def ensure_may(user: User, permission: Permission, person: Person) -> None:
    """Raise :class:`Forbidden` unless :func:`may`; the actor of console commands always may."""
    if not (user.is_system or may(user, permission, person)):
        raise Forbidden


def reads_reasons(user: User) -> bool:
    """Whether the user reads why a path was suspended or closed, which may tell of health."""
    return user.has(Permission.DIARY_READ)
