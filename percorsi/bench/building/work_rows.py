"""Groups, traineeships with their months, hires."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from percorsi.activities.models import Participation
from percorsi.bench.building import words
from percorsi.bench.building.frame import Frame
from percorsi.bench.building.plan import Plan
from percorsi.kit.dates import add_months, first_of_month
from percorsi.people.models import Person
from percorsi.placements.choices import Attribution, Contract, EndReason
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship, TraineeshipMonth


def participations(plan: Plan, person: Person, frame: Frame) -> Iterator[Participation]:
    """Give the group that every second person took part in."""
    if plan.random.random() < 0.5:
        yield Participation(activity=frame.editions[plan.edition], person=person)


def traineeships(plan: Plan, person: Person, frame: Frame) -> Iterator[Traineeship]:
    """Give the traineeship that nearly every second path had."""
    if plan.is_waiting or plan.random.random() >= 0.45:
        return
    starts_on = plan.day()
    yield Traineeship(
        code=f"T-{plan.number:06}",
        person=person,
        host=frame.employers[plan.employer],
        kind="inserimento lavorativo",
        starts_on=starts_on,
        ends_on=add_months(starts_on, plan.random.randint(2, 8)) - timedelta(days=1),
        weekly_hours=Decimal(20),
        monthly_allowance=Decimal(500),
        payer=plan.random.choice(frame.payers),
        project=plan.random.choice(frame.projects) if plan.random.random() < 0.4 else None,
        outcome="" if plan.is_open else "concluso",
    )


def months(one: Traineeship, frame: Frame) -> Iterator[TraineeshipMonth]:
    """Give the months of a traineeship up to today."""
    month, last = first_of_month(one.starts_on), min(one.ends_on or frame.today, frame.today)
    while month <= last:
        present = Decimal(month.month % 7 * 12)
        yield TraineeshipMonth(
            traineeship=one, month=month, hours_due=Decimal(80), hours_present=present, amount=Decimal(500)
        )
        month = add_months(month, 1)


def placements(plan: Plan, person: Person, frame: Frame) -> Iterator[Placement]:
    """Give the hire of every fourth path."""
    if plan.is_waiting or plan.random.random() >= 0.25:
        return
    starts_on = plan.day()
    yield Placement(
        person=person,
        employer=frame.employers[plan.employer],
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=180),
        contract=plan.random.choice(Contract.values),
        weekly_hours=Decimal(24),
        job=plan.random.choice(words.JOBS),
        attribution=plan.random.choice(Attribution.values),
        end_reason="" if plan.is_open else EndReason.EXPIRED,
    )
