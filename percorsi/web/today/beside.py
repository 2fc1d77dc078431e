"""What stands beside the worklist: the appointments of the day and the notes still being written."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from percorsi.accounts.models import User
from percorsi.diary import queries as diary
from percorsi.diary.choices import AppointmentState
from percorsi.diary.models import Appointment, Draft

MOST_DRAFTS = 5
_MINUTES_SAID_ALONE = 90


@dataclass(frozen=True)
class Beside:
    """Appointments and drafts of one reader. ``next_id`` is the appointment that comes next, ``soon`` how soon."""

    appointments: list[Appointment]
    drafts: list[Draft]
    next_id: int | None = None
    soon: str = ""

    @property
    def people(self) -> list[int]:
        """The people named here, for the trail."""
        named = [*(row.person_id for row in self.appointments), *(row.person_id for row in self.drafts)]
        return [person for person in named if person is not None]


NOTHING = Beside([], [])


def beside(user: User, today: date, *, has_drafts: bool = True) -> Beside:
    """Return what the agenda of a reader has for today, and, where wanted, their drafts."""
    appointments = list(diary.appointments_of(user, today))
    drafts = list(diary.drafts_of(user)[:MOST_DRAFTS]) if has_drafts else []
    now = timezone.localtime()
    to_come = [row for row in appointments if row.state == AppointmentState.PLANNED and row.starts_at >= now.time()]
    if not to_come:
        return Beside(appointments, drafts)
    return Beside(appointments, drafts, to_come[0].pk, _soon(to_come[0], now))


def _soon(row: Appointment, now: datetime) -> str:
    begins = datetime.combine(row.held_on, row.starts_at, tzinfo=now.tzinfo)
    minutes = int((begins - now).total_seconds() // 60)
    if minutes <= 0:
        return gettext("adesso")
    if minutes <= _MINUTES_SAID_ALONE:
        return gettext("tra %(n)d min") % {"n": minutes}
    hours = round(minutes / 60)
    return ngettext("tra %(n)d ora", "tra %(n)d ore", hours) % {"n": hours}
