"""Traineeships and their months: inside their days, hours and money that can be, one row a month."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.bridges.register.layout import register_layout
from percorsi.funding.actions import ensure_payers
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.traineeships.actions import (
    MonthDraft,
    TraineeshipDraft,
    close_traineeship,
    doubts,
    record_month,
    start_traineeship,
)
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast

pytestmark = pytest.mark.django_db
MAY, JUNE, JULY = date(2018, 5, 2), date(2018, 6, 1), date(2018, 7, 31)
TOMORROW = timezone.localdate() + timedelta(days=1)


@pytest.fixture
def user() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def started(user: User, person: Person | None = None, **values: object) -> Traineeship:
    given = {"host": cast.body("Officine Levante", Kind.EMPLOYER), "starts_on": MAY, "ends_on": JULY} | values
    return start_traineeship(person or cast.person(), by=user, draft=TraineeshipDraft(**given))  # type: ignore[arg-type]


def test_a_traineeship_is_written(user: User) -> None:
    made = started(user, weekly_hours=Decimal("25.5"), monthly_allowance=Decimal("400.005"), kind=" osservativo ")
    kept = Traineeship.objects.get()
    assert kept == made
    assert (kept.weekly_hours, kept.monthly_allowance, kept.kind) == (
        Decimal("25.50"),
        Decimal("400.01"),
        "osservativo",
    )
    assert Event.objects.get().about_people == [kept.person_id]


BAD = {
    "ends early": ({"ends_on": MAY - timedelta(days=1)}, "ends_on"),
    "more hours than a week has": ({"weekly_hours": Decimal(169)}, "weekly_hours"),
    "hours that are no number": ({"weekly_hours": Decimal("NaN")}, "weekly_hours"),
    "a negative allowance": ({"monthly_allowance": Decimal("-1")}, "monthly_allowance"),
    "an endless allowance": ({"monthly_allowance": Decimal("1e9")}, "monthly_allowance"),
    "an endless kind": ({"kind": "a" * 101}, "kind"),
}


@pytest.mark.parametrize(("values", "field"), BAD.values(), ids=BAD.keys())
def test_a_traineeship_that_cannot_be(user: User, values: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as caught:
        started(user, **values)
    assert caught.value.field == field
    assert not Traineeship.objects.exists()


def test_a_month_has_its_hours_its_amount_and_its_payer(user: User) -> None:
    payer = ensure_payers(["Comune di Rho"])["Comune di Rho"]
    draft = MonthDraft(date(2018, 6, 20), Decimal(110), Decimal("80.5"), Decimal(400), payer)
    record_month(started(user), by=user, draft=draft)
    kept = TraineeshipMonth.objects.get()
    assert (kept.month, kept.hours_due, kept.hours_present) == (JUNE, Decimal(110), Decimal("80.50"))
    assert (kept.amount, kept.payer) == (Decimal(400), payer)


BAD_MONTHS = {
    "before it begins": (MonthDraft(date(2018, 4, 30)), "month"),
    "after it ends": (MonthDraft(date(2018, 8, 1)), "month"),
    "negative presence": (MonthDraft(JUNE, hours_present=Decimal("-0.5")), "hours_present"),
    "more hours than a month has": (MonthDraft(JUNE, hours_due=Decimal(721)), "hours_due"),
    "a negative amount": (MonthDraft(JUNE, amount=Decimal("-0.01")), "amount"),
}


@pytest.mark.parametrize(("draft", "field"), BAD_MONTHS.values(), ids=BAD_MONTHS.keys())
def test_a_month_that_cannot_be(user: User, draft: MonthDraft, field: str) -> None:
    with pytest.raises(Refused) as caught:
        record_month(started(user), by=user, draft=draft)
    assert caught.value.field == field
    assert not TraineeshipMonth.objects.exists()


def test_a_month_to_come_is_not_recorded(user: User) -> None:
    traineeship = started(user, ends_on=None)
    with pytest.raises(Refused) as caught:
        record_month(traineeship, by=user, draft=MonthDraft(TOMORROW + timedelta(days=31)))
    assert caught.value.field == "month"


def test_the_first_and_the_last_month_are_within(user: User) -> None:
    traineeship = started(user)
    for month in (date(2018, 5, 1), date(2018, 7, 31)):
        record_month(traineeship, by=user, draft=MonthDraft(month, Decimal(10), Decimal(10)))
    assert [row.month for row in traineeship.months.order_by("month")] == [date(2018, 5, 1), date(2018, 7, 1)]


def test_a_month_stands_once_and_changes_by_version(user: User) -> None:
    traineeship = started(user)
    record_month(traineeship, by=user, draft=MonthDraft(JUNE, Decimal(100), Decimal(80)))
    with pytest.raises(Refused, match="c’è già"):
        record_month(traineeship, by=user, draft=MonthDraft(JUNE, Decimal(100), Decimal(90)))
    record_month(traineeship, by=user, draft=MonthDraft(JUNE, Decimal(100), Decimal(90)), version=1)
    with pytest.raises(Stale):
        record_month(traineeship, by=user, draft=MonthDraft(JUNE, Decimal(100), Decimal(70)), version=1)
    with pytest.raises(Refused, match="non c’è ancora"):
        record_month(traineeship, by=user, draft=MonthDraft(MAY, Decimal(100), Decimal(70)), version=1)
    assert TraineeshipMonth.objects.get().hours_present == Decimal(90)


def test_what_is_odd_is_told_and_written_all_the_same(user: User) -> None:
    times = register_layout().checks.hours_present_at_most
    due = Decimal(100)
    edge = MonthDraft(JUNE, due, due * times, Decimal(400))
    beyond = MonthDraft(JUNE, due, due * times + 1, Decimal(400))
    assert doubts(edge, hours_present_at_most=times) == []
    assert len(doubts(beyond, hours_present_at_most=times)) == 1
    assert len(doubts(MonthDraft(JUNE, hours_present=Decimal(1)), hours_present_at_most=times)) == 1
    assert len(doubts(MonthDraft(JUNE, due, Decimal(0), Decimal(400)), hours_present_at_most=times)) == 1
    assert record_month(started(user), by=user, draft=beyond).hours_present == due * times + 1


def test_a_traineeship_ends_with_an_outcome(user: User) -> None:
    traineeship = started(user)
    record_month(traineeship, by=user, draft=MonthDraft(JUNE, Decimal(100), Decimal(80)))
    for ends_on, outcome, field in (
        (MAY - timedelta(days=1), "concluso", "ends_on"),
        (TOMORROW, "concluso", "ends_on"),
        (date(2018, 5, 31), "interrotto", "ends_on"),
        (JUNE, " ", "outcome"),
    ):
        with pytest.raises(Refused) as caught:
            close_traineeship(traineeship, by=user, version=1, ends_on=ends_on, outcome=outcome)
        assert caught.value.field == field
    close_traineeship(traineeship, by=user, version=1, ends_on=JUNE, outcome="interrotto")
    kept = Traineeship.objects.get()
    assert (kept.ends_on, kept.outcome, kept.version) == (JUNE, "interrotto", 2)
    with pytest.raises(Stale):
        close_traineeship(traineeship, by=user, version=1, ends_on=JULY, outcome="concluso")


@pytest.mark.parametrize("role", Role)
def test_who_writes_traineeships(role: Role, user: User) -> None:
    reader, person = cast.member(role), cast.person()
    cast.case(person, worker=reader)
    traineeship = started(user, person)
    if role in {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.OFFICER}:
        record_month(traineeship, by=reader, draft=MonthDraft(JUNE, Decimal(100), Decimal(80)))
        return
    for attempt in (
        lambda: started(reader, person),
        lambda: record_month(traineeship, by=reader, draft=MonthDraft(JUNE, Decimal(100), Decimal(80))),
        lambda: close_traineeship(traineeship, by=reader, version=1, ends_on=JUNE, outcome="concluso"),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert not TraineeshipMonth.objects.exists()


def test_nobody_writes_about_a_protected_person_without_being_cleared(user: User) -> None:
    with pytest.raises(Forbidden):
        started(user, cast.protected_person())
