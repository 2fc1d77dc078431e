"""Writing who came to a session."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.activities.choices import AttendanceKind
from percorsi.activities.models import Attendance, Participation, Session
from percorsi.activities.policy import ensure_may_take_in, ensure_sees_all
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell

Marks = dict[Participation, AttendanceKind | None]


@transaction.atomic
def mark_attendance(
    participation: Participation, *, by: User, session: Session, kind: AttendanceKind = AttendanceKind.PRESENT
) -> Attendance:
    """Say whether somebody came to a session; said again, it replaces the first. Raises ``Refused``, ``Forbidden``."""
    ensure_may_take_in(by, participation.person)
    _ensure_held(Session.objects.select_for_update().get(pk=session.pk))
    _ensure_of(session, participation)
    row, is_new = Attendance.objects.update_or_create(
        session=session, participation=participation, defaults={"kind": AttendanceKind(kind)}
    )
    tell(Act.CREATE if is_new else Act.CHANGE, row, person=participation.person, by=by, fields=["kind"])
    return row


@transaction.atomic
def mark_sheet(session: Session, *, by: User, marks: Mapping[Participation, AttendanceKind | None]) -> Marks:
    """Write the whole sheet of a session, and return what those rows said before; None stands for nothing.

    Given back, what is returned takes the change back. Raises ``Refused``, ``Forbidden``.
    """
    ensure_sees_all(by, [row.person_id for row in marks])
    _ensure_held(Session.objects.select_for_update().get(pk=session.pk))
    for participation in marks:
        _ensure_of(session, participation)
    known = {row.participation_id: row for row in Attendance.objects.filter(session=session, participation__in=marks)}
    before: Marks = {
        row: AttendanceKind(known[row.pk].kind) if row.pk in known else None
        for row, kind in marks.items()
        if (known[row.pk].kind if row.pk in known else None) != kind
    }
    if before:
        _write(session, {row: marks[row] for row in before})
        people = [row.person_id for row in before]
        record(Act.CHANGE, by=by, about=session, people=people, details=Details(fields={"fields": ["attendance"]}))
    return before


def _write(session: Session, marks: Marks) -> None:
    Attendance.objects.filter(session=session, participation__in=marks).delete()
    Attendance.objects.bulk_create(
        Attendance(session=session, participation=row, kind=kind) for row, kind in marks.items() if kind is not None
    )


def _ensure_held(session: Session) -> None:
    typed.not_future(session.held_on, field="session")
    if session.is_cancelled:
        raise Refused(_("L’incontro è annullato: ripristinalo, poi segna le presenze."), field="session")


def _ensure_of(session: Session, participation: Participation) -> None:
    if session.activity_id != participation.activity_id:
        raise Refused(_("L’incontro è di un’altra edizione: scegline uno di questa."), field="session")
