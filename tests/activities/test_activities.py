"""Activities: editions stand once, people enrol once, presence is what was said last."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities.actions import ActivityDraft, add_activity, add_session, enrol, mark_attendance
from percorsi.activities.choices import AttendanceKind
from percorsi.activities.models import Activity, Attendance, Participation, Session
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused
from tests import cast

pytestmark = pytest.mark.django_db
MAY, JUNE = date(2018, 5, 2), date(2018, 6, 4)
ORAFO = ActivityDraft(" ORAFO ", "1/2018", starts_on=MAY, ends_on=JUNE)


@pytest.fixture
def user() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def test_an_edition_stands_once(user: User) -> None:
    made = add_activity(ORAFO, by=user)
    assert (made.name, made.edition, made.starts_on, made.ends_on) == ("ORAFO", "1/2018", MAY, JUNE)
    with pytest.raises(Refused, match="c’è già"):
        add_activity(ORAFO, by=user)
    assert Activity.objects.count() == 1
    assert Event.objects.get().kind == "activities.activity"


def test_an_edition_that_cannot_be(user: User) -> None:
    for draft, field in (
        (ActivityDraft(" "), "name"),
        (ActivityDraft("ORAFO", starts_on=JUNE, ends_on=MAY), "ends_on"),
    ):
        with pytest.raises(Refused) as caught:
            add_activity(draft, by=user)
        assert caught.value.field == field
    assert not Activity.objects.exists()


def test_a_session_falls_within_its_edition(user: User) -> None:
    activity = add_activity(ORAFO, by=user)
    add_session(activity, by=user, held_on=MAY, topic="Il curriculum")
    for day in (MAY - timedelta(days=1), JUNE + timedelta(days=1)):
        with pytest.raises(Refused) as caught:
            add_session(activity, by=user, held_on=day)
        assert caught.value.field == "held_on"
    assert [(row.held_on, row.topic) for row in Session.objects.all()] == [(MAY, "Il curriculum")]


def test_a_person_enrols_once(user: User) -> None:
    activity, person, other = add_activity(ORAFO, by=user), cast.person(), cast.person()
    enrol(activity, by=user, person=person)
    with pytest.raises(Refused, match="già fra gli iscritti"):
        enrol(activity, by=user, person=person)
    enrol(activity, by=user, person=person, register_number=person.numbers.get())
    with pytest.raises(Refused, match="altra persona"):
        enrol(activity, by=user, person=other, register_number=person.numbers.get())
    assert Participation.objects.count() == 2


def test_presence_is_what_was_said_last(user: User) -> None:
    activity = add_activity(ORAFO, by=user)
    session, row = add_session(activity, by=user, held_on=MAY), enrol(activity, by=user, person=cast.person())
    mark_attendance(row, by=user, session=session, kind=AttendanceKind.ABSENT)
    mark_attendance(row, by=user, session=session, kind=AttendanceKind.PRESENT)
    assert [kept.kind for kept in Attendance.objects.all()] == ["present"]


def test_presence_needs_a_session_of_the_same_edition_that_was_held(user: User) -> None:
    activity = add_activity(ActivityDraft("ORAFO", "2"), by=user)
    row = enrol(activity, by=user, person=cast.person())
    elsewhere = add_session(add_activity(ORAFO, by=user), by=user, held_on=MAY)
    tomorrow = add_session(activity, by=user, held_on=timezone.localdate() + timedelta(days=1))
    for session in (elsewhere, tomorrow):
        with pytest.raises(Refused):
            mark_attendance(row, by=user, session=session, kind=AttendanceKind.PRESENT)
    assert not Attendance.objects.exists()


@pytest.mark.parametrize("role", Role)
def test_who_organises_and_enrols(role: Role, user: User) -> None:
    activity, reader = add_activity(ORAFO, by=user), cast.member(role)
    person = cast.person()
    cast.case(person, worker=reader)
    if role in {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.PSYCHOLOGIST}:
        add_session(activity, by=reader, held_on=MAY)
        enrol(activity, by=reader, person=person)
        return
    with pytest.raises(Forbidden):
        add_activity(ActivityDraft("BUSSOLA"), by=reader)
    with pytest.raises(Forbidden):
        add_session(activity, by=reader, held_on=MAY)
    with pytest.raises(Forbidden):
        enrol(activity, by=reader, person=person)


def test_nobody_enrols_a_protected_person_without_being_cleared(user: User) -> None:
    activity = add_activity(ORAFO, by=user)
    with pytest.raises(Forbidden):
        enrol(activity, by=user, person=cast.protected_person())
