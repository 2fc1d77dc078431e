"""Who may do what to a path, and what each reader is told of it."""

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.actions import (
    Discharge,
    Pause,
    Reopening,
    StandIn,
    assign,
    cover,
    discharge,
    end_assignment,
    open_case,
    reopen,
    resume,
    suspend,
)
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.cases.queries import latest_fact, timeline_rows, visible_to
from percorsi.diary.models import Note
from percorsi.kit.refusal import Forbidden
from percorsi.people.models import Person
from percorsi.people.queries import mark_seen
from percorsi.referrals.choices import Outcome
from tests import cast

pytestmark = pytest.mark.django_db
MARCH, MAY, JUNE = date(2018, 3, 12), date(2018, 5, 2), date(2018, 6, 4)
OTHERS = [role for role in Role if role != Role.OPERATIONAL_COORDINATOR]
Act = Callable[[Case, User], object]


def colleague() -> User:
    return cast.member(Role.MEDIATOR)


COORDINATES: dict[str, Act] = {
    "assign": lambda case, by: assign(case, by=by, worker=cast.worker_of(colleague()), starts_on=MAY),
    "end_assignment": lambda case, by: end_assignment(case.assignments.get(), by=by, ends_on=MAY),
    "cover": lambda case, by: cover(
        case, by=by, stand_in=StandIn(worker=cast.worker_of(colleague()), until=timezone.localdate(), reason="Ferie")
    ),
    "discharge": lambda case, by: discharge(case, by=by, version=1, ending=Discharge(MAY, "hired", "la persona")),
    "reopen": lambda case, by: reopen(case, by=by, reopening=Reopening(MAY, "Prova")),
    "open_case": lambda case, by: open_case(
        cast.referral(case.person, outcome=Outcome.ACCEPTED), by=by, opened_on=JUNE
    ),
}
WORKS: dict[str, Act] = {
    "suspend": lambda case, by: suspend(case, by=by, pause=Pause(MAY, "Ferie", JUNE)),
    "resume": lambda case, by: resume(case, by=by, ends_on=MAY),
}


@pytest.mark.parametrize("role", OTHERS)
@pytest.mark.parametrize("act", COORDINATES.values(), ids=COORDINATES.keys())
def test_only_the_operational_coordinator_entrusts_and_discharges_even_own_paths(act: Act, role: Role) -> None:
    user = cast.member(role)
    case = cast.case(cast.person(), worker=user)
    with pytest.raises(Forbidden):
        act(case, user)


@pytest.mark.parametrize("act", [*COORDINATES.values(), *WORKS.values()], ids=[*COORDINATES, *WORKS])
def test_nobody_touches_a_protected_path_without_being_cleared(act: Act) -> None:
    case = cast.case(cast.protected_person(), worker=colleague())
    with pytest.raises(Forbidden):
        act(case, cast.member(Role.OPERATIONAL_COORDINATOR))


@pytest.mark.parametrize("role", Role)
def test_own_paths_are_suspended_by_who_follows_them(role: Role) -> None:
    user = cast.member(role)
    own, other = cast.case(cast.person(), worker=user), cast.case(cast.person(), worker=colleague())
    may = {
        Role.OPERATIONAL_COORDINATOR: {own, other},
        Role.MEDIATOR: {own},
        Role.PSYCHOLOGIST: {own},
    }.get(role, set())
    for case in (own, other):
        if case in may:
            WORKS["suspend"](case, user)
        else:
            with pytest.raises(Forbidden):
                WORKS["suspend"](case, user)
    assert {row.case for row in Suspension.objects.select_related("case")} == may


def test_who_sees_which_paths() -> None:
    users = {role: cast.member(role) for role in Role}
    own = cast.case(cast.person(), worker=users[Role.PSYCHOLOGIST], town="Rho")
    elsewhere = cast.case(cast.person(), town="Arese")
    closed = cast.case(cast.person(), town="Rho", closed_on=JUNE)
    cast.case(cast.protected_person(), town="Rho")
    everybody = {own, elsewhere, closed}
    seen = {role: set(visible_to(user)) for role, user in users.items()}
    assert {role: rows for role, rows in seen.items() if rows} == {
        Role.OPERATIONAL_COORDINATOR: everybody,
        Role.MEDIATOR: everybody,
        Role.OFFICER: everybody,
        Role.PSYCHOLOGIST: {own},
        Role.SOCIAL_WORKER: {own, closed},
    }


def full_path() -> Case:
    case = cast.case(cast.person(), worker=colleague(), closed_on=JUNE, discharge_reason="health")
    Suspension.objects.create(case=case, starts_on=MAY, ends_on=date(2018, 5, 20), reason="Parola segreta")
    return case


def told(person: Person, role: Role) -> dict[str, dict[str, object]]:
    return {str(row["kind"]): row for row in timeline_rows(person, cast.member(role)).order_by("day")}


def test_the_timeline_tells_the_turns_of_the_path() -> None:
    case = full_path()
    rows = told(case.person, Role.MEDIATOR)
    assert {kind: row["day"] for kind, row in rows.items()} == {
        "case_opened": MARCH,
        "assignment": MARCH,
        "suspension": MAY,
        "resumption": date(2018, 5, 20),
        "discharge": JUNE,
    }
    assert rows["suspension"]["text"] == "Parola segreta"
    assert rows["discharge"]["title"] == "health"
    assert {row["link"] for row in rows.values()} == {case.public_id}
    assert rows["assignment"]["title"] == case.assignments.get().worker.name
    assert [kind for kind, row in rows.items() if row["is_milestone"]] == ["case_opened", "discharge"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SOCIAL_WORKER])
def test_who_reads_no_diary_is_not_told_why(role: Role) -> None:
    rows = told(full_path().person, role)
    assert (rows["suspension"]["text"], rows["discharge"]["title"], rows["discharge"]["text"]) == ("", "", "")


def test_the_timeline_of_who_may_not_see_is_empty() -> None:
    protected = cast.protected_person()
    cast.case(protected)
    assert told(protected, Role.MEDIATOR) == {}
    assert told(full_path().person, Role.SCOUT) == {}


def test_the_timeline_costs_one_query_whatever_its_rows() -> None:
    user, case = colleague(), full_path()
    for month in range(1, 7):
        Suspension.objects.create(case=case, starts_on=date(2017, month, 1), ends_on=date(2017, month, 9))
    mark_seen(user, case.person)
    with CaptureQueriesContext(connection) as queries:
        assert len(list(timeline_rows(case.person, user))) == 17
    assert len(queries) == 1


def test_the_latest_fact_is_the_last_thing_known_of_the_person() -> None:
    case = cast.case(cast.person())
    assert latest_fact(case) is None
    Assignment.objects.create(case=case, worker=cast.worker_of(colleague()), starts_on=MAY)
    assert latest_fact(case) == MAY
    Note.objects.create(person=case.person, kind="call", happened_on=JUNE, text="x", written_at=timezone.now())
    assert latest_fact(case) == JUNE
