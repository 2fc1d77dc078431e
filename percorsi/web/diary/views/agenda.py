"""The agenda: a week at a time, a day on paper."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.accounts.roles import RIGHTS
from percorsi.audit.choices import Act
from percorsi.diary import queries as diary
from percorsi.diary.models import Appointment
from percorsi.diary.policy import reads_all_agendas
from percorsi.kit.when import DAYS_IN_WEEK
from percorsi.organisations.models import Worker
from percorsi.organisations.queries import workers_with
from percorsi.people.choices import ContactKind
from percorsi.people.models import Contact
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view

_WORKING_DAYS = 5
_ROLES = [role for role, rights in RIGHTS.items() if Permission.DIARY_WRITE in rights]


@dataclass(frozen=True)
class Day:
    """A day of the week with its appointments."""

    day: date
    rows: Sequence[Appointment]
    is_today: bool


@dataclass(frozen=True)
class Whose:
    """Whose agenda is shown, and whose else may be chosen."""

    worker: Worker | None
    others: Sequence[Worker]

    @property
    def query(self) -> str:
        """What an address says of the colleague; nothing for the reader's own agenda."""
        return f"&di={self.worker.public_id}" if self.worker else ""


@page(Permission.DIARY_READ)
def week(request: HttpRequest) -> HttpResponse:
    """A week of the reader's agenda, or of a colleague's for who keeps them all."""
    reader, today = reader_of(request), timezone.localdate()
    monday = _monday(_day(request.GET.get("settimana", ""), today))
    whose = _whose(request, reader)
    last = monday + timedelta(days=DAYS_IN_WEEK - 1)
    rows = list(diary.appointments_between(reader, monday, last, whose.worker.pk if whose.worker else None))
    log_view(request, Act.LIST, people=[row.person_id for row in rows if row.person_id])
    step = timedelta(days=DAYS_IN_WEEK)
    context = {"days": _days(rows, monday, today), "whose": whose, "monday": monday, "last": last, "today": today}
    context |= {"before": monday - step, "after": monday + step, "is_this_week": monday <= today <= last}
    context |= {"total": len(rows), "may_write": reader.has(Permission.DIARY_WRITE)}
    return render(request, "diary/week.html", context)


@page(Permission.DIARY_READ)
def day(request: HttpRequest) -> HttpResponse:
    """A day of the agenda as it is printed."""
    reader, today = reader_of(request), timezone.localdate()
    on, whose = _day(request.GET.get("giorno", ""), today), _whose(request, reader)
    rows = list(diary.appointments_between(reader, on, on, whose.worker.pk if whose.worker else None))
    people = [row.person_id for row in rows if row.person_id]
    log_view(request, Act.LIST, people=people)
    phones = _phones(people) if reader.has(Permission.PEOPLE_CONTACTS) else {}
    lines = [(row, phones.get(row.person_id or 0, "")) for row in rows]
    context = {"lines": lines, "on": on, "whose": whose, "today": today, "name": whose.worker or reader.get_full_name()}
    context |= {"before": on - timedelta(days=1), "after": on + timedelta(days=1)}
    return render(request, "diary/day.html", context | {"shows_phones": reader.has(Permission.PEOPLE_CONTACTS)})


def _day(text: str, today: date) -> date:
    """The day in an address; today for what is none, and for years in which nobody works."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return today
    return found if abs(found.year - today.year) <= 100 else today


def _monday(on: date) -> date:
    return on - timedelta(days=on.weekday())


def _days(rows: Sequence[Appointment], monday: date, today: date) -> list[Day]:
    """The working days, and those of the weekend on which there is something."""
    all_days = [monday + timedelta(days=number) for number in range(DAYS_IN_WEEK)]
    found = [Day(one, [row for row in rows if row.held_on == one], one == today) for one in all_days]
    return [one for one in found if one.rows or one.day.weekday() < _WORKING_DAYS or one.is_today]


def _whose(request: HttpRequest, reader: User) -> Whose:
    """Whose agenda the address asks for. Raises Http404 for a colleague's, unless the reader keeps them all."""
    asked, own = request.GET.get("di", ""), reader.standing.worker if reader.standing else 0
    if not reads_all_agendas(reader):
        if asked:
            raise Http404
        return Whose(None, ())
    others = [worker for worker in workers_with(*_ROLES) if worker.pk != own]
    chosen = [worker for worker in others if worker.public_id == asked]
    if asked and not chosen:
        raise Http404
    return Whose(chosen[0] if chosen else None, others)


def _phones(people: Sequence[int]) -> dict[int, str]:
    """The first telephone of each person of a page, with whose it is."""
    rows = Contact.objects.filter(person__in=people, kind=ContactKind.PHONE).order_by("-pk")
    return {row.person_id: f"{row.value} ({row.whose})" if row.whose else row.value for row in rows}
