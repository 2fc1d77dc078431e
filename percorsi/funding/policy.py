"""Who may read the name of a project: that of a protected one tells where somebody comes from."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.funding.models import Project

OTHER_PROJECTS = _("altri progetti")


def may_read_name(user: User, project: Project, *, is_own: bool) -> bool:
    """Whether the user may read the project's name beside a person; ``is_own`` says that the person is in their hands.

    That of a protected project is for who coordinates and for who follows that very person, nobody else.
    """
    return not project.is_protected or reads_protected(user, is_own=is_own)


def reads_protected(user: User, *, is_own: bool) -> bool:
    """Whether the user may read the names of protected projects beside a person."""
    return user.has(Permission.PEOPLE_CATEGORY) and (is_own or user.role == Role.OPERATIONAL_COORDINATOR)


def label_of(user: User, project: Project, *, is_own: bool) -> str | Promise:
    """Return the project's name, or the words that stand for every project that the user may not know."""
    return project.name if may_read_name(user, project, is_own=is_own) else OTHER_PROJECTS
