"""Leave to see a protected person, and to write about somebody else's person while a colleague is away."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.organisations.models import Worker
from percorsi.organisations.queries import workers_with
from percorsi.people.actions import typed
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.people.queries import in_force, visible_to

# Which right it takes to give each kind of leave; nobody gives the others.
GIVEN_BY = {ExceptionKind.CLEARED: Permission.PEOPLE_PROTECT, ExceptionKind.COVER: Permission.CASES_ASSIGN}
# The roles that read people's paths: leave for anybody else would open nothing.
READERS = (Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.PSYCHOLOGIST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Which worker, why they may, and from when to when; open at the end when ``ends_at`` is None."""

    worker: Worker
    kind: str
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@transaction.atomic
def grant_access(person: Person, *, leave: Leave, reason: str, by: User) -> AccessException:
    """Let a worker see (CLEARED) or write about (COVER) one person. Return the row; raises Refused, Forbidden."""
    now = _open(person, leave.kind, by=by)
    why = typed.text(AccessException, "reason", reason, is_required=True)
    starts_at = leave.starts_at or timezone.now()
    if leave.ends_at is not None and leave.ends_at <= starts_at:
        raise Refused(_("La fine viene prima dell’inizio: correggi una delle due date."), field="ends_at")
    if leave.kind == ExceptionKind.CLEARED and not now.is_protected:
        raise Refused(_("La persona non è protetta: la vede già chi lavora nel servizio."))
    if leave.worker not in workers_with(*READERS):
        raise Refused(_("Scegli un coordinatore operativo, un operatore o uno psicologo in servizio."), field="worker")
    values = {"person": now, "worker": leave.worker, "kind": leave.kind, "starts_at": starts_at, "reason": why}
    try:
        with transaction.atomic():
            given = AccessException.objects.create(**values, ends_at=leave.ends_at)
    except IntegrityError:
        raise Refused(_("Ha già questo accesso: prima toglilo, se deve cambiare."), field="worker") from None
    _tell(given, "granted", reason=why, by=by)
    return given


@transaction.atomic
def withdraw_access(exception: AccessException, *, reason: str, by: User) -> None:
    """End a leave now. Raises Refused for the last coordinator cleared for a protected person; Forbidden."""
    now = _open(exception.person, exception.kind, by=by)
    why = typed.text(AccessException, "reason", reason, is_required=True)
    row = AccessException.objects.select_for_update().get(pk=exception.pk, person=now)
    moment = timezone.now()
    if row.ends_at is not None and row.ends_at <= moment:
        raise Refused(_("L’accesso è già finito."))
    if row.kind == ExceptionKind.CLEARED and _is_last_coordinator(row):
        raise Refused(_("È l’ultimo coordinatore operativo autorizzato: prima autorizzarne un altro."))
    _tell(row, "withdrawn", reason=why, by=by)
    if row.starts_at > moment:
        row.delete()
    else:
        row.ends_at = moment
        row.save(update_fields=["ends_at"])


def _open(person: Person, kind: str, *, by: User) -> Person:
    if by.is_system or (kind in GIVEN_BY and by.has(GIVEN_BY[ExceptionKind(kind)])):
        people = Person.objects.all() if by.is_system else visible_to(by)
        found = people.filter(pk=person.pk).first()
        if found is not None:
            return found
    raise Forbidden


def _is_last_coordinator(row: AccessException) -> bool:
    coordinators = workers_with(Role.OPERATIONAL_COORDINATOR)
    # Whoever is cleared only for a time would leave the person to nobody at its end.
    others = AccessException.objects.filter(in_force(), person=row.person_id, kind=row.kind, ends_at=None)
    return row.worker in coordinators and not others.exclude(pk=row.pk).filter(worker__in=coordinators).exists()


def _tell(row: AccessException, what: str, *, reason: str, by: User) -> None:
    details = Details(reason=reason, fields={what: row.kind, "worker": row.worker_id})
    record(Act.GRANT, by=by, about=row, people=[row.person_id], details=details)
