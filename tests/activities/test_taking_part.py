"""Who takes part: withdrawn and readmitted, how often they came, and whom a reader sees."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities import actions
from percorsi.activities import queries as activities
from percorsi.activities.actions import ActivityDraft, SessionDraft
from percorsi.activities.choices import AttendanceKind, EditionState
from percorsi.activities.indicators import GROUP_PARTICIPANTS
from percorsi.activities.models import Activity, Attendance, Participation
from percorsi.activities.queries import Came
from percorsi.audit.models import Event, Subject
from percorsi.kit.periods import Period
from percorsi.kit.refusal import Forbidden, Refused, Stale
from tests import cast

pytestmark = pytest.mark.django_db
MAY = date(2018, 5, 2)
WEEK = timedelta(weeks=1)
PRESENT, ABSENT, JUSTIFIED = AttendanceKind


@pytest.fixture
def user() -> User:
    return cast.member(Role.MEDIATOR)


@pytest.fixture
def edition(user: User) -> Activity:
    return actions.add_activity(ActivityDraft("ORAFO", "1/2018", starts_on=MAY), by=user)


def test_who_withdraws_stays_in_the_figures(user: User, edition: Activity) -> None:
    row, today = actions.enrol(edition, by=user, person=cast.person()), timezone.localdate()
    actions.withdraw(row, by=user, version=1, on=today, reason=" ha trovato  lavoro ")
    now = Participation.objects.get()
    assert (now.withdrawn_on, now.withdrawal_reason) == (today, "ha trovato lavoro")
    counted = GROUP_PARTICIPANTS.rows(Period(date(2018, 1, 1), date(2018, 12, 31), "2018"))
    assert counted.values("participations__person").distinct().count() == 1
    with pytest.raises(Refused, match="già registrato"):
        actions.withdraw(now, by=user, version=2, on=today, reason="altro")
    actions.readmit(now, by=user)
    now.refresh_from_db()
    assert (now.withdrawn_on, now.withdrawal_reason) == (None, "")
    # The reason is about a person: the trail holds the names of the fields alone.
    assert "lavoro" not in repr(list(Event.objects.values_list("fields", "reason")))


def test_a_withdrawal_that_cannot_be(user: User, edition: Activity) -> None:
    row, today = actions.enrol(edition, by=user, person=cast.person()), timezone.localdate()
    for on, reason, field in (
        (today + timedelta(days=1), "altro", "withdrawn_on"),
        (today - timedelta(days=1), "altro", "withdrawn_on"),
        (today, " ", "withdrawal_reason"),
    ):
        with pytest.raises(Refused) as caught:
            actions.withdraw(row, by=user, version=1, on=on, reason=reason)
        assert caught.value.field == field
    with pytest.raises(Stale):
        actions.withdraw(row, by=user, version=9, on=today, reason="altro")


def test_an_enrolment_by_mistake_is_taken_back_unless_somebody_came(user: User, edition: Activity) -> None:
    session = actions.add_session(edition, by=user, held_on=MAY)
    row = actions.enrol(edition, by=user, person=cast.person())
    actions.mark_attendance(row, by=user, session=session)
    with pytest.raises(Refused, match="presenze"):
        actions.take_back_enrolment(row, by=user)
    actions.mark_sheet(session, by=user, marks={row: None})
    actions.take_back_enrolment(row, by=user)
    assert not Participation.objects.exists()


def test_only_who_has_just_enrolled_takes_an_enrolment_back(
    user: User, edition: Activity, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = actions.enrol(edition, by=user, person=cast.person())
    brought = Participation.objects.create(activity=edition, person=cast.person())
    for kept, by in ((row, cast.member(Role.MEDIATOR)), (brought, user)):
        with pytest.raises(Refused, match="registra il ritiro"):
            actions.take_back_enrolment(kept, by=by)
    monkeypatch.setattr("percorsi.audit.queries.UNDO_WITHIN", timedelta(0))
    with pytest.raises(Refused, match="registra il ritiro"):
        actions.take_back_enrolment(row, by=user)
    assert set(Participation.objects.all()) == {row, brought}


def test_a_sheet_is_written_and_put_back(user: User, edition: Activity) -> None:
    session = actions.add_session(edition, by=user, held_on=MAY)
    ada, ugo, pia = (actions.enrol(edition, by=user, person=cast.person()) for _each in range(3))
    assert actions.mark_sheet(session, by=user, marks={ada: PRESENT, ugo: ABSENT}) == {ada: None, ugo: None}
    last = Event.objects.latest("pk")
    before = actions.mark_sheet(session, by=user, marks={ada: JUSTIFIED, ugo: ABSENT, pia: PRESENT})
    assert before == {ada: PRESENT, pia: None}
    noted = Subject.objects.filter(event__pk__gt=last.pk).values_list("person", flat=True)
    assert set(noted) == {ada.person_id, pia.person_id}
    assert activities.marks_of(session, [ada, ugo, pia]) == {ada.pk: JUSTIFIED, ugo.pk: ABSENT, pia.pk: PRESENT}
    actions.mark_sheet(session, by=user, marks=before)
    assert activities.marks_of(session, [ada, ugo, pia]) == {ada.pk: PRESENT, ugo.pk: ABSENT}
    events = Event.objects.count()
    assert actions.mark_sheet(session, by=user, marks={ada: PRESENT}) == {}
    assert Event.objects.count() == events


def test_a_sheet_waits_for_its_day(user: User, edition: Activity) -> None:
    tomorrow = timezone.localdate() + timedelta(days=1)
    session = actions.add_session(edition, by=user, held_on=tomorrow)
    row = actions.enrol(edition, by=user, person=cast.person())
    with pytest.raises(Refused):
        actions.mark_sheet(session, by=user, marks={row: PRESENT})
    assert not Attendance.objects.exists()


def test_how_often_somebody_came(user: User, edition: Activity) -> None:
    drafts = [SessionDraft(MAY + n * WEEK, hours=Decimal("2.5")) for n in range(4)]
    sessions = actions.add_sessions(edition, by=user, drafts=drafts)
    ada, ugo = (actions.enrol(edition, by=user, person=cast.person()) for _each in range(2))
    for session, kind in zip(sessions, (PRESENT, PRESENT, ABSENT), strict=False):
        actions.mark_sheet(session, by=user, marks={ada: kind})
    # A session cancelled behind the back of its presences counts for nothing.
    type(sessions[0]).objects.filter(pk=sessions[0].pk).update(is_cancelled=True)
    came = activities.came_to(edition, [ada, ugo])
    assert came == {ada.pk: Came(1, 2, Decimal("2.5"))}
    assert (came[ada.pk].percent, Came(2, 3).percent, Came().percent) == (50, 67, None)
    assert activities.presences_at(edition, [ada, ugo]) == {
        sessions[0].pk: (1, 1),
        sessions[1].pk: (1, 1),
        sessions[2].pk: (0, 1),
    }


def test_a_reader_counts_and_marks_whom_they_see(user: User, edition: Activity) -> None:
    ordinary, hidden = cast.person(), cast.protected_person(cleared=(user,))
    rows = [actions.enrol(edition, by=user, person=person) for person in (ordinary, hidden)]
    session = actions.add_session(edition, by=user, held_on=MAY)
    other = cast.member(Role.MEDIATOR)
    assert (activities.sizes_of([edition], user), activities.sizes_of([edition], other)) == (
        {edition.pk: 2},
        {edition.pk: 1},
    )
    assert [row.person for row in activities.enrolled_in(edition, other)] == [ordinary]
    # A mediator marks people of a colleague, whom they see; nobody marks who is hidden from them.
    actions.mark_sheet(session, by=other, marks={rows[0]: PRESENT})
    with pytest.raises(Forbidden):
        actions.mark_sheet(session, by=other, marks={rows[0]: ABSENT, rows[1]: PRESENT})
    assert activities.marks_of(session, rows) == {rows[0].pk: PRESENT}


def test_a_psychologist_sees_who_is_entrusted_to_them(user: User, edition: Activity) -> None:
    mine, another, reader = cast.person(), cast.person(), cast.member(Role.PSYCHOLOGIST)
    cast.case(mine, worker=reader)
    for person in (mine, another):
        actions.enrol(edition, by=user, person=person)
    assert [row.person for row in activities.enrolled_in(edition, reader)] == [mine]
    with pytest.raises(Forbidden):
        actions.enrol(edition, by=reader, person=cast.person())


def test_two_folders_are_one_person_in_the_count(user: User, edition: Activity) -> None:
    person = cast.person()
    actions.enrol(edition, by=user, person=person)
    actions.enrol(edition, by=user, person=person, register_number=person.numbers.get())
    assert activities.sizes_of([edition], user) == {edition.pk: 1}


def test_where_an_edition_stands(user: User) -> None:
    on = date(2019, 6, 6)
    for name, first, last in (
        ("in programma", on + WEEK, None),
        ("comincia oggi", on, on + WEEK),
        ("finisce oggi", on - WEEK, on),
        ("finita", on - WEEK, on - timedelta(days=1)),
        ("un giorno, senza fine", on - WEEK, None),
        ("senza giorni", None, None),
    ):
        actions.add_activity(ActivityDraft(name, starts_on=first, ends_on=last), by=user)
    open_ended = actions.add_activity(ActivityDraft("senza fine, con incontri", starts_on=on - WEEK), by=user)
    actions.add_session(open_ended, by=user, held_on=on + WEEK)
    by_sessions = actions.add_activity(ActivityDraft("solo incontri"), by=user)
    actions.add_session(by_sessions, by=user, held_on=on + WEEK)
    found = {
        state: set(activities.visible_to(user).filter(activities.in_state(state, on)).values_list("name", flat=True))
        for state in EditionState
    }
    assert found == {
        EditionState.PLANNED: {"in programma", "solo incontri"},
        EditionState.RUNNING: {"comincia oggi", "finisce oggi", "senza fine, con incontri"},
        EditionState.OVER: {"finita", "un giorno, senza fine"},
    }
    assert activities.visible_to(user).last().name == "senza giorni"  # type: ignore[union-attr]
