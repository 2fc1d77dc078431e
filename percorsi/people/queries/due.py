"""What is due about people: whom a worklist is about, how its rows are shaped, and the papers that run out."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.due import COLUMNS
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Invalidity, Permit, Person
from percorsi.people.queries.visibility import entrusted_to, hidden_from, in_force, sees_all_ordinary, visible_to

DueRows = QuerySet[Any, dict[str, object]]
# The key of the service's standard; this room stands beneath the service.
_DOCUMENT_ENDING = "document_ending"


def about_own(user: User) -> Q:
    """Return the condition "about somebody in the user's hands today, and whom they may see", for rows with a person.

    Asks the database at once: a handful of keys finds rows of every room by index.
    """
    if user.standing is None:
        return Q(pk__in=[])
    worker = user.standing.worker
    covered = AccessException.objects.filter(in_force(), worker=worker, kind=ExceptionKind.COVER).values("person")
    mine = visible_to(user).filter(Q(pk__in=entrusted_to(worker)) | Q(pk__in=covered))
    return Q(person__in=list(mine.values_list("pk", flat=True)))


def about_visible(user: User) -> Q:
    """Return the condition "about somebody whom the user may know of", for rows with a person."""
    if sees_all_ordinary(user):
        return ~Q(person__in=hidden_from(user).values("pk"))
    return Q(person__in=visible_to(user).values("pk"))


def as_due(
    rows: QuerySet, kind: str, *, due_on: Any, since: Any = None, words: tuple[Any, Any] = (Value(""), Value(""))
) -> DueRows:
    """Bring rows with a person to the columns of what is due; ``words`` are text and link."""
    text, link = words
    return (
        # After ``values`` an annotation may bear the name of a field.
        rows.order_by()
        .values("pk")
        .annotate(
            due_on=due_on,
            kind=Value(kind),
            since=since if since is not None else Cast(Value(None), DateField()),
            text=Cast(text, CharField()),
            link=link,
            person=F("person_id"),
        )
        .values_list(*COLUMNS)
    )


def days_after(day: str | Combinable, days: int) -> Cast:
    """Return the expression "so many days after this day"."""
    begun = F(day) if isinstance(day, str) else day
    return Cast(begun + timedelta(days=days), DateField())


def due_rows(user: User, on: date, among: Q, terms: Mapping[str, int]) -> DueRows:
    """Return the permits (kind ``permit``) and invalidities (``invalidity``) of people in charge that run out.

    ``among`` says whom the worklist is about, ``terms`` how many days ahead a paper is told of. A later paper of the
    same person takes the place of an earlier one.
    """
    until = on + timedelta(days=terms[_DOCUMENT_ENDING])
    in_charge = Exists(Person.objects.filter(pk=OuterRef("person"), cases__isnull=False, cases__closed_on=None))
    permits, invalidities = Permit.objects.none(), Invalidity.objects.none()
    if user.has(Permission.PEOPLE_CATEGORY):
        newer = Permit.objects.filter(person=OuterRef("person"), expires_on__gt=OuterRef("expires_on"))
        unlimited = Permit.objects.filter(person=OuterRef("person"), expires_on=None, pk__gt=OuterRef("pk"))
        permits = Permit.objects.filter(among, in_charge, ~Exists(newer), ~Exists(unlimited), expires_on__lte=until)
    if user.has(Permission.PEOPLE_HEALTH):
        newer_check = Invalidity.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk"))
        invalidities = Invalidity.objects.filter(among, in_charge, ~Exists(newer_check), review_on__lte=until)
    return as_due(permits, "permit", due_on=F("expires_on"), words=(F("kind"), Value(""))).union(
        as_due(invalidities, "invalidity", due_on=F("review_on")), all=True
    )
