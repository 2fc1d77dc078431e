"""Referral, path, who follows it, pauses, notes, and who is cleared for a protected person."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta

from percorsi.bench.building import words
from percorsi.bench.building.frame import Frame
from percorsi.bench.building.plan import Plan, town_number
from percorsi.cases.choices import DischargeReason
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.diary.choices import NoteKind
from percorsi.diary.models import Note
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Person
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral

Told = tuple[Plan, Person]


def referral(plan: Plan, person: Person, frame: Frame) -> Referral:
    """Return the referral by the person's town."""
    town = frame.towns[town_number(plan.number, len(frame.towns))]
    return Referral(
        person=person,
        referred_on=plan.referred_on,
        municipality=town,
        sending_service=plan.random.choice(frame.senders) if plan.random.random() < 0.3 else None,
        social_worker=plan.random.choice(frame.social_workers[town.pk]),
        reason="Cerca un lavoro vicino a casa, con orario del mattino.",
        outcome=Outcome.WAITING if plan.is_waiting else Outcome.ACCEPTED,
        answered_on=None if plan.is_waiting else plan.opened_on,
    )


def case(plan: Plan, door: Referral) -> Case:
    """Return the path that the accepted referral opened."""
    return Case(
        person_id=door.person_id,
        referral=door,
        opened_on=plan.opened_on,
        closed_on=None if plan.is_open else plan.ended_on,
        discharge_reason="" if plan.is_open else plan.random.choice(DischargeReason.values),
    )


def assignments(plan: Plan, path: Case, frame: Frame) -> Iterator[Assignment]:
    """Give the mediator, who took over from a colleague now and then, and sometimes the psychologist."""
    starts_on = plan.opened_on
    if plan.random.random() < 0.1:
        starts_on = plan.day()
        colleague = plan.random.choice(list(frame.mediators.values()))
        yield Assignment(case=path, worker=colleague, starts_on=plan.opened_on, ends_on=starts_on)
    ends_on = path.closed_on
    yield Assignment(case=path, worker=frame.mediators[plan.mediator], starts_on=starts_on, ends_on=ends_on)
    if plan.random.random() < 0.1:
        yield Assignment(case=path, worker=frame.psychologists[plan.psychologist], starts_on=starts_on, ends_on=ends_on)


def suspensions(plan: Plan, path: Case, frame: Frame) -> Iterator[Suspension]:
    """Give the pauses: some over, a few still lasting."""
    if plan.random.random() < 0.06:
        day = plan.day()
        yield Suspension(case=path, starts_on=day, ends_on=day, reason="Cure in corso")
    if plan.is_open and plan.random.random() < 0.05:
        review = frame.today + timedelta(days=30)
        yield Suspension(case=path, starts_on=frame.today, review_on=review, reason="Attesa del nido")


def notes(plan: Plan, person: Person, frame: Frame) -> Iterator[Note]:
    """Give the notes of the path."""
    kinds = NoteKind.values
    for _ in range(plan.notes):
        day = plan.day()
        yield Note(
            person=person,
            kind=plan.random.choice(kinds),
            happened_on=day,
            text=plan.random.choice(words.SENTENCES),
            written_by=frame.mediators[plan.mediator],
            written_at=datetime.combine(day, time(16, 30), tzinfo=UTC),
        )


def clearances(plan: Plan, person: Person, frame: Frame) -> Iterator[AccessException]:
    """Give the leave to see a protected person, to the coordinator and the mediator of half of them."""
    if plan.is_protected and plan.is_cleared:
        at = datetime.combine(plan.opened_on, time(9), tzinfo=UTC)
        for worker in (frame.coordinator, frame.mediators[plan.mediator]):
            yield AccessException(person=person, worker=worker, kind=ExceptionKind.CLEARED, starts_at=at)
