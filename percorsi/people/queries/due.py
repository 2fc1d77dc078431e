"""What is due about people: whom a worklist is about, how its rows are shaped, and the papers that run out."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.due import COLUMNS
from percorsi.people.choices import Audience, ExceptionKind
from percorsi.people.models import AccessException, Invalidity, Permit, Person, PersonDocument
from percorsi.people.queries.visibility import entrusted_to, hidden_from, in_force, visible_to

DueRows = QuerySet[Any, Any]
# The key of the service's standard; this room stands beneath the service.
_DOCUMENT_ENDING = "document_ending"
_NO_LINK = Value("")
_KEYS = {
    "sqlite": "SELECT value FROM json_each(%s)",
    "postgresql": "SELECT value::bigint FROM json_array_elements_text(%s::json)",
}


def keys_of_own(user: User) -> list[int]:
    """Return the keys of the people in the user's hands today, and whom they may see."""
    if user.standing is None:
        return []
    worker = user.standing.worker
    covered = AccessException.objects.filter(in_force(), worker=worker, kind=ExceptionKind.COVER).values("person")
    mine = visible_to(user).filter(Q(pk__in=entrusted_to(worker)) | Q(pk__in=covered))
    return list(mine.values_list("pk", flat=True))


def about(keys: Iterable[int]) -> Q:
    """Return the condition "about one of these people", for rows with a person."""
    return about_written(json.dumps(list(keys)))


def about_visible(user: User) -> Q:
    """Return the condition "about somebody whom the user, who sees every ordinary person, may know of"."""
    return ~about(keys_hidden_from(user))


def keys_hidden_from(user: User) -> list[int]:
    """Return the keys of the protected people that the user may not know of."""
    return list(hidden_from(user).values_list("pk", flat=True))


def about_written(keys: str) -> Q:
    """Return the condition of :func:`about` with the keys as one text, a JSON list: many keys are one parameter."""
    return Q(person__in=RawSQL(_KEYS[connection.vendor], (keys,)))  # noqa: S611 - a constant text


def as_due(
    rows: QuerySet, kind: str, *, due_on: Any, since: Any = None, words: tuple[Any, Any] = (Value(""), Value(""))
) -> DueRows:
    """Bring rows with a person to the columns of what is due; ``words`` are text and link."""
    text, link = words
    return (
        rows.order_by()
        .values("pk")
        # After ``values`` an annotation may bear the name of a field; kind and person come last, for text may be one.
        .annotate(
            due_on=due_on,
            since=since if since is not None else Cast(Value(None), DateField()),
            text=Cast(text, CharField()),
            link=link,
        )
        .annotate(kind=Value(kind), person=F("person_id"))
        .values_list(*COLUMNS)
    )


def days_after(day: str | Combinable, days: int) -> Cast:
    """Return the expression "so many days after this day"."""
    begun = F(day) if isinstance(day, str) else day
    return Cast(begun + timedelta(days=days), DateField())


def due_rows(user: User, on: date, among: Q, terms: Mapping[Any, int]) -> DueRows:
    """Return what runs out of people in charge: a ``permit``, an ``invalidity`` to review, a ``paper``.

    ``among`` says whom the worklist is about, ``terms`` how many days ahead a paper is told of. A later paper of the
    same person takes the place of an earlier one.
    """
    in_charge = Exists(Person.objects.filter(pk=OuterRef("person"), cases__isnull=False, cases__closed_on=None))
    wanted = among & Q(in_charge)
    until = on + timedelta(days=terms[_DOCUMENT_ENDING])
    permits = _permits().filter(wanted, expires_on__lte=until)
    checks = _invalidities().filter(wanted, review_on__lte=until)
    papers = _papers(user).filter(wanted, expires_on__lte=until)
    has_category, has_health = user.has(Permission.PEOPLE_CATEGORY), user.has(Permission.PEOPLE_HEALTH)
    written = as_due(papers, "paper", due_on=F("expires_on"), words=(F("kind"), F("public_id")))
    return written.union(
        as_due(
            permits if has_category else permits.none(), "permit", due_on=F("expires_on"), words=(F("kind"), _NO_LINK)
        ),
        as_due(checks if has_health else checks.none(), "invalidity", due_on=F("review_on")),
        all=True,
    )


def _permits() -> QuerySet[Permit]:
    """The last permit of each person; one without an expiry outlasts those written before it."""
    same = Permit.objects.filter(person=OuterRef("person"))
    newer = Q(expires_on__gt=OuterRef("expires_on")) | Q(expires_on=None, pk__gt=OuterRef("pk"))
    return Permit.objects.filter(~Exists(same.filter(newer)))


def _invalidities() -> QuerySet[Invalidity]:
    """The last invalidity written of each person."""
    return Invalidity.objects.filter(
        ~Exists(Invalidity.objects.filter(person=OuterRef("person"), pk__gt=OuterRef("pk")))
    )


def _papers(user: User) -> QuerySet[PersonDocument]:
    """The documents that hold and that the user may open."""
    if not user.has(Permission.DOCUMENTS_READ):
        return PersonDocument.objects.none()
    rows = PersonDocument.objects.filter(withdrawn_at=None, replaced_by=None)
    return rows if user.has(Permission.PEOPLE_HEALTH) else rows.exclude(audience=Audience.HEALTH)
