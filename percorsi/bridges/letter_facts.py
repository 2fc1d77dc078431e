"""What the letter after an import counts, and the rows behind each of its figures, within the reader's rights."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.activities.models import Participation
from percorsi.bridges import letter
from percorsi.bridges.choices import State
from percorsi.bridges.models import Import
from percorsi.cases import queries as cases
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.diary.models import Appointment, Note
from percorsi.kit.dates import add_months
from percorsi.kit.fields import holds_on
from percorsi.people import queries as people
from percorsi.people.models import Invalidity, Permit, Person
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship, TraineeshipMonth

Latest = dict[int, date]


@dataclass(frozen=True, slots=True)
class LetterRow:
    """A row behind a figure: whom it is about, what is the matter, since when, and who follows the person."""

    person: Person
    what: str
    day: date | None
    followed_by: str


class Facts:
    """Everything that the letter says to one reader on one day. Each list is read once, when it is asked for."""

    def __init__(self, reader: User, *, on: date) -> None:
        self._reader, self._on = reader, on

    def found(self) -> letter.Found:
        """Return the counts."""
        counts = {key: len(self.rows(key)) for key in letter.WITH_ROWS}
        counts[letter.PAIRS] = people.open_pairs(self._reader).count()
        counts[letter.MONTHS] = sum(count for _, count in self._unpaid)
        names = Counter(self._followers.get(case.pk, "") for case in self._review)
        operators = sorted(names.items(), key=lambda one: (-one[1], one[0]))
        return letter.Found(counts, len(self._unpaid), operators, _brought())

    def rows(self, key: str) -> list[LetterRow]:
        """Return the rows behind a figure, those without a day and the oldest first.

        Raises KeyError for what is no figure with rows.
        """
        return sorted(_ROWS[key](self), key=lambda row: row.day or date.min)

    @cached_property
    def _open(self) -> list[Case]:
        rows = cases.visible_to(self._reader).filter(opened_on__lte=self._on)
        return list(rows.filter(Q(closed_on=None) | Q(closed_on__gt=self._on)).select_related("person").order_by("id"))

    @cached_property
    def _people(self) -> list[int]:
        return list({case.person_id for case in self._open})

    @cached_property
    def _followers(self) -> dict[int, str]:
        """Who follows each path, by its key; of several the one first assigned."""
        rows = Assignment.objects.filter(holds_on(self._on), case__in=[case.pk for case in self._open])
        found: dict[int, str] = {}
        for case, name in rows.order_by("id").values_list("case", "worker__name"):
            found.setdefault(case, name)
        return found

    @cached_property
    def _by_person(self) -> dict[int, str]:
        return {case.person_id: self._followers.get(case.pk, "") for case in self._open}

    @cached_property
    def _latest(self) -> Latest:
        """The last day on which anything is known of each person with an open path."""
        on = self._on
        stages = Traineeship.objects.filter(starts_on__lte=on)
        found: Latest = {}
        _later(found, ((case.person_id, case.opened_on) for case in self._open))
        for rows, day in (
            (Note.objects.filter(happened_on__lte=on), "happened_on"),
            (Appointment.objects.filter(held_on__lte=on), "held_on"),
            (stages, "starts_on"),
            (stages.filter(ends_on__lte=on), "ends_on"),
            (Placement.objects.filter(starts_on__lte=on), "starts_on"),
            (Participation.objects.filter(activity__starts_on__lte=on), "activity__starts_on"),
        ):
            _later(found, self._last(rows, "person", day))
        worked = TraineeshipMonth.objects.filter(hours_present__gt=0, month__lte=on)
        _later(found, self._last(worked, "traineeship__person", "month"))
        running = stages.filter(Q(ends_on=None) | Q(ends_on__gt=on), outcome="", person__in=self._people)
        _later(found, ((person, on) for person in running.values_list("person", flat=True)))
        return found

    def _last(self, rows: QuerySet[Any], person: str, day: str) -> Iterable[tuple[int, date]]:
        mine = rows.filter(**{f"{person}__in": self._people}).order_by()
        return mine.values_list(person).annotate(last=Max(day))

    @cached_property
    def _silent(self) -> list[Case]:
        before = add_months(self._on, -letter.SILENT_MONTHS)
        return [case for case in self._open if self._latest[case.person_id] < before]

    @cached_property
    def _hired(self) -> list[tuple[Case, date]]:
        """Open paths of people who have been at work for long, with the day on which they began."""
        still = Q(ends_on=None) | Q(ends_on__gte=self._on)
        rows = Placement.objects.filter(still, person__in=self._people)
        since = rows.filter(starts_on__lt=add_months(self._on, -letter.HIRED_MONTHS)).order_by("-starts_on")
        days = dict(since.values_list("person", "starts_on"))
        return [(case, days[case.person_id]) for case in self._open if case.person_id in days]

    @cached_property
    def _suspended(self) -> list[tuple[Case, date | None]]:
        rows = Suspension.objects.filter(holds_on(self._on), review_on=None, ends_on=None)
        days = dict(rows.filter(case__in=[case.pk for case in self._open]).values_list("case", "starts_on"))
        return [(case, days[case.pk]) for case in self._open if case.pk in days]

    @cached_property
    def _review(self) -> list[Case]:
        wanted = {case.pk for case in self._silent}
        wanted |= {case.pk for case, _ in (*self._hired, *self._suspended)}
        return [case for case in self._open if case.pk in wanted]

    @cached_property
    def _unpaid(self) -> list[tuple[Traineeship, int]]:
        """Traineeships with months that nobody is said to pay, and how many months."""
        if not self._reader.has(Permission.WORK_READ):
            return []
        unpaid = Q(months__hours_present__gt=0, months__payer=None)
        seen = people.visible_to(self._reader).filter(pk=OuterRef("person"))
        rows = Traineeship.objects.filter(Exists(seen), payer=None).annotate(n=Count("months", filter=unpaid))
        return [
            (row, row.n) for row in rows.filter(n__gt=0).select_related("person", "host").order_by("starts_on", "id")
        ]

    def _row(self, case: Case, what: str, day: date | None) -> LetterRow:
        return LetterRow(case.person, what, day, self._followers.get(case.pk, ""))

    def _silent_rows(self) -> list[LetterRow]:
        return [self._row(case, "ultima notizia", self._latest[case.person_id]) for case in self._silent]

    def _hired_rows(self) -> list[LetterRow]:
        return [self._row(case, "al lavoro dal", day) for case, day in self._hired]

    def _suspended_rows(self) -> list[LetterRow]:
        return [self._row(case, "percorso sospeso", day) for case, day in self._suspended]

    def _review_rows(self) -> list[LetterRow]:
        reasons: dict[int, list[str]] = {case.pk: ["senza notizie"] for case in self._silent}
        for case, _ in self._hired:
            reasons.setdefault(case.pk, []).append("al lavoro")
        for case, _ in self._suspended:
            reasons.setdefault(case.pk, []).append("sospeso")
        return [self._row(case, ", ".join(reasons[case.pk]), self._latest[case.person_id]) for case in self._review]

    def _months_rows(self) -> list[LetterRow]:
        return [
            LetterRow(
                row.person,
                f"{_host_of(row)}: {count} {'mese' if count == 1 else 'mesi'}",
                row.starts_on,
                self._by_person.get(row.person_id, ""),
            )
            for row, count in self._unpaid
        ]

    def _papers(self, rows: QuerySet[Any], day: str) -> list[LetterRow]:
        """Papers of people with an open path, for who may read of health."""
        if not self._reader.has(Permission.PEOPLE_HEALTH):
            return []
        mine = rows.filter(person__in=self._people).select_related("person").order_by(day, "id")
        return [
            LetterRow(row.person, str(row) or "–", getattr(row, day), self._by_person.get(row.person_id, ""))
            for row in mine
        ]

    def _certificate_rows(self) -> list[LetterRow]:
        return self._papers(Invalidity.objects.filter(review_on__lt=self._on), "review_on")

    def _permit_rows(self) -> list[LetterRow]:
        return self._papers(Permit.objects.filter(expires_on__lt=self._on), "expires_on")

    def _undated_rows(self) -> list[LetterRow]:
        return self._papers(Invalidity.objects.filter(review_on=None), "issued_on")


_ROWS: dict[str, Callable[[Facts], list[LetterRow]]] = {
    letter.CERTIFICATES: Facts._certificate_rows,
    letter.PERMITS: Facts._permit_rows,
    letter.UNDATED: Facts._undated_rows,
    letter.SILENT: Facts._silent_rows,
    letter.MONTHS: Facts._months_rows,
    letter.HIRED: Facts._hired_rows,
    letter.SUSPENDED: Facts._suspended_rows,
    letter.REVIEW: Facts._review_rows,
}


def _host_of(row: Traineeship) -> str:
    """Where a protected person works stands on their own page alone."""
    return "sede riservata" if row.person.is_protected else str(row.host)


def _later(found: Latest, days: Iterable[tuple[int, date]]) -> None:
    for person, day in days:
        if person not in found or found[person] < day:
            found[person] = day


def _brought() -> tuple[str, date] | None:
    row = (
        Import.objects.filter(state=State.DONE).select_related("file").only("file__name", "at").order_by("-at").first()
    )
    return (row.file.name, row.at.date()) if row else None
