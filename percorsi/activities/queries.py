"""Reading activities and who took part."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.activities.choices import AttendanceKind, EditionState
from percorsi.activities.models import Activity, Attendance, Participation, Session
from percorsi.audit.choices import Act
from percorsi.audit.queries import has_just_done
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person

_HELD = Session.objects.filter(activity=OuterRef("pk"), is_cancelled=False)
# An edition without days has those of its sessions; one without an end is over with its last session, or its first day.
_FIRST_DAY = Coalesce("starts_on", Subquery(_HELD.order_by("held_on").values("held_on")[:1]), "ends_on")
_LAST_DAY = Coalesce("ends_on", Subquery(_HELD.order_by("-held_on").values("held_on")[:1]), "starts_on")


@dataclass(frozen=True, slots=True)
class Came:
    """How often somebody came, of the sessions in which something was marked, and for how many hours."""

    present: int = 0
    marked: int = 0
    hours: Decimal = Decimal(0)

    @property
    def percent(self) -> int | None:
        """Presences out of a hundred sessions marked, rounded half-up; None when nothing was marked."""
        return (200 * self.present + self.marked) // (2 * self.marked) if self.marked else None


def visible_to(user: User) -> QuerySet[Activity]:
    """Return the editions with their days, the newest first, for who runs groups. Who takes part is asked apart."""
    if not user.has(Permission.GROUPS_WRITE):
        return Activity.objects.none()
    return Activity.objects.annotate(first_day=_FIRST_DAY, last_day=_LAST_DAY).order_by(
        F("first_day").desc(nulls_last=True), "name", "edition", "pk"
    )


def in_state(state: EditionState, on: date) -> Q:
    """Return the condition "the edition stands there on this day", for rows of :func:`visible_to`."""
    return {
        EditionState.PLANNED: Q(first_day__gt=on),
        EditionState.RUNNING: Q(first_day__lte=on, last_day__gte=on),
        EditionState.OVER: Q(last_day__lt=on),
    }[state]


def sessions_visible_to(user: User) -> QuerySet[Session]:
    """Return the sessions for who runs groups, in the order in which they are held."""
    if not user.has(Permission.GROUPS_WRITE):
        return Session.objects.none()
    return Session.objects.order_by("held_on", F("begins_at").asc(nulls_first=True), "pk")


def participations_visible_to(user: User) -> QuerySet[Participation]:
    """Return who took part in what, of the people whom the user may see."""
    if not user.has(Permission.WORK_READ):
        return Participation.objects.none()
    return Participation.objects.filter(Exists(people.visible_to(user).filter(pk=OuterRef("person"))))


def enrolled_in(activity: Activity, user: User) -> QuerySet[Participation]:
    """Return who is enrolled in an edition of those the user sees, by name; who withdrew is among them."""
    rows = participations_visible_to(user).filter(activity=activity).select_related("person", "register_number")
    return rows.order_by("person__sort_key", "pk")


def sizes_of(activities: Collection[Activity], user: User) -> dict[int, int]:
    """Return how many different people the user sees enrolled in each edition, by its key."""
    rows = participations_visible_to(user).filter(activity__in=activities).order_by()
    return dict(rows.values_list("activity").annotate(n=Count("person", distinct=True)))


def came_to(activity: Activity, participations: Collection[Participation]) -> dict[int, Came]:
    """Return how often each of them came to the edition, by the key of the participation. Cancelled ones are left out.

    Whether the user sees them was asked before.
    """
    marked = Attendance.objects.filter(
        session__activity=activity, session__is_cancelled=False, participation__in=participations
    )
    present = Q(kind=AttendanceKind.PRESENT)
    rows = marked.values_list("participation").annotate(
        present=Count("pk", filter=present), marked=Count("pk"), hours=Sum("session__hours", filter=present)
    )
    return {key: Came(present, marked, hours or Decimal(0)) for key, present, marked, hours in rows}


def presences_at(activity: Activity, participations: Collection[Participation]) -> dict[int, tuple[int, int]]:
    """Return how many of them came and how many are marked at each session with a mark, by its key."""
    rows = Attendance.objects.filter(session__activity=activity, participation__in=participations)
    told = rows.values_list("session").annotate(
        came=Count("pk", filter=Q(kind=AttendanceKind.PRESENT)), marked=Count("pk")
    )
    return {key: (came, marked) for key, came, marked in told}


def marks_of(session: Session, participations: Collection[Participation]) -> dict[int, AttendanceKind]:
    """Return what is marked at a session, by the key of the participation."""
    rows = session.attendances.filter(participation__in=participations).values_list("participation", "kind")
    return {key: AttendanceKind(kind) for key, kind in rows}


def participations_of(person: Person, user: User) -> QuerySet[Participation]:
    """Return what one person took part in, if the user may see it."""
    if not (user.has(Permission.WORK_READ) and people.sees(user, person)):
        return Participation.objects.none()
    return Participation.objects.filter(person=person)


def timeline_rows(person: Person, user: User) -> QuerySet[Participation, dict[str, object]]:
    """Return the activities of one person as rows of the timeline (kind ``activity``), each edition once.

    An edition without any day is no row: it stands in the list of the activities. Who runs groups may open it.
    """
    link = F("activity__public_id") if user.has(Permission.GROUPS_WRITE) else Value("")
    return (
        participations_of(person, user)
        .annotate(when=Coalesce("activity__starts_on", "activity__ends_on"))
        .exclude(when=None)
        .values("activity")
        .annotate(
            day=F("when"),
            kind=Value("activity"),
            title=F("activity__name"),
            text=F("activity__edition"),
            author=Value(""),
            link=link,
            is_milestone=Value(False),
        )
        .values(*COLUMNS)
        .distinct()
    )


def may_take_back(participation: Participation, user: User) -> bool:
    """Say whether an enrolment can still be undone: the user wrote it minutes ago, and nothing happened to it since.

    Those that the register brought stay.
    """
    return participation.enrolled_on is not None and has_just_done(user, Act.CREATE, participation)
