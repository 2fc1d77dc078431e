"""The team as who coordinates sees it: how many people each follows, and how many of them have something late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q

from percorsi.accounts.models import User
from percorsi.cases.models import Assignment
from percorsi.cases.policy import STAND_INS
from percorsi.kit.fields import holds_on
from percorsi.organisations.models import Membership, Worker
from percorsi.people import queries as people
from percorsi.web.today.reasons import Due

_ASSIGNED = {"starts": "assignments__starts_on", "ends": "assignments__ends_on"}
_PERSON = "assignments__case__person"


@dataclass(frozen=True)
class Load:
    """One worker: how many people they follow, and about how many of them something is late."""

    name: str
    people: int
    late: int


def loads_of(user: User, today: date, rows: Iterable[Due]) -> list[Load]:
    """Return who follows somebody or whose part it is to follow, the heaviest load first.

    ``rows`` are those of the worklist. People hidden from the user count nowhere.
    """
    counted = holds_on(today, **_ASSIGNED) & Q(assignments__case__closed_on=None)
    counted &= ~Q(**{f"{_PERSON}__in": people.hidden_from(user).values("pk")})
    late = Q(**{f"{_PERSON}__in": {due.person for due in rows if due.days < 0}})
    part = Membership.objects.filter(holds_on(today), worker=OuterRef("pk"), role__in=STAND_INS)
    works = Assignment.objects.filter(holds_on(today), worker=OuterRef("pk"), case__closed_on=None)
    found = Worker.objects.filter(Q(Exists(part)) | Q(Exists(works))).annotate(
        people=Count(_PERSON, filter=counted, distinct=True), late=Count(_PERSON, filter=counted & late, distinct=True)
    )
    return [Load(*row) for row in found.order_by("-people", "name", "pk").values_list("name", "people", "late")]
