"""What the agenda says of a person, beside their story: when they come next, when to hear them again."""

from dataclasses import dataclass
from datetime import date

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.diary import queries as diary
from percorsi.diary.models import Appointment
from percorsi.people.models import Person


@dataclass(frozen=True)
class Ahead:
    """The next appointment and the day by which to hear the person again; None where there is none."""

    appointment: Appointment | None
    follow_up_on: date | None


def ahead_of(person: Person, reader: User, today: date) -> Ahead | None:
    """Return what is to come; None for who does not read the diary."""
    if not reader.has(Permission.DIARY_READ):
        return None
    follow_ups = diary.open_follow_ups(reader).filter(person=person).order_by("-happened_on", "-pk")
    return Ahead(
        appointment=diary.next_appointment(person, reader, today),
        follow_up_on=follow_ups.values_list("follow_up_on", flat=True).first(),
    )
