"""Months entered many at once, complete, verified and shut, opened again with a reason."""

from datetime import date
from decimal import Decimal

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.bridges.handing_over.left_out import LABELS, left_out
from percorsi.funding.actions import ensure_payers
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.traineeships import queries
from percorsi.traineeships.actions import (
    MonthDraft,
    MonthEntry,
    enter_months,
    record_month,
    reopen_month,
    verify_months,
)
from percorsi.traineeships.choices import Course, MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2018, 5, 2), date(2018, 6, 1), date(2018, 7, 31)
FULL = {"hours_due": Decimal(110), "hours_present": Decimal(80)}


@pytest.fixture
def user() -> User:
    return cast.member(Role.OFFICER)


def trainee(person: Person | None = None, **values: object) -> Traineeship:
    given = {"starts_on": MAY, "ends_on": JULY} | values
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    return Traineeship.objects.create(person=person or cast.person(), host=host, **given)


def complete(user: User, row: Traineeship, *, is_signed: bool = True) -> TraineeshipMonth:
    hours = {"hours_due": Decimal(80), "hours_present": Decimal(80)}
    return record_month(row, by=user, draft=MonthDraft(JUNE, **hours, has_signed_sheet=is_signed, is_complete=True))


INCOMPLETE = {
    "nothing due": (MonthDraft(JUNE, hours_present=Decimal(80)), "hours_due"),
    "nobody present": (MonthDraft(JUNE, hours_due=Decimal(80)), "hours_present"),
    "hours missing": (MonthDraft(JUNE, **FULL, absences_justified=Decimal(10)), "hours_present"),
    "hours too many": (MonthDraft(JUNE, **FULL, absences_unjustified=Decimal("30.5")), "hours_present"),
}


@pytest.mark.parametrize(("draft", "field"), INCOMPLETE.values(), ids=INCOMPLETE.keys())
def test_a_month_is_not_called_complete_while_hours_are_missing(user: User, draft: MonthDraft, field: str) -> None:
    row = trainee()
    told = {name: getattr(draft, name) for name in draft.__dataclass_fields__}
    with pytest.raises(Refused) as caught:
        record_month(row, by=user, draft=MonthDraft(**(told | {"is_complete": True})))
    assert caught.value.field == field
    assert record_month(row, by=user, draft=draft).state == MonthState.DRAFT


def test_absences_make_up_the_hours_due(user: User) -> None:
    draft = MonthDraft(JUNE, **FULL, absences_justified=Decimal(10), absences_unjustified=Decimal(20), is_complete=True)
    kept = record_month(trainee(), by=user, draft=draft)
    assert (kept.state, kept.absences_justified, kept.absences_unjustified) == (MonthState.COMPLETE, 10, 20)


def test_more_hours_than_due_without_absences_are_complete(user: User) -> None:
    draft = MonthDraft(JUNE, hours_due=Decimal(80), hours_present=Decimal(88), is_complete=True)
    assert record_month(trainee(), by=user, draft=draft).state == MonthState.COMPLETE


def test_a_refused_row_keeps_no_other_from_being_written(user: User) -> None:
    good, changed, wrong = trainee(), trainee(), trainee()
    complete(user, changed)
    entries = [
        MonthEntry(wrong, MonthDraft(JUNE, hours_due=Decimal(-1)), 0),
        MonthEntry(changed, MonthDraft(JUNE, hours_due=Decimal(90)), 0),
        MonthEntry(good, MonthDraft(JUNE, **FULL), 0),
    ]
    refusals = [answer.refusal for answer in enter_months(entries, by=user)]
    assert refusals[0] is not None
    assert refusals[0].field == "hours_due"
    assert isinstance(refusals[1], Stale)
    assert refusals[2] is None
    assert good.months.get().hours_present == 80
    assert changed.months.get().hours_due == 80


def test_entering_leaves_who_pays(user: User) -> None:
    payer = ensure_payers(["Azienda"])["Azienda"]
    row = trainee()
    record_month(row, by=user, draft=MonthDraft(JUNE, **FULL, payer=payer))
    enter_months([MonthEntry(row, MonthDraft(JUNE, hours_due=Decimal(100)), 1)], by=user)
    kept = row.months.get()
    assert (kept.payer, kept.hours_due, kept.version) == (payer, 100, 2)


def test_only_signed_complete_months_are_verified_and_then_they_are_shut(user: User) -> None:
    ready = complete(user, trainee())
    unsigned = complete(user, trainee(), is_signed=False)
    begun = record_month(trainee(), by=user, draft=MonthDraft(JUNE, **FULL, has_signed_sheet=True))
    assert verify_months([ready, unsigned, begun], by=user) == [ready]
    with pytest.raises(Refused, match="riaprilo"):
        record_month(ready.traineeship, by=user, draft=MonthDraft(JUNE, **FULL), version=2)
    with pytest.raises(Refused) as caught:
        reopen_month(ready, by=user, version=2, reason=" ")
    assert caught.value.field == "reason"
    reopen_month(ready, by=user, version=2, reason="ore sbagliate sul foglio")
    assert TraineeshipMonth.objects.get(pk=ready.pk).state == MonthState.DRAFT
    assert Event.objects.latest("id").reason == "ore sbagliate sul foglio"
    with pytest.raises(Refused, match="già aperto"):
        reopen_month(unsigned, by=user, version=1, reason="prova")


def test_nobody_verifies_or_opens_the_months_of_colleagues(user: User) -> None:
    month = complete(user, trainee())
    mediator = cast.member(Role.MEDIATOR)
    with pytest.raises(Forbidden):
        verify_months([month], by=mediator)
    with pytest.raises(Forbidden):
        reopen_month(month, by=mediator, version=1, reason="prova")
    assert TraineeshipMonth.objects.get().state == MonthState.COMPLETE


def test_the_months_of_one_are_those_with_a_day_in_it(user: User) -> None:
    inside, later = trainee(), trainee(starts_on=date(2018, 6, 30), ends_on=None)
    trainee(starts_on=date(2018, 7, 1))
    trainee(ends_on=date(2018, 5, 31))
    assert set(queries.of_month(user, JUNE)) == {inside, later}
    assert queries.months_beside(user, JUNE, date(2018, 7, 15)) == (date(2018, 5, 1), date(2018, 7, 1))
    assert queries.months_beside(user, date(2018, 7, 1), date(2018, 7, 15))[1] is None


def test_months_without_anybody_are_passed_over(user: User) -> None:
    trainee(starts_on=date(2018, 1, 10), ends_on=date(2018, 2, 10))
    trainee(starts_on=date(2018, 9, 10), ends_on=date(2018, 9, 20))
    assert queries.months_beside(user, date(2018, 5, 1), date(2018, 12, 1)) == (date(2018, 2, 1), date(2018, 9, 1))


@pytest.mark.parametrize(
    ("course", "names"),
    {
        Course.RUNNING: {"long", "soon", "still"},
        Course.ENDING: {"soon"},
        Course.SUSPENDED: {"still"},
        Course.TO_CLOSE: {"past"},
        Course.ENDED: {"past", "closed"},
        Course.TO_ENTER: {"long", "soon", "still"},
        Course.ALL: {"long", "soon", "still", "past", "closed", "coming"},
    }.items(),
)
def test_traineeships_are_found_by_how_they_stand(user: User, course: str, names: set[str]) -> None:
    today = date(2018, 6, 15)
    rows = {
        "long": trainee(ends_on=None, starts_on=date(2018, 5, 20)),
        "soon": trainee(ends_on=date(2018, 6, 20)),
        "still": trainee(),
        "past": trainee(starts_on=date(2017, 1, 10), ends_on=date(2017, 3, 1)),
        "closed": trainee(starts_on=date(2017, 1, 10), ends_on=date(2017, 3, 1), outcome="concluso"),
        "coming": trainee(starts_on=date(2018, 8, 1), ends_on=None),
    }
    rows["still"].suspensions.create(starts_on=date(2018, 6, 1), reason="ferie")
    found = queries.in_course(queries.visible_to(user), course, today, ending_days=10)
    assert {name for name, row in rows.items() if row in set(found)} == names


def test_what_the_offices_workbook_cannot_hold_of_the_work_is_told(user: User) -> None:
    row = trainee()
    complete(user, row)
    row.suspensions.create(starts_on=JUNE, reason="ferie")
    row.extensions.create(ended_on=JUNE, ends_on=JULY, reason="serve tempo")
    told = left_out()
    names = ("details_of_months", "stops_of_traineeships", "extensions_of_traineeships")
    assert [told.get(name) for name in names] == [1, 1, 1]
    assert set(told) <= set(LABELS)
