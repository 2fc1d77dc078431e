"""Hiding who somebody is: from then on only who is cleared knows that they exist."""

import secrets
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.confidential.actions.saying import given, without_name
from percorsi.confidential.models import ProtectedIdentity
from percorsi.confidential.policy import ensure_may_protect
from percorsi.documents.models import File
from percorsi.kit.fields import holds_on
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze
from percorsi.organisations.models import Worker
from percorsi.organisations.queries import workers_with
from percorsi.people.actions import Identity, rebuild_keys, register_person
from percorsi.people.actions.documents import nameless
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Merge, MergedRow, Person, PersonDocument

# Without the letters and digits that are mistaken for one another.
LETTERS = "ACDEFHJKLMNPRTUVWXY34679"
LONGEST_ALIAS = 60
BLANK = {
    "family_names": "",
    "given_names": "",
    "born_on": None,
    "birth_place": "",
    "codice_fiscale": None,
    "remark": "",
}


@transaction.atomic
def protect(person: Person, *, reason: str, alias: str = "", by: User) -> ProtectedIdentity:
    """Hide a person: who they are moves into this room, an alias stays, and only who is cleared sees them from now on.

    Cleared are today's operational coordinators, who follows the open path, and ``by``. Without ``alias`` a random one
    is made. Raises Refused on the field at fault, Forbidden.
    """
    now = Person.objects.select_for_update().get(pk=person.pk)
    ensure_may_protect(by, now)
    if now.is_protected:
        raise Refused(_("La persona è già protetta."))
    why = without_name(given(reason, missing=_why_missing()), now, field="reason")
    called = without_name(squeeze(alias), now, field="alias") or free_alias()
    if len(called) > LONGEST_ALIAS:
        raise Refused(_("L’alias è troppo lungo: abbreviarlo."), field="alias")
    hidden = ProtectedIdentity.objects.create(person=now, **_identity(now))
    _empty_the_open_rooms(now)
    Person.objects.filter(pk=now.pk).update(**BLANK, alias=called, is_protected=True, version=now.version + 1)
    person.refresh_from_db()
    rebuild_keys(person)
    _clear(person, {*_followers(person), *_own_worker(by)}, reason=why)
    fields = {"fields": sorted([*BLANK, "alias", "residences", "contacts", "relatives"])}
    record(Act.PROTECT, by=by, about=person, people=[person.pk], details=Details(reason=why, fields=fields))
    return hidden


@transaction.atomic
def register_protected(*, alias: str = "", number: str = "", reason: str, by: User) -> Person:
    """Add somebody who is protected from the first day: alias and register number, nothing else.

    Cleared are today's operational coordinators and ``by``. Raises Refused on the field at fault, Forbidden.
    """
    why = given(reason, missing=_why_missing())
    person = register_person(Identity(alias=squeeze(alias) or free_alias()), number=number, by=by)
    Person.objects.filter(pk=person.pk).update(is_protected=True)
    person.refresh_from_db()
    _clear(person, _own_worker(by), reason=why)
    record(Act.PROTECT, by=by, about=person, people=[person.pk], details=Details(reason=why))
    return person


def free_alias() -> str:
    """Return an alias that nobody has, made by chance and not from anything about the person."""
    while True:
        alias = "Caso " + "".join(secrets.choice(LETTERS) for _place in range(4))
        if not Person.objects.filter(alias=alias).exists():
            return alias


def _why_missing() -> str:
    return _("Manca il motivo: scrivi perché la persona va protetta, senza il suo nome.")


def _identity(person: Person) -> dict[str, Any]:
    """Return all that tells who the person is, as this room keeps it."""
    names = ("family_names", "given_names", "born_on", "birth_place", "remark")
    return {name: getattr(person, name) for name in names} | {
        "codice_fiscale": person.codice_fiscale or "",
        "former_alias": person.alias,
        "residences": _rows(
            person.residences.select_related("municipality"),
            *("municipality", "municipality_id", "address", "starts_on", "ends_on"),
        ),
        "contacts": _rows(person.contacts, "kind", "value", "whose"),
        "relatives": _rows(person.relatives, "name", "relation", "phone"),
        "evidence": _rows(person.conditions.exclude(evidence=""), "category", "evidence", "starts_on"),
        "documents": [_document(row) for row in person.documents.select_related("file").order_by("pk")],
        "merges": [_merge(row) for row in _merges(person)],
    }


def _rows(rows: Any, *names: str) -> list[dict[str, str]]:
    return [
        {name: "" if getattr(row, name) is None else str(getattr(row, name)) for name in ("id", *names)}
        for row in rows.order_by("pk")
    ]


def _document(row: PersonDocument) -> dict[str, Any]:
    return {"id": row.pk, "title": row.title, "withdrawn_reason": row.withdrawn_reason, "file": row.file.name}


def _merges(person: Person) -> models.QuerySet[Merge]:
    """The unions that hold a name of the person: into them, or out of them and undone."""
    return Merge.objects.filter(Q(kept=person) | Q(lost_id=person.pk)).order_by("pk")


def _merge(row: Merge) -> dict[str, Any]:
    changes = row.rows.exclude(before=None, after=None).order_by("pk")
    return {
        "merge": row.pk,
        "lost": row.lost,
        "rows": list(changes.values("model", "field", "row_id", "before", "after")),
    }


def _empty_the_open_rooms(person: Person) -> None:
    person.residences.all().delete()
    person.contacts.all().delete()
    person.relatives.all().delete()
    person.conditions.update(evidence="")
    for document in person.documents.select_related("file"):
        File.objects.filter(pk=document.file_id).update(name=nameless(document.file.name))
    person.documents.update(title="", withdrawn_reason="")
    MergedRow.objects.filter(merge__in=_merges(person)).update(before=None, after=None)
    _merges(person).update(lost={})


def _followers(person: Person) -> Iterable[Worker]:
    # Assignments stand in a room below this one, so they are reached through the worker.
    in_force = holds_on(timezone.localdate(), starts="assignments__starts_on", ends="assignments__ends_on")
    return Worker.objects.filter(in_force, assignments__case__person=person, assignments__case__closed_on=None)


def _own_worker(user: User) -> set[Worker]:
    return set(Worker.objects.filter(pk=user.standing.worker)) if user.standing else set()


def _clear(person: Person, readers: Iterable[Worker], *, reason: str) -> None:
    wanted = {*readers, *workers_with(Role.OPERATIONAL_COORDINATOR)}
    kind, now = ExceptionKind.CLEARED, timezone.now()
    open_already = AccessException.objects.filter(person=person, kind=kind, ends_at=None).values_list(
        "worker", flat=True
    )
    AccessException.objects.bulk_create(
        AccessException(person=person, worker=worker, kind=kind, starts_at=now, reason=reason[:500])
        for worker in sorted(wanted, key=lambda one: one.pk)
        if worker.pk not in set(open_already)
    )
