"""Editions and who takes part in them, as the pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.activities import queries as activities
from percorsi.activities.choices import EditionState
from percorsi.activities.models import Activity, Participation, Session
from percorsi.activities.queries import Came
from percorsi.reports.workbook import Value

HEADS = (_("Attività"), _("Edizione"), _("Comune"), _("Dal"), _("Al"), _("Iscritti"), _("Stato"))
MEMBER_HEADS = (_("Persona"), _("Iscritto dal"), _("Ritirato il"), _("Presenze"), _("Incontri segnati"), _("Ore"))
_TINTS = {
    EditionState.PLANNED: ("line", "it-calendar"),
    EditionState.RUNNING: ("ok", "it-check"),
    EditionState.OVER: ("", "it-flag"),
}


@dataclass(frozen=True)
class Row:
    """An edition as the list shows it. Its state is None when nobody knows its days."""

    activity: Activity
    size: int
    state: EditionState | None

    @property
    def tint(self) -> str:
        """The colour of the state's tag."""
        return _TINTS[self.state][0] if self.state else "line"

    @property
    def icon(self) -> str:
        """The icon of the state's tag."""
        return _TINTS[self.state][1] if self.state else "it-help-circle"

    @property
    def word(self) -> str | Promise:
        """The word of the state's tag."""
        return capfirst(self.state.label) if self.state else _("Senza date")

    def cells(self) -> list[Value]:
        """Return the row as a file shows it, in the order of ``HEADS``."""
        one = self.activity
        town = one.municipality.name if one.municipality else ""
        return [one.name, one.edition, town, one.starts_on, one.ends_on, self.size, str(self.word)]


@dataclass(frozen=True)
class Meeting:
    """A session with how many came of how many are marked; it waits when it was held and nobody is marked."""

    session: Session
    present: int
    marked: int
    is_waiting: bool


@dataclass(frozen=True)
class Member:
    """Somebody enrolled, and how often they came."""

    row: Participation
    came: Came

    def cells(self) -> list[Value]:
        """Return the row as a file shows it, in the order of ``MEMBER_HEADS``."""
        row, came = self.row, self.came
        return [str(row.person), row.enrolled_on, row.withdrawn_on, came.present, came.marked, came.hours]


def rows_of(found: Iterable[Activity], user: User, today: date) -> list[Row]:
    """Turn editions read by ``activities.queries.visible_to`` into rows; one query counts for all of them."""
    editions = list(found)
    sizes = activities.sizes_of(editions, user)
    return [Row(each, sizes.get(each.pk, 0), state_of(each, today)) for each in editions]


def state_of(activity: Activity, today: date) -> EditionState | None:
    """Return where an edition stands, by the days that ``visible_to`` found; None when there are none."""
    first: date | None = getattr(activity, "first_day", None)
    last: date | None = getattr(activity, "last_day", None)
    if first is None or last is None:
        return None
    if first > today:
        return EditionState.PLANNED
    return EditionState.RUNNING if last >= today else EditionState.OVER


def members_of(activity: Activity, user: User) -> list[Member]:
    """Return who is enrolled of those the user sees: first who still comes, by name."""
    rows = list(activities.enrolled_in(activity, user))
    came = activities.came_to(activity, rows)
    members = [Member(row, came.get(row.pk, Came())) for row in rows]
    return sorted(members, key=lambda member: member.row.withdrawn_on is not None)


def meetings_of(activity: Activity, members: Sequence[Member], user: User, today: date) -> list[Meeting]:
    """Return the sessions of an edition, with the presences of these members."""
    told = activities.presences_at(activity, [member.row for member in members])
    meetings = []
    for session in activities.sessions_visible_to(user).filter(activity=activity):
        present, marked = told.get(session.pk, (0, 0))
        is_waiting = bool(members) and not marked and session.held_on <= today and not session.is_cancelled
        meetings.append(Meeting(session, present, marked, is_waiting))
    return meetings


def whole(members: Sequence[Member]) -> Came:
    """Return how often all of them came, taken together."""
    present = sum(member.came.present for member in members)
    marked = sum(member.came.marked for member in members)
    return Came(present, marked, sum((member.came.hours for member in members), Came().hours))


def expected_at(session: Session, user: User) -> list[Participation]:
    """Return who is to be marked at a session: who had not withdrawn by then, or was marked all the same."""
    rows = list(activities.enrolled_in(session.activity, user))
    marked = activities.marks_of(session, rows)
    return [row for row in rows if row.withdrawn_on is None or row.withdrawn_on >= session.held_on or row.pk in marked]
