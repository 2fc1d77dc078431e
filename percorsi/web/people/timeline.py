"""The one timeline of a person: what every room has to say, newest first, under the months."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.activities import queries as activities
from percorsi.cases import queries as cases
from percorsi.cases.choices import DischargeReason
from percorsi.diary import queries as diary
from percorsi.diary.choices import AppointmentState, NoteKind
from percorsi.kit.timeline import COLUMNS
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.placements import queries as placements
from percorsi.placements.choices import EndReason
from percorsi.referrals import queries as referrals
from percorsi.traineeships import queries as traineeships
from percorsi.web.shell import moments

ENTRIES_A_PAGE = 25
_WHO = -(2**60)  # stands for the person in the SQL; nobody has this key
# The rooms that have something to say; each within the reader's rights.
ROOMS = (referrals, cases, diary, activities, traineeships, placements)


@dataclass(frozen=True)
class Kind:
    """How an entry is announced: its word, its icon, and the page behind it where there is one."""

    word: str | Promise
    icon: str
    url_name: str = ""


KINDS = {
    "referral": Kind(_("Segnalazione"), "it-inbox", "referrals:referral"),
    "case_opened": Kind(_("Presa in carico"), "it-flag", "cases:case"),
    "assignment": Kind(_("Affidamento"), "it-user", "cases:case"),
    "suspension": Kind(_("Sospensione"), "it-clock", "cases:case"),
    "resumption": Kind(_("Ripresa"), "it-refresh", "cases:case"),
    "discharge": Kind(_("Dimissione"), "it-flag", "cases:case"),
    "activity": Kind(_("Attività"), "it-calendar", "activities:activity"),
    "traineeship_start": Kind(_("Inizio tirocinio"), "it-flag", "traineeships:traineeship"),
    "traineeship_end": Kind(_("Fine tirocinio"), "it-flag", "traineeships:traineeship"),
    "traineeship_stop": Kind(_("Sospensione del tirocinio"), "it-clock", "traineeships:traineeship"),
    "traineeship_extension": Kind(_("Proroga del tirocinio"), "it-calendar", "traineeships:traineeship"),
    "hire": Kind(_("Assunzione"), "it-flag", "placements:placement"),
    "hire_end": Kind(_("Fine dell’assunzione"), "it-flag", "placements:placement"),
}
_NOTE_ICONS = {
    NoteKind.INTERVIEW: "it-comment",
    NoteKind.CALL: "it-telephone",
    NoteKind.VISIT: "it-map-marker",
    NoteKind.MAIL: "it-mail",
    NoteKind.ABSENCE: "it-close-circle",
    NoteKind.OTHER: "it-pencil",
}
_APPOINTMENT_ICONS = {
    AppointmentState.PLANNED: (_("Appuntamento senza esito"), "it-calendar"),
    AppointmentState.CAME: (_("Appuntamento, presente"), "it-check-circle"),
    AppointmentState.ABSENT: (_("Appuntamento, assente"), "it-close-circle"),
    AppointmentState.CANCELLED: (_("Appuntamento annullato"), "it-calendar"),
}
KINDS |= {
    f"appointment:{state}": Kind(word, icon, "diary:appointment") for state, (word, icon) in _APPOINTMENT_ICONS.items()
}
KINDS |= {f"note:{kind}": Kind(capfirst(kind.label), icon, "diary:note") for kind, icon in _NOTE_ICONS.items()}


@dataclass(frozen=True)
class Entry:
    """One entry as the page shows it."""

    day: date
    kind: Kind
    title: str
    text: str
    author: str
    url: str
    is_milestone: bool

    @property
    def weekday(self) -> str:
        """The day within its month: "mer 13"."""
        return f"{moments.weekday(self.day)} {self.day.day}"


@dataclass(frozen=True)
class Month:
    """The entries of a calendar month, under its name."""

    name: str
    entries: list[Entry]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the SQL depends on; the user only tells the rights of their role, the person only whether it is masked."""

    role: str
    municipality: int | None
    is_protected: bool
    on: date
    user: User = field(compare=False)


def page_of(person: Person, user: User, number: str | None) -> Page:
    """Return a page of what all rooms say of a person, newest first; a number that does not exist gives the nearest."""
    assert people.sees(user, person), "the page found the person among those whom the reader may see"
    town = user.standing.municipality if user.standing else None
    asked = _Asked(user.role, town, person.is_protected, timezone.localdate(), user)
    return Paginator(_ReadAhead(person.pk, *_written(asked)), ENTRIES_A_PAGE).get_page(number)


@lru_cache(maxsize=32)
def _written(asked: _Asked) -> tuple[str, tuple[Any, ...]]:
    """Return the SQL and its parameters, written once a day for each kind of reader: that costs most by far."""
    somebody = Person(pk=_WHO, is_protected=asked.is_protected)
    people.mark_seen(asked.user, somebody)
    told = [rows for room in ROOMS if not (rows := room.timeline_rows(somebody, asked.user)).query.is_empty()]
    if not told:
        return "", ()
    whole = told[0].union(*told[1:], all=True).order_by("-day", "kind", "link", "title")
    sql, params = whole.query.get_compiler(connection=connection).as_sql()
    return sql, tuple(params)


class _ReadAhead(Sequence[dict[str, object]]):
    """Rows that are read a page and one more first: most timelines end there and need not be counted."""

    ordered = True

    def __init__(self, person: int, sql: str, params: Sequence[Any]):
        self._sql, self._params = sql, [person if value == _WHO else value for value in params]
        self._first = self._read(0, ENTRIES_A_PAGE + 1)

    def __len__(self) -> int:
        return self._whole

    @cached_property
    def _whole(self) -> int:
        if len(self._first) <= ENTRIES_A_PAGE:
            return len(self._first)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({self._sql}) AS told", self._params)  # noqa: S608 - our own SQL
            return int(cursor.fetchone()[0])

    def __getitem__(self, part: int | slice) -> Any:
        assert isinstance(part, slice), "a timeline is read a page at a time"
        return self._first[part] if part.stop <= ENTRIES_A_PAGE else self._read(part.start, part.stop - part.start)

    def _read(self, start: int, size: int) -> list[dict[str, object]]:
        if not self._sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(f"{self._sql} LIMIT %s OFFSET %s", [*self._params, size, start])
            return [dict(zip(COLUMNS, row, strict=True)) for row in cursor.fetchall()]


def by_month(rows: Iterable[dict[str, object]]) -> list[Month]:
    """Put rows, newest first, under their months."""
    entries = [_entry(row) for row in rows]
    return [
        Month(capfirst(date_format(first_day, "F Y")), list(group))
        for first_day, group in groupby(entries, key=lambda entry: entry.day.replace(day=1))
    ]


def _entry(row: dict[str, object]) -> Entry:
    day = row["day"]
    if isinstance(day, str):  # SQLite gives the days of a union as text
        day = date.fromisoformat(day)
    assert isinstance(day, date), "a timeline row has a day"
    kind = KINDS[str(row["kind"])]
    title, text, author = (str(row[name] or "") for name in ("title", "text", "author"))
    if row["kind"] == "discharge" and title:
        title = str(capfirst(DischargeReason(title).label))
    if row["kind"] == "hire_end" and text:
        text = str(capfirst(EndReason(text).label))
    return Entry(day, kind, title, text, author, _url(kind, str(row["link"])), bool(row["is_milestone"]))


def _url(kind: Kind, public_id: str) -> str:
    if not (kind.url_name and public_id):
        return ""
    try:
        return reverse(kind.url_name, args=[public_id])
    except NoReverseMatch:
        return ""
