"""Rows that the tests of the operations need and no room has at hand."""

from datetime import date
from decimal import Decimal

from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast


def traineeship_month(person: Person, *, amount: Decimal) -> TraineeshipMonth:
    """A traineeship of one month, with what was paid for it."""
    host = cast.body("Officine Betulla", Kind.EMPLOYER)
    traineeship = Traineeship.objects.create(
        person=person, host=host, starts_on=date(2018, 4, 1), ends_on=date(2018, 4, 30), code="TIR-1"
    )
    return TraineeshipMonth.objects.create(traineeship=traineeship, month=date(2018, 4, 1), amount=amount)
