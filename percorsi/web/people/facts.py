"""What is known of one person, read in one query: each room's rows brought to the same columns."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import CharField, DateField, F, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases.models import Assignment
from percorsi.kit.fields import holds_on
from percorsi.people.choices import Audience, ContactKind
from percorsi.people.legal import category_choices, is_sensitive
from percorsi.people.models import (
    Condition,
    Contact,
    Invalidity,
    Permit,
    Person,
    PersonDocument,
    RegisterNumber,
    Relative,
    Residence,
)
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship

_NO_TEXT, _NO, _NO_DAY = Value(""), Value(False), Cast(Value(None), DateField())


@dataclass(frozen=True)
class Fact:
    """One thing known: what it is, how it is called, a remark, from when to when."""

    group: str
    key: int
    value: str
    label: str
    more: str
    starts_on: date | None
    ends_on: date | None
    is_main: bool

    @property
    def category(self) -> str:
        """The Italian label of a category of the law."""
        return dict(category_choices()).get(self.value, self.value)

    @property
    def contact_kind(self) -> str:
        """The Italian label of a kind of contact."""
        return str(ContactKind(self.label).label)

    @property
    def is_over(self) -> bool:
        """Whether it ended before today."""
        return self.ends_on is not None and self.ends_on < timezone.localdate()


class Facts(defaultdict[str, list[Fact]]):
    """The facts by group; a group that the reader may not see, or that is empty, has none."""

    def __init__(self, facts: Iterable[Fact] = ()):
        super().__init__(list)
        for fact in facts:
            self[fact.group].append(fact)


def facts_of(person: Person, user: User, *, only: Iterable[str] | None = None) -> Facts:
    """Return what the user may know of the person; ``only`` names the groups wanted."""
    prepared = _prepared(timezone.localdate(), user.has(Permission.PEOPLE_HEALTH))
    first, *others = (
        rows.filter(**{_PERSON.get(name, "person"): person})
        for name, rows in prepared.items()
        if user.has(_RIGHTS[name]) and (only is None or name in only)
    )
    rows = first.union(*others, all=True) if others else first
    return Facts(Fact(*row) for row in rows.order_by("fact_group", "fact_starts_on", "fact_key"))


_RIGHTS = {
    "numbers": Permission.PEOPLE_READ,
    "followers": Permission.CASES_READ,
    "residences": Permission.PEOPLE_CONTACTS,
    "contacts": Permission.PEOPLE_CONTACTS,
    "relatives": Permission.PEOPLE_CONTACTS,
    "permits": Permission.PEOPLE_CATEGORY,
    "conditions": Permission.PEOPLE_CATEGORY,
    "invalidities": Permission.PEOPLE_HEALTH,
    "papers": Permission.DOCUMENTS_READ,
    "traineeships": Permission.WORK_READ,
    "hires": Permission.WORK_READ,
}
_PERSON = {"followers": "case__person"}


@lru_cache(maxsize=4)
def _prepared(today: date, reads_health: bool) -> dict[str, QuerySet]:
    """The rows of each group, of everybody and not read yet; put together once a day, since that costs most."""
    # The service that sent somebody may tell what they suffer from.
    sender = F("sending_service__name") if reads_health else _NO_TEXT
    present = Assignment.objects.filter(holds_on(today), case__closed_on=None)
    conditions = Condition.objects.all()
    if not reads_health:
        harmless = [code for code, _label in category_choices() if not is_sensitive(code)]
        conditions = conditions.filter(category__in=harmless)
    papers = PersonDocument.objects.filter(withdrawn_at=None, replaced_by=None).exclude(expires_on=None)
    if not reads_health:
        papers = papers.exclude(audience=Audience.HEALTH)
    running = Traineeship.objects.filter(ends_on__gte=today, outcome="")
    hires = Placement.objects.filter(ends_on__gte=today, end_reason="")
    days = {"starts_on": F("starts_on"), "ends_on": F("ends_on")}
    seen = {"starts_on": F("issued_on"), "ends_on": F("review_on")}
    percent = Cast("percent", CharField())
    groups: dict[str, tuple[QuerySet, dict[str, Any]]] = {
        "numbers": (RegisterNumber.objects.all(), {"value": F("number"), "more": sender}),
        "followers": (present, {"value": F("worker__name"), "starts_on": F("starts_on")}),
        "residences": (Residence.objects.all(), {"value": F("municipality__name"), "more": F("address"), **days}),
        "contacts": (Contact.objects.all(), {"value": F("value"), "label": F("kind"), "more": F("whose")}),
        "relatives": (Relative.objects.all(), {"value": F("name"), "label": F("relation"), "more": F("phone")}),
        "permits": (Permit.objects.all(), {"value": F("kind"), "ends_on": F("expires_on")}),
        "conditions": (
            conditions,
            {"value": F("category"), "more": F("evidence"), "is_main": F("is_main"), **days},
        ),
        "invalidities": (Invalidity.objects.all(), {"value": F("kind"), "label": percent, **seen}),
        "papers": (papers, {"value": F("kind"), "more": F("title"), "ends_on": F("expires_on")}),
        "traineeships": (running, {"value": F("host__name"), "label": F("public_id"), **days}),
        "hires": (hires, {"value": F("employer__name"), "label": F("public_id"), **days}),
    }
    return {name: _as_columns(name, rows, given) for name, (rows, given) in groups.items()}


def _as_columns(name: str, rows: QuerySet, given: dict[str, Any]) -> QuerySet:
    """Bring the rows to the common columns; only what has no type of its own is given one, for PostgreSQL."""
    columns: dict[str, Any] = {"fact_group": Value(name), "fact_key": F("pk")}
    columns |= {f"fact_{one}": given.get(one, _NO_TEXT) for one in ("value", "label", "more")}
    columns |= {f"fact_{one}": given.get(one, _NO_DAY) for one in ("starts_on", "ends_on")}
    columns["fact_is_main"] = given.get("is_main", _NO)
    return rows.order_by().annotate(**columns).values_list(*columns)
