"""The people of a list, a page at a time: who they are, how far their path has come, who follows them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, DateField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import OrderBy
from django.utils.functional import cached_property

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.diary.models import Note
from percorsi.kit.compiled import compiled
from percorsi.kit.dates import age_on
from percorsi.kit.fields import holds_on
from percorsi.people import queries as people
from percorsi.people.models import Person, Residence
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.traineeships.models import Traineeship
from percorsi.web.people.phases import Phase, State, phase_of

ROWS_A_PAGE = 20
# What a reader may ask for instead; a hundred is also the most that can be chosen at once.
PAGE_SIZES = (ROWS_A_PAGE, 50, 100)
MOST_FOUND = 20
# Under the search field, while a name is being typed.
MOST_SUGGESTED = 8
DEFAULT_ORDER = "nome"
_PERSON = OuterRef("pk")
_OPEN = Case.objects.filter(person=_PERSON, closed_on=None)
_WAITING = Referral.objects.filter(person=_PERSON, outcome=Outcome.WAITING)

# Whoever lacks the value comes last in both directions.
ORDERS: dict[str, tuple[OrderBy, ...]] = {
    "nome": (F("sort_key").asc(), F("id").asc()),
    "-nome": (F("sort_key").desc(), F("id").desc()),
    "eta": (F("born_on").desc(nulls_last=True), F("id").asc()),
    "-eta": (F("born_on").asc(nulls_last=True), F("id").asc()),
    "dal": (F("opened_on").asc(nulls_last=True), F("id").asc()),
    "-dal": (F("opened_on").desc(nulls_last=True), F("id").asc()),
    "contatto": (F("last_contact").asc(nulls_last=True), F("id").asc()),
    "-contatto": (F("last_contact").desc(nulls_last=True), F("id").asc()),
}


@dataclass(frozen=True)
class Row:
    """One person as a list shows them. What the reader may not know, or nobody knows, is None or empty."""

    pk: int
    public_id: str
    name: str
    is_protected: bool
    age: int | None
    town: str
    phase: Phase
    opened_on: date | None
    closed_on: date | None
    last_contact: date | None
    follower: str


class Listing(Sequence[Row]):
    """People in an order, as a sequence for the paginator.

    The second half is read from the end, so that the last page costs as little as the first; what a row tells is
    asked for the rows of the page alone.
    """

    ordered = True

    def __init__(self, found: QuerySet[Person], *, user: User, today: date, order: str, size: Callable[[], int]):
        self._found = found.annotate(**_sorted_by(order))
        self._user, self._today, self._order, self._size = user, today, ORDERS[order], size

    @cached_property
    def total(self) -> int:
        """How many people there are in all."""
        return self._size()

    def __len__(self) -> int:
        return self.total

    def __getitem__(self, part: int | slice) -> Any:
        assert isinstance(part, slice), "a list is read a page at a time"
        start, stop = part.start or 0, min(part.stop, self.total)
        forward = self._found.order_by(*self._order)
        if start > self.total // 2:
            keys = forward.reverse()[self.total - stop : self.total - start]
        else:
            keys = forward[start:stop]
        shown = with_state(Person.objects.filter(pk__in=keys.values("pk")), self._user, self._today)
        return rows_of(shown.order_by(*self._order), self._user, self._today)


def in_state(found: QuerySet[Person], state: str, today: date) -> QuerySet[Person]:
    """Keep the people whose path is in a state on a day."""
    return found.filter(_conditions(today)[State(state)]) if state in _conditions(today) else found


@lru_cache(maxsize=2)
def _conditions(today: date) -> dict[State, Q]:
    closed = Case.objects.filter(person=_PERSON).exclude(closed_on=None)
    return {
        State.ACTIVE: Q(Exists(_OPEN)),
        State.WAITING: ~Q(Exists(_OPEN)) & Q(Exists(_WAITING)),
        State.SUSPENDED: Q(Exists(_suspensions(today))),
        State.TRAINEESHIP: Q(Exists(_OPEN)) & Q(Exists(_traineeships(today))),
        State.CLOSED: ~Q(Exists(_OPEN)) & Q(Exists(closed)),
    }


def quick_size(state: str, user: User) -> int | None:
    """Count the active people, or all, from indexes alone: everybody, less the protected hidden from the user.

    None when the user does not see every ordinary person, or the state is another: then the rows must be counted.
    """
    if not people.sees_all_ordinary(user) or state not in {State.ACTIVE, State.ALL}:
        return None
    hidden = people.hidden_from(user)
    if state == State.ALL:
        return Person.objects.count() - hidden.count()
    everybody = Case.objects.filter(closed_on=None).aggregate(n=Count("person", distinct=True))["n"]
    return int(everybody) - hidden.filter(Exists(_OPEN)).count()


def with_state(found: QuerySet[Person], user: User, today: date) -> QuerySet[Person]:
    """Add what tells how far each path has come. Only for few people: each value is a look-up of its own."""
    told = dict(_expressions(today))
    if not user.has(Permission.PEOPLE_CONTACTS):
        told.pop("town")
    if not user.has(Permission.DIARY_READ):
        told.pop("last_contact")
    return found.annotate(**told)


def rows_of(found: Iterable[Person], user: User, today: date) -> list[Row]:
    """Turn people read by :func:`with_state` into rows, within the reader's rights."""
    knows_more = user.has(Permission.PEOPLE_CONTACTS)
    return [
        Row(
            pk=person.pk,
            public_id=person.public_id,
            name=str(person),
            is_protected=person.is_protected,
            age=age_on(person.born_on, today) if knows_more and person.born_on else None,
            town=getattr(person, "town", None) or "",
            phase=phase_of(person),
            opened_on=getattr(person, "opened_on", None),
            closed_on=getattr(person, "last_closed_on", None),
            last_contact=getattr(person, "last_contact", None),
            follower=(getattr(person, "follower", None) or "") if knows_more else "",
        )
        for person in found
    ]


def _sorted_by(order: str) -> dict[str, Subquery]:
    """The look-up by which an order sorts, where it sorts by one."""
    if order.endswith("dal"):
        return {"opened_on": Subquery(_OPEN.order_by("opened_on").values("opened_on")[:1])}
    if order.endswith("contatto"):
        return {"last_contact": _last_contact()}
    return {}


def _last_contact() -> Subquery:
    return Subquery(Note.objects.filter(person=_PERSON).order_by("-happened_on").values("happened_on")[:1])


@lru_cache(maxsize=2)
def _expressions(today: date) -> tuple[tuple[str, Any], ...]:
    """The look-ups of :func:`with_state`, put together once a day: that is half of what they cost."""
    closed = Case.objects.filter(person=_PERSON).order_by().values("person").annotate(last=Max("closed_on"))
    followers = Assignment.objects.filter(holds_on(today), case__person=_PERSON, case__closed_on=None)
    homes = Residence.objects.filter(holds_on(today), person=_PERSON).order_by(F("ends_on").desc(nulls_first=True))
    told: dict[str, Any] = {
        "opened_on": Subquery(_OPEN.order_by("opened_on").values("opened_on")[:1]),
        "last_closed_on": Subquery(closed.values("last")[:1], output_field=DateField()),
        "is_suspended": Exists(_suspensions(today)),
        "is_trainee": Exists(_traineeships(today)),
        "is_waiting": Exists(_WAITING),
        "follower": Subquery(followers.order_by("-starts_on", "-id").values("worker__name")[:1]),
        "town": Subquery(homes.values("municipality__name")[:1]),
        "last_contact": _last_contact(),
    }
    return tuple(compiled(Person.objects.all(), told).items())


def _suspensions(today: date) -> QuerySet[Suspension]:
    return Suspension.objects.filter(holds_on(today), case__person=_PERSON, case__closed_on=None)


def _traineeships(today: date) -> QuerySet[Traineeship]:
    return Traineeship.objects.filter(holds_on(today), person=_PERSON)


def first_found(found: QuerySet[Person], user: User, today: date, *, most: int = MOST_FOUND) -> list[Row]:
    """Return the rows of a search, in the order of the names: one more than ``most`` when there are more."""
    keys = found.order_by(*ORDERS[DEFAULT_ORDER])[: most + 1]
    shown = with_state(Person.objects.filter(pk__in=keys.values("pk")), user, today)
    return rows_of(shown.order_by(*ORDERS[DEFAULT_ORDER]), user, today)
