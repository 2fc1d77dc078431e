"""The team as who coordinates sees it: who follows whom, how many each, and what of theirs is late."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
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


@dataclass(frozen=True)
class Load:
    """One worker: how many people they follow, and how many things about them are late."""

    name: str
    people: int
    late: int


@dataclass(frozen=True)
class Team:
    """Who follows each person of the list, and the load of each worker, the heaviest first."""

    followers: Mapping[int, str]
    loads: list[Load]


NOBODY = Team({}, [])


def team_of(user: User, today: date, rows: Iterable[Due]) -> Team:
    """Return the team around the rows of a worklist; people hidden from the user count nowhere."""
    told = {due.person for due in rows}
    present = Assignment.objects.filter(holds_on(today), case__closed_on=None, case__person__in=told)
    names: dict[int, list[str]] = defaultdict(list)
    for person, name in present.order_by("starts_on", "id").values_list("case__person", "worker__name"):
        if name not in names[person]:
            names[person].append(name)
    late = Counter(name for due in rows if due.days < 0 for name in names.get(due.person, ()))
    loads = [Load(name, n, late[name]) for name, n in _numbers(user, today)]
    return Team({person: ", ".join(found) for person, found in names.items()}, loads)


def _numbers(user: User, today: date) -> Iterable[tuple[str, int]]:
    """Name and number of people in charge, of who follows somebody or whose part it is to follow."""
    counted = holds_on(today, **_ASSIGNED) & Q(assignments__case__closed_on=None)
    counted &= ~Q(assignments__case__person__in=people.hidden_from(user).values("pk"))
    part = Membership.objects.filter(holds_on(today), worker=OuterRef("pk"), role__in=STAND_INS)
    works = Assignment.objects.filter(holds_on(today), worker=OuterRef("pk"), case__closed_on=None)
    found = Worker.objects.filter(Q(Exists(part)) | Q(Exists(works)))
    found = found.annotate(n=Count("assignments__case__person", filter=counted, distinct=True))
    return found.order_by("-n", "name", "pk").values_list("name", "n")
