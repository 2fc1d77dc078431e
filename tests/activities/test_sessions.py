"""Sessions: several at once, within the edition, moved, cancelled and taken back."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities import actions
from percorsi.activities.actions import ActivityDraft, SessionDraft
from percorsi.activities.choices import AttendanceKind
from percorsi.activities.models import Activity, Session
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused, Stale
from tests import cast

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2018, 5, 2), date(2018, 6, 4)
WEEK = timedelta(weeks=1)
ORAFO = ActivityDraft("ORAFO", "1/2018", starts_on=MAY, ends_on=JUNE, place="Sala delle Rondini")
NINE, NOON = time(9, 30), time(12, 15)


@pytest.fixture
def user() -> User:
    return cast.member(Role.MEDIATOR)


@pytest.fixture
def edition(user: User) -> Activity:
    return actions.add_activity(ORAFO, by=user)


def test_several_sessions_are_added_at_once(user: User, edition: Activity) -> None:
    drafts = [SessionDraft(MAY + n * WEEK, "Il curriculum", NINE, NOON) for n in range(4)]
    rows = actions.add_sessions(edition, by=user, drafts=drafts)
    assert [row.held_on for row in rows] == [MAY + n * WEEK for n in range(4)]
    assert {(row.begins_at, row.finishes_at, row.hours) for row in Session.objects.all()} == {
        (NINE, NOON, Decimal("2.75"))
    }
    assert Event.objects.filter(kind="activities.session").count() == 4


def test_one_that_cannot_be_stops_them_all(user: User, edition: Activity) -> None:
    drafts = [SessionDraft(MAY + n * WEEK) for n in range(8)]
    for wrong, field in (
        (drafts, "held_on"),
        ([], "count"),
        ([SessionDraft(MAY)] * 61, "count"),
        ([SessionDraft(MAY, begins_at=NOON, finishes_at=NINE)], "finishes_at"),
        ([SessionDraft(MAY, hours=Decimal(25))], "hours"),
        ([SessionDraft(MAY, hours=Decimal(0))], "hours"),
        ([SessionDraft(MAY, "a" * 201)], "topic"),
    ):
        with pytest.raises(Refused) as caught:
            actions.add_sessions(edition, by=user, drafts=wrong)
        assert caught.value.field == field
    assert not Session.objects.exists()


def test_hours_that_are_said_count_before_those_of_the_clock(user: User, edition: Activity) -> None:
    (row,) = actions.add_sessions(edition, by=user, drafts=[SessionDraft(MAY, "", NINE, NOON, Decimal(2))])
    assert row.hours == 2


def test_no_two_sessions_at_one_time_unless_one_is_cancelled(user: User, edition: Activity) -> None:
    (row,) = actions.add_sessions(edition, by=user, drafts=[SessionDraft(MAY, begins_at=NINE)])
    with pytest.raises(Refused, match="alla stessa ora"):
        actions.add_sessions(edition, by=user, drafts=[SessionDraft(MAY, begins_at=NINE)])
    actions.add_sessions(edition, by=user, drafts=[SessionDraft(MAY, begins_at=NOON)])
    actions.cancel_session(row, by=user)
    actions.add_sessions(edition, by=user, drafts=[SessionDraft(MAY, begins_at=NINE)])
    assert Session.objects.count() == 3


def test_a_session_is_moved(user: User, edition: Activity) -> None:
    row = actions.add_session(edition, by=user, held_on=MAY)
    actions.change_session(row, by=user, version=1, draft=SessionDraft(MAY + WEEK, "Il colloquio", NINE, NOON))
    now = Session.objects.get()
    assert (now.held_on, now.topic, now.hours, now.version) == (MAY + WEEK, "Il colloquio", Decimal("2.75"), 2)
    with pytest.raises(Stale):
        actions.change_session(row, by=user, version=1, draft=SessionDraft(MAY))
    with pytest.raises(Refused):
        actions.change_session(row, by=user, version=2, draft=SessionDraft(JUNE + WEEK))


def test_a_session_with_presences_is_not_cancelled(user: User, edition: Activity) -> None:
    row = actions.add_session(edition, by=user, held_on=MAY)
    share = actions.enrol(edition, by=user, person=cast.person())
    actions.mark_attendance(share, by=user, session=row, kind=AttendanceKind.ABSENT)
    with pytest.raises(Refused, match="presenze"):
        actions.cancel_session(row, by=user)
    actions.mark_sheet(row, by=user, marks={share: None})
    actions.cancel_session(row, by=user)
    with pytest.raises(Refused, match="annullato"):
        actions.mark_attendance(share, by=user, session=row, kind=AttendanceKind.PRESENT)
    actions.restore_session(row, by=user)
    assert not Session.objects.get().is_cancelled


def test_marks_of_somebody_hidden_do_not_tell_of_them(user: User, edition: Activity) -> None:
    cleared = cast.member(Role.OPERATIONAL_COORDINATOR)
    hidden = actions.enrol(edition, by=cleared, person=cast.protected_person(cleared=(cleared,)))
    open_ended = ActivityDraft("ORAFO", "1/2018", starts_on=MAY)
    actions.change_activity(edition, by=user, version=edition.version, draft=open_ended)
    edition.refresh_from_db()
    row = actions.add_session(edition, by=user, held_on=MAY)
    actions.mark_attendance(hidden, by=cleared, session=row, kind=AttendanceKind.PRESENT)
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Refused):
        actions.change_session(row, by=cleared, version=1, draft=SessionDraft(tomorrow))
    with pytest.raises(Refused, match="presenze"):
        actions.cancel_session(row, by=cleared)
    actions.change_session(row, by=user, version=1, draft=SessionDraft(tomorrow))
    actions.cancel_session(row, by=user)
    now = Session.objects.get()
    assert (now.held_on, now.is_cancelled) == (tomorrow, True)
    assert now.attendances.get().participation == hidden


def test_an_edition_is_changed_but_leaves_no_session_out(user: User, edition: Activity) -> None:
    row = actions.add_session(edition, by=user, held_on=MAY)
    later = ActivityDraft("ORAFO", "1/2018", starts_on=MAY + WEEK, ends_on=JUNE)
    with pytest.raises(Refused) as caught:
        actions.change_activity(edition, by=user, version=1, draft=later)
    assert caught.value.field == "starts_on"
    actions.cancel_session(row, by=user)
    actions.change_activity(edition, by=user, version=1, draft=later)
    assert Activity.objects.get().starts_on == MAY + WEEK
    with pytest.raises(Refused):
        actions.restore_session(row, by=user)
    with pytest.raises(Stale):
        actions.change_activity(edition, by=user, version=1, draft=ORAFO)
    other = actions.add_activity(ActivityDraft("ORAFO", "2/2018", starts_on=MAY), by=user)
    with pytest.raises(Refused, match="c’è già"):
        actions.change_activity(other, by=user, version=1, draft=later)


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SCOUT, Role.SOCIAL_WORKER, Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_who_does_not_run_groups(role: Role, user: User, edition: Activity) -> None:
    row, reader = actions.add_session(edition, by=user, held_on=MAY), cast.member(role)
    for act in (
        lambda: actions.change_activity(edition, by=reader, version=1, draft=ORAFO),
        lambda: actions.add_sessions(edition, by=reader, drafts=[SessionDraft(MAY)]),
        lambda: actions.change_session(row, by=reader, version=1, draft=SessionDraft(MAY)),
        lambda: actions.cancel_session(row, by=reader),
        lambda: actions.restore_session(row, by=reader),
        lambda: actions.mark_sheet(row, by=reader, marks={}),
    ):
        with pytest.raises(Forbidden):
            act()
