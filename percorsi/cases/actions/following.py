"""Who follows a path, and who stands in for a while."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.cases.actions.holding import hold, hold_open, in_figures, within
from percorsi.cases.models import Assignment, Case
from percorsi.cases.policy import FOLLOWERS, STAND_INS
from percorsi.kit.fields import holds_on
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.organisations.models import Membership, Worker
from percorsi.people.actions import Leave, grant_access, typed, withdraw_access
from percorsi.people.actions.opening import tell
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.people.queries import in_force

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who stands in for a colleague until the end of a day, and why; from now, or from a day to come."""

    worker: Worker
    until: date
    reason: str
    starts_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Order:
    worker: Worker
    starts_on: date
    batch: str = ""


@transaction.atomic
def assign(case: Case, *, by: User, worker: Worker, starts_on: date, replaces: Assignment | None = None) -> Assignment:
    """Entrust an open path to a worker, beside those who follow it already or in the place of one; return the row.

    The assignment that is replaced ends the day before. Raises ``Refused``, ``Forbidden``.
    """
    now = hold_open(case, Permission.CASES_ASSIGN, by=by)
    replaced = [] if replaces is None else [replaces]
    return _in_place_of(now, replaced, by=by, order=_Order(worker, starts_on))


@transaction.atomic
def reassign(person: Person, *, by: User, worker: Worker, starts_on: date, batch: str = "") -> Assignment:
    """Give the open path of a person to another worker, in the place of whoever follows it in the same part.

    A psychologist beside a mediator stays. Acts of one ``batch`` (any word of the caller's) are taken back together.
    Raises ``Refused`` when no path is open or the worker follows it already; ``Forbidden``.
    """
    case = Case.objects.filter(person=person, closed_on=None).order_by("-opened_on", "-id").first()
    if case is None:
        raise Refused(_("Non ha un percorso aperto: prima accogli la segnalazione o riapri il percorso."))
    now = hold_open(case, Permission.CASES_ASSIGN, by=by)
    part = Membership.objects.filter(holds_on(timezone.localdate()), worker=worker).values("role")
    alike = Membership.objects.filter(holds_on(timezone.localdate()), role__in=part).values("worker")
    present = now.assignments.filter(ends_on=None).select_related("worker")
    # Whoever has no part any more follows nobody: their place is taken too.
    gone = ~Q(worker__in=Membership.objects.filter(holds_on(timezone.localdate())).values("worker"))
    replaced = list(present.filter(Q(worker__in=alike) | gone))
    return _in_place_of(now, replaced, by=by, order=_Order(worker, starts_on, batch))


@transaction.atomic
def end_assignment(assignment: Assignment, *, by: User, ends_on: date) -> None:
    """Say that somebody follows a path no longer after a day. Raises ``Refused``, ``Forbidden``."""
    now = hold(assignment.case, Permission.CASES_ASSIGN, by=by)
    _end(assignment, now, ends_on=ends_on, by=by, field="ends_on")


@transaction.atomic
def cover(case: Case, *, by: User, stand_in: StandIn) -> AccessException:
    """Let a mediator write on a colleague's path until the end of a day, which replaces a cover that they have.

    Raises ``Refused``, ``Forbidden``.
    """
    worker, starts_on, until = stand_in.worker, stand_in.starts_on, stand_in.until
    now = hold_open(case, Permission.CASES_ASSIGN, by=by)
    _check_follower(worker, now.person, roles=STAND_INS)
    today = timezone.localdate()
    if until < today:
        raise Refused(_("È un giorno passato: scegli oggi o un giorno futuro."), field="until")
    typed.span(starts_on, until, field="until")
    if now.assignments.filter(holds_on(today), worker=worker).exists():
        raise Refused(_("Segue già questo percorso: la sostituzione non serve."), field="worker")
    starts_at = _midnight(starts_on) if starts_on is not None and starts_on > today else None
    present = AccessException.objects.filter(in_force(), person=now.person, worker=worker, kind=ExceptionKind.COVER)
    for exception in present if starts_at is None else ():
        withdraw_access(exception, reason=stand_in.reason, by=by)
    ends_at = _midnight(until + ONE_DAY)
    leave = Leave(worker=worker, kind=ExceptionKind.COVER, starts_at=starts_at, ends_at=ends_at)
    return grant_access(now.person, leave=leave, reason=stand_in.reason, by=by)


@transaction.atomic
def end_cover(exception: AccessException, *, by: User) -> None:
    """End a cover now. Raises ``Refused`` when it ended already, ``Forbidden``."""
    if exception.kind != ExceptionKind.COVER:
        raise Forbidden
    withdraw_access(exception, reason=_("Fine della sostituzione"), by=by)


def _in_place_of(case: Case, replaced: list[Assignment], *, by: User, order: _Order) -> Assignment:
    if any(one.worker_id == order.worker.pk for one in replaced):
        raise Refused(_("È già chi segue il percorso: scegli un’altra persona."), field="worker")
    for one in replaced:
        _end(one, case, ends_on=order.starts_on - ONE_DAY, by=by, field="starts_on")
    trace = {"replaced": [one.pk for one in replaced]} | ({"batch": order.batch} if order.batch else {})
    return add_assignment(case, by=by, worker=order.worker, starts_on=order.starts_on, trace=trace)


def add_assignment(
    case: Case, *, by: User, worker: Worker, starts_on: date, trace: Mapping[str, object] | None = None
) -> Assignment:
    """Check and write an assignment for an action that has already asked who may; call it in its transaction.

    ``trace`` is kept in the trail, for who takes the act back.
    """
    within(case, starts_on, field="starts_on")
    _check_follower(worker, case.person, roles=FOLLOWERS)
    still = Q(ends_on=None) | Q(ends_on__gte=starts_on)
    if case.assignments.filter(still, worker=worker).exists():
        raise Refused(
            _("In quel giorno segue già il percorso: scegli un’altra persona o un altro giorno."), field="worker"
        )
    try:
        with transaction.atomic():
            added = Assignment.objects.create(case=case, worker=worker, starts_on=starts_on)
    except IntegrityError:
        raise Refused(_("Segue già questo percorso: scegli un’altra persona."), field="worker") from None
    details = Details(fields={"fields": ["starts_on", "worker"], **(trace or {})})
    record(Act.CREATE, by=by, about=added, people=[case.person_id], details=details)
    return added


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _end(assignment: Assignment, case: Case, *, ends_on: date, by: User, field: str) -> None:
    begun = assignment.starts_on or case.opened_on
    if ends_on < begun:
        raise Refused(
            _("%(name)s segue il percorso dal %(day)s: scegli un giorno dopo.")
            % {"name": assignment.worker, "day": in_figures(begun)},
            field=field,
        )
    typed.span(None, ends_on, field=field)
    if not case.assignments.filter(pk=assignment.pk, ends_on=None).update(ends_on=ends_on):
        raise Refused(_("Questo incarico è già finito: apri il percorso per vedere chi segue adesso."))
    tell(Act.CHANGE, assignment, person=case.person, by=by, fields=["ends_on"])


def _check_follower(worker: Worker, person: Person, *, roles: tuple[Role, ...]) -> None:
    today = timezone.localdate()
    if not Membership.objects.filter(holds_on(today), worker=worker, role__in=roles).exists():
        raise Refused(_("Oggi non ha un ruolo che lo permette: scegli dall’elenco un’altra persona."), field="worker")
    cleared = AccessException.objects.filter(in_force(), person=person, worker=worker, kind=ExceptionKind.CLEARED)
    if person.is_protected and not cleared.exists():
        raise Refused(
            _("Non è fra chi vede questo caso protetto: prima autorizza questa persona dalla scheda."), field="worker"
        )
