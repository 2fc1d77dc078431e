"""Who follows a path, and who stands in for a while."""

from datetime import date, datetime, time, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
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


@transaction.atomic
def assign(case: Case, *, by: User, worker: Worker, starts_on: date, replaces: Assignment | None = None) -> Assignment:
    """Entrust an open path to a worker, beside those who follow it already or in the place of one; return the row.

    The assignment that is replaced ends the day before. Raises ``Refused``, ``Forbidden``.
    """
    now = hold_open(case, Permission.CASES_ASSIGN, by=by)
    if replaces is not None:
        if replaces.worker_id == worker.pk:
            raise Refused(_("È già chi segue il percorso: scegli un’altra persona."), field="worker")
        _end(replaces, now, ends_on=starts_on - ONE_DAY, by=by, field="starts_on")
    return add_assignment(now, by=by, worker=worker, starts_on=starts_on)


@transaction.atomic
def end_assignment(assignment: Assignment, *, by: User, ends_on: date) -> None:
    """Say that somebody follows a path no longer after a day. Raises ``Refused``, ``Forbidden``."""
    now = hold(assignment.case, Permission.CASES_ASSIGN, by=by)
    _end(assignment, now, ends_on=ends_on, by=by, field="ends_on")


@transaction.atomic
def cover(case: Case, *, by: User, worker: Worker, until: date, reason: str) -> AccessException:
    """Let a mediator write on a colleague's path until the end of a day, which replaces a cover that they have.

    Raises ``Refused``, ``Forbidden``.
    """
    now = hold_open(case, Permission.CASES_ASSIGN, by=by)
    _check_follower(worker, now.person, roles=STAND_INS)
    today = timezone.localdate()
    if until < today:
        raise Refused(_("È un giorno passato: scegli oggi o un giorno futuro."), field="until")
    typed.span(None, until, field="until")
    if now.assignments.filter(holds_on(today), worker=worker).exists():
        raise Refused(_("Segue già questo percorso: la sostituzione non serve."), field="worker")
    present = AccessException.objects.filter(in_force(), person=now.person, worker=worker, kind=ExceptionKind.COVER)
    for exception in present:
        withdraw_access(exception, reason=reason, by=by)
    ends_at = timezone.make_aware(datetime.combine(until + ONE_DAY, time.min))
    return grant_access(
        now.person, leave=Leave(worker=worker, kind=ExceptionKind.COVER, ends_at=ends_at), reason=reason, by=by
    )


@transaction.atomic
def end_cover(exception: AccessException, *, by: User) -> None:
    """End a cover now. Raises ``Refused`` when it ended already, ``Forbidden``."""
    if exception.kind != ExceptionKind.COVER:
        raise Forbidden
    withdraw_access(exception, reason=_("Fine della sostituzione"), by=by)


def add_assignment(case: Case, *, by: User, worker: Worker, starts_on: date) -> Assignment:
    """Check and write an assignment for an action that has already asked who may; call it in its transaction."""
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
    tell(Act.CREATE, added, person=case.person, by=by, fields=["worker", "starts_on"])
    return added


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
