"""Writing activities: editions, sessions, who is enrolled and who came."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.activities.models import Activity, Attendance, Participation, Session
from percorsi.activities.policy import ensure_may_organise
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import open_person, tell
from percorsi.people.models import Person, RegisterNumber
from percorsi.places.models import Municipality


@dataclass(frozen=True, slots=True)
class ActivityDraft:
    """An edition that is not written yet."""

    name: str
    edition: str = ""
    municipality: Municipality | None = None
    target: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def add_activity(draft: ActivityDraft, *, by: User) -> Activity:
    """Add an edition, and return it. Raises ``Refused`` when it exists or its days cannot be, ``Forbidden``."""
    ensure_may_organise(by)
    typed.span(draft.starts_on, draft.ends_on)
    values = {
        "name": typed.text(Activity, "name", draft.name, is_required=True),
        "edition": typed.text(Activity, "edition", draft.edition),
        "target": typed.text(Activity, "target", draft.target),
        "municipality": draft.municipality,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
    }
    try:
        with transaction.atomic():
            added = Activity.objects.create(**values)
    except IntegrityError:
        raise Refused(
            _("Questa edizione c’è già: usa quella, o cambia il nome dell’edizione."), field="edition"
        ) from None
    record(Act.CREATE, by=by, about=added, details=Details(fields={"fields": sorted(values)}))
    return added


@transaction.atomic
def add_session(activity: Activity, *, by: User, held_on: date, topic: str = "") -> Session:
    """Add a meeting within the days of the edition, and return it. Raises ``Refused``, ``Forbidden``."""
    ensure_may_organise(by)
    typed.span(held_on, None, field="held_on")
    if activity.starts_on and held_on < activity.starts_on:
        raise Refused(
            _("L’edizione comincia il %(day)s: scegli quel giorno o uno dopo.")
            % {"day": f"{activity.starts_on:%d/%m/%Y}"},
            field="held_on",
        )
    if activity.ends_on and held_on > activity.ends_on:
        raise Refused(
            _("L’edizione finisce il %(day)s: scegli quel giorno o uno prima.")
            % {"day": f"{activity.ends_on:%d/%m/%Y}"},
            field="held_on",
        )
    kept = typed.text(Session, "topic", topic)
    added = Session.objects.create(activity=activity, held_on=held_on, topic=kept)
    record(Act.CREATE, by=by, about=added, details=Details(fields={"fields": ["held_on", "topic"]}))
    return added


@transaction.atomic
def enrol(
    activity: Activity, *, by: User, person: Person, register_number: RegisterNumber | None = None
) -> Participation:
    """Enrol a person, and return the row. Raises ``Refused`` when they are enrolled already, ``Forbidden``."""
    now = open_person(person, by=by)
    if register_number is not None and register_number.person_id != now.pk:
        raise Refused(_("Questo N. pratica è di un’altra persona: scegline uno di questa."), field="register_number")
    if Participation.objects.filter(activity=activity, person=now, register_number=register_number).exists():
        raise Refused(_("È già fra gli iscritti di questa edizione: non serve altro."), field="person")
    added = Participation.objects.create(activity=activity, person=now, register_number=register_number)
    tell(Act.CREATE, added, person=now, by=by, fields=["activity", "register_number"])
    return added


@transaction.atomic
def mark_attendance(participation: Participation, *, by: User, session: Session, is_present: bool) -> Attendance:
    """Say whether somebody came to a session; said again, it replaces the first. Raises ``Refused``, ``Forbidden``."""
    now = open_person(participation.person, by=by)
    if session.activity_id != participation.activity_id:
        raise Refused(_("L’incontro è di un’altra edizione: scegline uno di questa."), field="session")
    typed.not_future(session.held_on, field="session")
    row, is_new = Attendance.objects.update_or_create(
        session=session, participation=participation, defaults={"is_present": is_present}
    )
    tell(Act.CREATE if is_new else Act.CHANGE, row, person=now, by=by, fields=["is_present"])
    return row
