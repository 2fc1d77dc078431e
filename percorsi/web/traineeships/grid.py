"""The register of a month: one row a trainee, as it is kept and as somebody typed it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.accounts.models import User
from percorsi.funding.policy import reads_protected
from percorsi.funding.queries import masked_purse
from percorsi.kit.reading import Unreadable, read_decimal
from percorsi.kit.refusal import Refused, Stale
from percorsi.reports.workbook import Value
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.actions import Entered, MonthDraft, MonthEntry
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from percorsi.traineeships.policy import is_writable
from percorsi.web.shell.errors import ErrorLine
from percorsi.web.shell.templatetags.shell import number
from percorsi.web.traineeships.listing import host_of, purse_of, with_purse

CELLS: dict[str, str | Promise] = {
    "hours_due": gettext_lazy("Ore previste"),
    "hours_present": gettext_lazy("Ore presenti"),
    "absences_justified": gettext_lazy("Assenze giustificate"),
    "absences_unjustified": gettext_lazy("Assenze non giustificate"),
    "amount": gettext_lazy("Importo, in euro"),
}
CHECKS = ("has_signed_sheet", "is_complete")
HEADS = (
    gettext_lazy("Tirocinante"), gettext_lazy("Ente ospitante"), *CELLS.values(), gettext_lazy("Presenza, %"),
    gettext_lazy("Paga"), gettext_lazy("Foglio firmato"), gettext_lazy("Stato"),
)  # fmt: skip
_NO_NUMBER = gettext_lazy("Scrivi un numero, con la virgola per i decimali: per esempio 80 o 312,50.")


@dataclass
class Cell:
    """A box of the grid."""

    name: str
    field: str
    head: str
    label: str
    value: str
    error: str


@dataclass
class GridRow:
    """A trainee of the month. ``typed`` is what somebody wrote and could not be kept; ``now`` what is kept instead."""

    traineeship: Traineeship
    month: TraineeshipMonth | None
    host: str
    purse: str
    is_writable: bool
    typed: dict[str, str] | None = None
    errors: dict[str, str] = field(default_factory=dict)
    message: str = ""
    is_stale: bool = False

    @property
    def key(self) -> str:
        """The beginning of the names of its boxes."""
        return self.traineeship.public_id

    @property
    def state(self) -> str:
        """How far the entry has come."""
        return self.month.state if self.month else MonthState.DRAFT

    @property
    def is_editable(self) -> bool:
        """Whether its boxes are open."""
        return self.is_writable and self.state != MonthState.VERIFIED

    @property
    def is_ready(self) -> bool:
        """Whether it can be verified: complete, with the signed sheet."""
        return (
            self.state == MonthState.COMPLETE and bool(self.month and self.month.has_signed_sheet) and self.is_writable
        )

    @property
    def tag(self) -> tuple[str, str, str]:
        """Tint, icon and word of its state."""
        if self.state == MonthState.VERIFIED:
            return "ok", "it-check-circle", _("Verificato")
        if self.state == MonthState.COMPLETE:
            return "line", "it-check", _("Completo")
        begun = self.month is not None and self.month.hours_present is not None
        return "soon", "it-pencil", _("Da completare") if begun else _("Da compilare")

    @property
    def presence(self) -> str:
        """Hours present of those due, in per cent with one decimal; a dash when it cannot be said."""
        if self.month is None or not self.month.hours_due or self.month.hours_present is None:
            return "–"
        share = self.month.hours_present * 100 / self.month.hours_due
        return f"{number(share.quantize(Decimal('0.1')))} %"

    @property
    def seen(self) -> str:
        """The version and the values that the reader is shown, to tell what they changed."""
        return _joined(self.month.version if self.month else 0, kept_values(self.month))

    @property
    def cells(self) -> list[Cell]:
        """The boxes, with what was typed in the place of what is kept."""
        values = self.typed if self.typed is not None else kept_values(self.month)
        who = str(self.traineeship.person)
        return [
            Cell(f"{self.key}-{name}", name, str(label), f"{label}, {who}", values[name], self.errors.get(name, ""))
            for name, label in CELLS.items()
        ]

    @property
    def checks(self) -> dict[str, bool]:
        """Which of the two boxes to tick are ticked."""
        values = self.typed if self.typed is not None else kept_values(self.month)
        return {name: bool(values[name]) for name in CHECKS}

    @property
    def kept(self) -> list[tuple[str | Promise, str]]:
        """What is kept of each box, for a row that somebody else changed."""
        values = kept_values(self.month)
        return [(label, values[name] or _("vuoto")) for name, label in CELLS.items()]

    @property
    def written(self) -> list[tuple[str | Promise, str]]:
        """What was typed in each box, for a row that is shut by now."""
        return [(label, (self.typed or {}).get(name, "")) for name, label in CELLS.items()] if self.typed else []

    def file_cells(self) -> list[Value | Promise]:
        """What stands under the heads, as a file takes it."""
        values = [getattr(self.month, name) if self.month else None for name in CELLS]
        signed = self.month is not None and self.month.has_signed_sheet
        return [
            str(self.traineeship.person), self.host, *values, self.presence.removesuffix(" %"), self.purse,
            _("sì") if signed else _("no"), self.tag[2],
        ]  # fmt: skip


def read_grid(reader: User, month: date) -> list[GridRow]:
    """Return the trainees of a month whom the reader sees, by name, with what is kept of them: in two queries."""
    running = traineeships.of_month(reader, month).select_related("person", "host")
    found = with_purse(running, reader).annotate(is_writable=is_writable(reader))
    rows: list[Any] = list(found.order_by("person__sort_key", "starts_on", "pk"))
    months = TraineeshipMonth.objects.filter(month=month, traineeship__in=[row.pk for row in rows])
    named = months.annotate(own_purse=F("payer__name"), own_masked=masked_purse("payer__name", "payer__match_key"))
    kept: dict[int, Any] = {each.traineeship_id: each for each in named}
    return [
        GridRow(row, kept.get(row.pk), host_of(row), _purse(row, kept.get(row.pk), reader), row.is_writable)
        for row in rows
    ]


def entries_of(rows: Iterable[GridRow], data: Mapping[str, str], month: date) -> list[MonthEntry]:
    """Return the rows in which something was typed, ready to be written; what cannot be read stays on its row."""
    entries = []
    for row in rows:
        if not row.is_writable or f"{row.key}-seen" not in data:
            continue
        typed = {name: data.get(f"{row.key}-{name}", "").strip() for name in (*CELLS, *CHECKS)}
        version, _bar, before = data[f"{row.key}-seen"].partition("|")
        if before == _values(typed):
            continue
        row.typed = typed
        numbers = _read(row)
        if not row.errors:
            checks = {name: bool(typed[name]) for name in CHECKS}
            draft = MonthDraft(month, **numbers, **checks)  # type: ignore[arg-type]
            entries.append(MonthEntry(row.traineeship, draft, int(version) if version.isdecimal() else 0))
    return entries


def with_answers(rows: list[GridRow], before: list[GridRow], answers: Iterable[Entered]) -> list[GridRow]:
    """Put on the rows of now what was typed and could not be kept, with the reason. ``before`` are those typed on."""
    refused = {answer.entry.traineeship.pk: answer.refusal for answer in answers if answer.refusal}
    old = {row.traineeship.pk: row for row in before if row.errors or row.traineeship.pk in refused}
    for row in rows:
        if (was := old.get(row.traineeship.pk)) is not None:
            row.typed, row.errors = was.typed, was.errors
            _say(row, refused.get(row.traineeship.pk))
    return rows


def error_lines(rows: Iterable[GridRow]) -> list[ErrorLine]:
    """The errors of the grid in the order of its rows, each with the box it leads to."""
    lines = []
    for row in rows:
        who = str(row.traineeship.person)
        if row.message:
            lines.append(ErrorLine(f"{who}: {row.message}", f"id_{row.key}-hours_due" if row.is_editable else ""))
        lines += [ErrorLine(f"{cell.label}: {cell.error}", f"id_{cell.name}") for cell in row.cells if cell.error]
    return lines


def totals_of(rows: Iterable[GridRow]) -> list[tuple[str | Promise, Decimal]]:
    """The heads of the columns with the sums of what is kept."""
    months = [row.month for row in rows if row.month]
    return [
        (label, sum((getattr(month, name) or Decimal(0) for month in months), Decimal(0)))
        for name, label in CELLS.items()
    ]


def payers_of(rows: Iterable[GridRow]) -> list[tuple[str, int, Decimal]]:
    """Who pays the amounts that are kept: the purse as the reader may know it, how many people, how much."""
    people: defaultdict[str, set[int]] = defaultdict(set)
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.month is not None and row.month.amount is not None:
            people[row.purse or _("non indicato")].add(row.traineeship.person_id)
            sums[row.purse or _("non indicato")] += row.month.amount
    return [(name, len(people[name]), sums[name]) for name in sorted(sums)]


def kept_values(month: TraineeshipMonth | None) -> dict[str, str]:
    """What is kept of a month, as the boxes write it."""
    values = {name: _written(getattr(month, name) if month else None, name) for name in CELLS}
    if month is None:
        return values | dict.fromkeys(CHECKS, "")
    ticked = {"has_signed_sheet": month.has_signed_sheet, "is_complete": month.state != MonthState.DRAFT}
    return values | {name: "1" if ticked[name] else "" for name in CHECKS}


def _purse(row: Any, month: Any, reader: User) -> str:
    if month is not None and month.payer_id is not None:
        return str(month.own_purse if reads_protected(reader, is_own=row.is_own) else month.own_masked)
    return purse_of(row, reader)


def _read(row: GridRow) -> dict[str, Decimal | None]:
    numbers: dict[str, Decimal | None] = {}
    for name in CELLS:
        text = (row.typed or {}).get(name, "")
        try:
            numbers[name] = read_decimal(text) if text else None
        except Unreadable:
            row.errors[name] = str(_NO_NUMBER)
    return numbers


def _say(row: GridRow, refusal: Refused | None) -> None:
    if refusal is None:
        return
    row.is_stale = isinstance(refusal, Stale)
    if refusal.field in CELLS:
        row.errors[refusal.field] = str(refusal.message)
    else:
        row.message = str(refusal.message)


def _written(value: Decimal | None, name: str) -> str:
    if value is None:
        return ""
    text = f"{value:.2f}" if name == "amount" else f"{value.normalize():f}"
    return text.replace(".", ",")


def _values(values: Mapping[str, str]) -> str:
    return "|".join(values[name] for name in (*CELLS, *CHECKS))


def _joined(version: int, values: Mapping[str, str]) -> str:
    return f"{version}|{_values(values)}"
