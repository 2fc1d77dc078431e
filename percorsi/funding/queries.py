"""Reading purses and projects."""

from django.db.models import Case, CharField, Exists, F, OuterRef, Value, When
from django.db.models.expressions import Combinable

from percorsi.accounts.models import User
from percorsi.funding.models import Project
from percorsi.funding.policy import OTHER_PROJECTS, reads_protected


def purse_name(user: User, payer: str, *, is_own: bool) -> Combinable:
    """Return the name of the purse at the path ``payer``, for rows about one person.

    A purse may bear the name of a protected project: then its name is for who may read the project's.
    """
    if reads_protected(user, is_own=is_own):
        return F(f"{payer}__name")
    return masked_purse(f"{payer}__name", f"{payer}__match_key")


def masked_purse(name: str, key: str) -> Case:
    """Return the name of a purse as anybody may read it: one called like a protected project is among the others.

    ``name`` and ``key`` are the paths of the purse's name and match key in the rows.
    """
    protected = Project.objects.filter(is_protected=True, match_key=OuterRef(key))
    return Case(When(Exists(protected), then=Value(str(OTHER_PROJECTS))), default=F(name), output_field=CharField())
