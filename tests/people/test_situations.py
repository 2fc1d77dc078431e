"""How somebody stands with work and at home: written with dates, never over, and read by the rules on categories."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people import actions
from percorsi.people.actions import Declaration
from percorsi.people.legal import facts_of, proposals_for
from percorsi.people.models import Person, Situation
from tests import cast

pytestmark = pytest.mark.django_db

MAY = date(2018, 5, 1)
JUNE = date(2018, 6, 1)
JULY = date(2018, 7, 1)
JOBLESS = Declaration(is_jobless=True)
WORKS = Declaration(is_jobless=False, is_losing_job=True)


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


@pytest.fixture
def ada() -> Person:
    return cast.person(born_on=date(1990, 1, 2))


def told(person: Person) -> list[tuple[bool | None, date | None, date | None]]:
    return list(person.situations.order_by("pk").values_list("is_jobless", "starts_on", "ends_on"))


def test_a_change_closes_the_present_situation_the_day_before(coordinator: User, ada: Person) -> None:
    actions.record_situation(ada, declared=JOBLESS, on=None, by=coordinator)
    actions.record_situation(ada, declared=WORKS, on=JUNE, by=coordinator)
    assert told(ada) == [(True, None, date(2018, 5, 31)), (False, JUNE, None)]


def test_the_trail_says_which_answers_were_given_and_not_what(coordinator: User, ada: Person) -> None:
    since = Declaration(jobless_since=MAY, lives_alone_with_dependants=True)
    row = actions.record_situation(ada, declared=since, on=JUNE, by=coordinator)
    actions.correct_situation(row, declared=Declaration(jobless_since=MAY), starts_on=JUNE, by=coordinator)
    actions.correct_situation(row, declared=Declaration(jobless_since=MAY), starts_on=JUNE, by=coordinator)
    actions.remove_situation(row, by=coordinator)
    assert [(event.act, event.kind, event.about_people) for event in Event.objects.order_by("pk")] == [
        (act, "people.situation", [ada.pk]) for act in (Act.CREATE, Act.CHANGE, Act.DELETE)
    ]
    created, changed, _removed = Event.objects.order_by("pk").values_list("fields", flat=True)
    assert "lives_alone_with_dependants" in created["fields"]
    assert changed == {"fields": ["lives_alone_with_dependants"]}
    assert "2018" not in str([created, changed])
    assert not Situation.objects.exists()


def test_who_is_jobless_since_a_day_is_jobless(coordinator: User, ada: Person) -> None:
    row = actions.record_situation(ada, declared=Declaration(jobless_since=MAY), on=JUNE, by=coordinator)
    assert row.is_jobless is True


TOMORROW = timezone.localdate() + timedelta(days=1)
REFUSED = {
    "nothing said": (Declaration(), JUNE, "is_jobless"),
    "works, yet jobless since": (Declaration(is_jobless=False, jobless_since=MAY), JUNE, "jobless_since"),
    "jobless after the day it holds from": (Declaration(jobless_since=JULY), JUNE, "jobless_since"),
    "jobless, yet losing a job": (Declaration(is_jobless=True, is_losing_job=True), JUNE, "is_losing_job"),
    "jobless since, yet losing a job": (Declaration(jobless_since=MAY, is_losing_job=True), JUNE, "is_losing_job"),
    "jobless since tomorrow": (Declaration(jobless_since=TOMORROW), None, "jobless_since"),
    "jobless before birth": (Declaration(jobless_since=date(1989, 1, 1)), JUNE, "jobless_since"),
    "studies end tomorrow": (Declaration(left_education_on=TOMORROW), JUNE, "left_education_on"),
    "studies ended before birth": (Declaration(left_education_on=date(1989, 1, 1)), JUNE, "left_education_on"),
    "from tomorrow": (JOBLESS, TOMORROW, "starts_on"),
    "from before birth": (JOBLESS, date(1989, 1, 1), "starts_on"),
    "from the day of the present one": (JOBLESS, MAY, "starts_on"),
    "from no day, with one already there": (JOBLESS, None, "starts_on"),
}


@pytest.mark.parametrize(("declared", "on", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused(
    coordinator: User, ada: Person, declared: Declaration, on: date | None, field: str
) -> None:
    actions.record_situation(ada, declared=WORKS, on=MAY, by=coordinator)
    with pytest.raises(Refused) as refused:
        actions.record_situation(ada, declared=declared, on=on, by=coordinator)
    assert refused.value.field == field
    assert told(ada) == [(False, MAY, None)]


def test_a_correction_leaves_the_end_and_cannot_pass_it(coordinator: User, ada: Person) -> None:
    row = actions.record_situation(ada, declared=JOBLESS, on=MAY, by=coordinator)
    actions.record_situation(ada, declared=WORKS, on=JULY, by=coordinator)
    actions.correct_situation(row, declared=JOBLESS, starts_on=JUNE, by=coordinator)
    assert told(ada) == [(True, JUNE, date(2018, 6, 30)), (False, JULY, None)]
    with pytest.raises(Refused) as refused:
        actions.correct_situation(row, declared=JOBLESS, starts_on=JULY, by=coordinator)
    assert refused.value.field == "starts_on"


def test_only_who_may_write_about_the_person_writes(ada: Person, coordinator: User) -> None:
    row = actions.record_situation(ada, declared=JOBLESS, on=MAY, by=coordinator)
    mediator = cast.member(Role.MEDIATOR)
    cast.case(ada, worker=mediator)
    actions.record_situation(ada, declared=WORKS, on=JUNE, by=mediator)
    for role in (Role.MEDIATOR, Role.PSYCHOLOGIST, Role.OFFICER, Role.SOCIAL_WORKER, Role.SCOUT):
        stranger = cast.member(role)
        with pytest.raises(Forbidden):
            actions.record_situation(ada, declared=JOBLESS, on=JULY, by=stranger)
        with pytest.raises(Forbidden):
            actions.correct_situation(row, declared=WORKS, starts_on=MAY, by=stranger)
        with pytest.raises(Forbidden):
            actions.remove_situation(row, by=stranger)
    assert ada.situations.count() == 2


def test_a_protected_person_keeps_and_changes_the_situation(coordinator: User) -> None:
    hidden = cast.protected_person(cleared=(coordinator,))
    actions.record_situation(hidden, declared=JOBLESS, on=MAY, by=coordinator)
    assert hidden.situations.count() == 1


# --- What the rules make of it ----------------------------------------------------------------------------------

IN_1960, IN_1990, IN_2000 = date(1960, 1, 2), date(1990, 1, 2), date(2000, 1, 2)
YES, CLARIFY = "complete", "to clarify"
# Category, day of birth, what was declared, the answer on 1 June 2018, words of what is missing.
PROPOSED: list[tuple[str, date | None, dict[str, Any], str, str]] = [
    ("young_jobless", IN_2000, {"never_had_regular_job": True}, YES, ""),
    ("young_jobless", IN_1990, {"never_had_regular_job": True, "left_education_on": date(2017, 7, 1)}, YES, ""),
    ("young_jobless", IN_2000, {"is_jobless": True}, CLARIFY, "se ha già avuto un lavoro regolare"),
    ("young_jobless", IN_1990, {"never_had_regular_job": True}, CLARIFY, "se ha finito gli studi a tempo pieno"),
    ("young_jobless", None, {"never_had_regular_job": True}, CLARIFY, "Manca la data di nascita"),
    ("young_jobless", IN_2000, {"never_had_regular_job": False}, "", ""),
    ("young_jobless", IN_1990, {"never_had_regular_job": True, "left_education_on": date(2010, 7, 1)}, "", ""),
    ("over_50", IN_1960, {"is_jobless": True}, YES, ""),
    ("over_50", IN_1960, {"is_jobless": False, "is_losing_job": True}, YES, ""),
    ("over_50", IN_1960, {"lives_alone_with_dependants": False}, CLARIFY, "Non si sa se è senza lavoro"),
    ("over_50", IN_1960, {"is_jobless": False}, CLARIFY, "Non si sa se sta per perdere il lavoro"),
    ("over_50", None, {"is_jobless": True}, CLARIFY, "Manca la data di nascita"),
    ("over_50", IN_1960, {"is_jobless": False, "is_losing_job": False}, "", ""),
    ("over_50", IN_1990, {"is_jobless": True}, "", ""),
    ("long_term_unemployed", IN_1990, {"jobless_since": date(2016, 1, 1)}, YES, ""),
    ("long_term_unemployed", IN_2000, {"jobless_since": date(2017, 11, 1)}, YES, ""),
    ("long_term_unemployed", IN_1990, {"jobless_since": date(2018, 3, 1)}, CLARIFY, "Chiarire da quando è senza"),
    ("long_term_unemployed", IN_1990, {"is_jobless": True}, CLARIFY, "Chiarire da quando è senza lavoro"),
    ("long_term_unemployed", IN_1990, {"is_jobless": False}, "", ""),
    ("long_term_unemployed", IN_1990, {"never_had_regular_job": True}, "", ""),
    ("lone_parent", IN_1990, {"lives_alone_with_dependants": True}, YES, ""),
    ("lone_parent", None, {"lives_alone_with_dependants": True}, CLARIFY, "Manca la data di nascita"),
    ("lone_parent", IN_1990, {"lives_alone_with_dependants": False}, "", ""),
    ("lone_parent", IN_1990, {"is_jobless": True}, "", ""),
    ("lone_parent", date(2002, 1, 2), {"lives_alone_with_dependants": True}, "", ""),
]


@pytest.mark.parametrize(("category", "born_on", "declared", "answer", "missing"), PROPOSED)
def test_a_category_is_proposed(
    coordinator: User, category: str, born_on: date | None, declared: dict[str, Any], answer: str, missing: str
) -> None:
    person = cast.person(born_on=born_on)
    actions.record_situation(person, declared=Declaration(**declared), on=MAY, by=coordinator)
    found = {one.code: one for one in proposals_for(person, on=JUNE)}.get(category)
    assert (found is not None) == bool(answer)
    if found is not None:
        assert found.is_complete == (answer == YES)
        unmet = [reason.text for reason in found.reasons if not reason.is_met]
        assert missing in " ".join(unmet) and bool(unmet) == bool(missing)
        assert found.basis.act and found.basis.confidence


def test_a_past_day_is_answered_with_what_held_then(coordinator: User) -> None:
    person = cast.person(born_on=IN_1990)
    alone = Declaration(jobless_since=date(2015, 1, 1), lives_alone_with_dependants=True)
    actions.record_situation(person, declared=alone, on=MAY, by=coordinator)
    actions.record_situation(person, declared=WORKS, on=JUNE, by=coordinator)

    def complete(day: date) -> set[str]:
        return {one.code for one in proposals_for(person, on=day) if one.is_complete}

    assert complete(date(2018, 4, 30)) == set()
    assert complete(MAY) == complete(date(2018, 5, 31)) == {"long_term_unemployed", "lone_parent"}
    assert complete(JUNE) == complete(timezone.localdate()) == set()


def test_before_the_time_without_work_nothing_says_that_somebody_worked_or_not(coordinator: User) -> None:
    person = cast.person(born_on=IN_1990)
    actions.record_situation(person, declared=Declaration(jobless_since=MAY), on=None, by=coordinator)
    before, after = (facts_of(person, on=day) for day in (date(2018, 4, 30), MAY))
    assert (before.is_jobless, before.jobless_since) == (None, None)
    assert (after.is_jobless, after.jobless_since) == (True, MAY)


def test_of_two_that_hold_on_a_day_the_later_counts() -> None:
    person = cast.person(born_on=IN_1990)
    person.situations.create(is_jobless=True, ends_on=JULY)
    person.situations.create(is_jobless=False, starts_on=JUNE)
    assert [facts_of(person, on=day).is_jobless for day in (MAY, JUNE)] == [True, False]
