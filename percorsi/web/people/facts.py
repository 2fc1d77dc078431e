"""What is known of one person, read in one query: each room's rows brought to the same columns."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, DateField, Expression, F, IntegerField, QuerySet, TextField, Value
from django.db.models.functions import Cast
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases.models import Assignment
from percorsi.kit.fields import holds_on
from percorsi.people.choices import ContactKind
from percorsi.people.legal import category_choices, is_sensitive
from percorsi.people.models import Condition, Contact, Invalidity, Permit, Person, RegisterNumber, Relative, Residence

_NO_TEXT = Value("")


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
    wanted = [
        (name, rows)
        for name, (permission, rows) in _GROUPS.items()
        if user.has(permission) and (only is None or name in only)
    ]
    first, *others = (_as_columns(name, *rows(person, user)) for name, rows in wanted)
    rows = first.union(*others, all=True) if others else first
    return Facts(Fact(*row) for row in rows.order_by("fact_group", "fact_starts_on", "fact_key"))


def _numbers(person: Person, user: User) -> tuple[QuerySet, dict[str, Any]]:
    # The service that sent somebody may tell what they suffer from.
    sender = F("sending_service__name") if user.has(Permission.PEOPLE_HEALTH) else _NO_TEXT
    return RegisterNumber.objects.filter(person=person), {"value": F("number"), "more": sender}


def _followers(person: Person, _user: User) -> tuple[QuerySet, dict[str, Any]]:
    rows = Assignment.objects.filter(holds_on(timezone.localdate()), case__person=person, case__closed_on=None)
    return rows, {"value": F("worker__name"), "starts_on": F("starts_on")}


def _residences(person: Person, _user: User) -> tuple[QuerySet, dict[str, Any]]:
    days = {"starts_on": F("starts_on"), "ends_on": F("ends_on")}
    rows = Residence.objects.filter(person=person)
    return rows, {"value": F("municipality__name"), "more": F("address"), **days}


def _contacts(person: Person, _user: User) -> tuple[QuerySet, dict[str, Any]]:
    return Contact.objects.filter(person=person), {"value": F("value"), "label": F("kind"), "more": F("whose")}


def _relatives(person: Person, _user: User) -> tuple[QuerySet, dict[str, Any]]:
    return Relative.objects.filter(person=person), {"value": F("name"), "label": F("relation"), "more": F("phone")}


def _permits(person: Person, _user: User) -> tuple[QuerySet, dict[str, Any]]:
    return Permit.objects.filter(person=person), {"value": F("kind"), "ends_on": F("expires_on")}


def _conditions(person: Person, user: User) -> tuple[QuerySet, dict[str, Any]]:
    rows = Condition.objects.filter(person=person)
    if not user.has(Permission.PEOPLE_HEALTH):
        rows = rows.filter(category__in=[code for code, _label in category_choices() if not is_sensitive(code)])
    days = {"starts_on": F("starts_on"), "ends_on": F("ends_on")}
    return rows, {"value": F("category"), "more": F("evidence"), "is_main": F("is_main"), **days}


def _invalidities(person: Person, _user: User) -> tuple[QuerySet, dict[str, Any]]:
    days = {"starts_on": F("issued_on"), "ends_on": F("review_on")}
    return Invalidity.objects.filter(person=person), {"value": F("kind"), "label": F("percent"), **days}


_GROUPS: dict[str, tuple[Permission, Callable[[Person, User], tuple[QuerySet, dict[str, Any]]]]] = {
    "numbers": (Permission.PEOPLE_READ, _numbers),
    "followers": (Permission.CASES_READ, _followers),
    "residences": (Permission.PEOPLE_CONTACTS, _residences),
    "contacts": (Permission.PEOPLE_CONTACTS, _contacts),
    "relatives": (Permission.PEOPLE_CONTACTS, _relatives),
    "permits": (Permission.PEOPLE_CATEGORY, _permits),
    "conditions": (Permission.PEOPLE_CATEGORY, _conditions),
    "invalidities": (Permission.PEOPLE_HEALTH, _invalidities),
}


def _as_columns(name: str, rows: QuerySet, given: dict[str, Any]) -> QuerySet:
    """Bring the rows to the common columns and types: PostgreSQL joins only what has the same."""
    columns: dict[str, Expression] = {"fact_group": _text(Value(name)), "fact_key": Cast(F("pk"), IntegerField())}
    columns |= {f"fact_{one}": _text(given.get(one, _NO_TEXT)) for one in ("value", "label", "more")}
    columns |= {f"fact_{one}": Cast(given.get(one, Value(None)), DateField()) for one in ("starts_on", "ends_on")}
    columns["fact_is_main"] = Cast(given.get("is_main", Value(False)), BooleanField())
    return rows.order_by().annotate(**columns).values_list(*columns)


def _text(expression: Any) -> Cast:
    return Cast(expression, TextField())
