"""Reading hires."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Value

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.placements.models import Placement
from percorsi.service.choices import Standard


def visible_to(user: User) -> QuerySet[Placement]:
    """Return the hires of the people whom the user may see."""
    if not user.has(Permission.WORK_READ):
        return Placement.objects.none()
    return Placement.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def of_person(person: Person, user: User) -> QuerySet[Placement]:
    """Return the hires of one person, if the user may see them."""
    if not (user.has(Permission.WORK_READ) and people.sees(user, person)):
        return Placement.objects.none()
    return Placement.objects.filter(person=person)


def timeline_rows(person: Person, user: User) -> QuerySet[Placement, dict[str, object]]:
    """Return the hires of one person as rows of the timeline (kind ``hire``), each a milestone."""
    return (
        of_person(person, user)
        .values("pk")
        .annotate(
            day=F("starts_on"),
            kind=Value("hire"),
            title=F("employer__name"),
            text=F("job"),
            author=Value(""),
            link=F("public_id"),
            is_milestone=Value(True),
        )
        .values(*COLUMNS)
    )


def due_rows(user: User, on: date, among: Q, terms: Mapping[str, int]) -> QuerySet[Any, Any]:
    """Return the hires that are about to end (kind ``contract_end``), or that ended and nobody said how.

    A later hire takes the place of an earlier one; of imported history only what is still to come is told.
    """
    rows = Placement.objects.filter(among) if user.has(Permission.WORK_READ) else Placement.objects.none()
    later = Placement.objects.filter(person=OuterRef("person"), starts_on__gt=OuterRef("starts_on"))
    until = on + timedelta(days=terms[Standard.CONTRACT_ENDING])
    ending = rows.filter(Q(is_imported=False) | Q(ends_on__gte=on), ~Exists(later), ends_on__lte=until, end_reason="")
    words = (F("employer__name"), F("public_id"))
    return people.as_due(ending, "contract_end", due_on=F("ends_on"), since=F("starts_on"), words=words)
