"""Acts of the last minutes taken back by who did them: an answer, an assignment, a suspension, a cover."""

from django.db import transaction
from django.db.models import ProtectedError, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.audit.queries import done_lately, has_just_done
from percorsi.cases.actions.following import ONE_DAY, end_cover
from percorsi.cases.actions.holding import hold_open
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.people.actions.opening import tell
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.referrals.policy import ensure_may_answer


@transaction.atomic
def take_back_answer(referral: Referral, *, by: User) -> None:
    """Undo the answer that ``by`` has just given to a referral, with the path that it opened; it waits again.

    Raises ``Refused`` when the answer is not of the last minutes or something followed; ``Forbidden``.
    """
    ensure_may_answer(by, referral.person)
    now = Referral.objects.select_for_update().get(pk=referral.pk)
    if now.outcome == Outcome.WAITING or not has_just_done(by, Act.CHANGE, now, field="outcome"):
        raise _too_late()
    case = Case.objects.filter(referral=now).first()
    if case is not None:
        _undo_opening(case, by=by)
    change_versioned(now, version=now.version, outcome=Outcome.WAITING, answered_on=None, refusal_reason="")
    tell(Act.UNDO, now, person=referral.person, by=by, fields=["answered_on", "outcome", "refusal_reason"])
    referral.refresh_from_db()


@transaction.atomic
def take_back_assignment(case: Case, *, by: User) -> None:
    """Undo the assignment that ``by`` has just made on this path; who was replaced follows again.

    Raises ``Refused`` when there is none of the last minutes or it has changed since; ``Forbidden``.
    """
    now = hold_open(case, Permission.CASES_ASSIGN, by=by)
    keys = list(now.assignments.values_list("pk", flat=True))
    event = done_lately(by, Act.CREATE, Assignment._meta.label_lower).filter(object_id__in=keys).first()
    if event is None:
        raise _too_late()
    _undo_assignment(now, event, by=by)


@transaction.atomic
def take_back_reassignments(*, by: User) -> int:
    """Undo the last several paths that ``by`` gave to somebody at once, and return how many came back.

    Those that changed since stay as they are. Raises ``Refused`` when none is left; ``Forbidden``.
    """
    recent = done_lately(by, Act.CREATE, Assignment._meta.label_lower).filter(fields__has_key="batch")
    last = recent.first()
    if last is None:
        raise _too_late()
    undone = 0
    for event in recent.filter(fields__batch=last.fields["batch"]):
        row = Assignment.objects.filter(pk=event.object_id or 0, ends_on=None, case__closed_on=None).first()
        if row is not None:
            _undo_assignment(hold_open(row.case, Permission.CASES_ASSIGN, by=by), event, by=by)
            undone += 1
    if not undone:
        raise _too_late()
    return undone


@transaction.atomic
def take_back_suspension(case: Case, *, by: User) -> None:
    """Undo the suspension that ``by`` has just written, or the end they have just given to one.

    Raises ``Refused``, ``Forbidden``.
    """
    now = hold_open(case, Permission.CASES_WRITE, by=by)
    last = now.suspensions.order_by("-pk").first()
    label = Suspension._meta.label_lower
    ended = last is not None and done_lately(by, Act.CHANGE, label).filter(object_id=last.pk).exists()
    begun = last is not None and done_lately(by, Act.CREATE, label).filter(object_id=last.pk).exists()
    if last is None or not (ended or begun):
        raise _too_late()
    if ended and last.ends_on is not None:
        now.suspensions.filter(pk=last.pk).update(ends_on=None)
        tell(Act.UNDO, last, person=now.person, by=by, fields=["ends_on"])
    elif begun and last.ends_on is None:
        tell(Act.UNDO, last, person=now.person, by=by)
        last.delete()
    else:
        raise _too_late()


@transaction.atomic
def take_back_cover(case: Case, *, by: User) -> None:
    """End the cover that ``by`` has just given on this path. Raises ``Refused``, ``Forbidden``."""
    now = hold_open(case, Permission.CASES_ASSIGN, by=by)
    running = Q(ends_at=None) | Q(ends_at__gt=timezone.now())
    covers = AccessException.objects.filter(running, person=now.person, kind=ExceptionKind.COVER)
    given = covers.order_by("-pk").first()
    if given is None or not done_lately(by, Act.GRANT, given._meta.label_lower).filter(object_id=given.pk).exists():
        raise _too_late()
    end_cover(given, by=by)


def _undo_opening(case: Case, *, by: User) -> None:
    """Take away a path that has just been opened, if nothing was written on it since."""
    now = hold_open(case, Permission.CASES_ASSIGN, by=by)
    rows = list(now.assignments.all())
    if not done_lately(by, Act.CREATE, Case._meta.label_lower).filter(object_id=now.pk).exists():
        raise _too_late()
    if now.suspensions.exists() or any(row.starts_on != now.opened_on or row.ends_on for row in rows):
        raise _too_late()
    for row in [*rows, now]:
        tell(Act.UNDO, row, person=now.person, by=by)
    try:
        with transaction.atomic():
            now.assignments.all().delete()
            now.delete()
    except ProtectedError:
        raise _too_late() from None


def _undo_assignment(case: Case, event: Event, *, by: User) -> None:
    row = case.assignments.filter(pk=event.object_id or 0, ends_on=None).first()
    if row is None or row.starts_on is None:
        raise _too_late()
    before = Q(pk__in=event.fields.get("replaced", []), ends_on=row.starts_on - ONE_DAY)
    tell(Act.UNDO, row, person=case.person, by=by)
    row.delete()
    for replaced in case.assignments.filter(before):
        case.assignments.filter(pk=replaced.pk).update(ends_on=None)
        tell(Act.UNDO, replaced, person=case.person, by=by, fields=["ends_on"])


def _too_late() -> Refused:
    return Refused(_("Non si può più annullare: apri il percorso e correggi da lì."))
