"""Which rows are sound. A wrong row gives exactly one refusal that names sheet, row, kind, value and remedy.

Kinds are those of the office's description of the register, and two more for what it does not meet:
``unreadable_value`` (a cell that is not what its column asks) and ``duplicate_key`` (the same key twice in the file).
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from percorsi.bridges.register.layout import Checks, Layout
from percorsi.bridges.register.reading_rows import ReadRow
from percorsi.bridges.register.rows import (
    AttendanceRow,
    CompanyRow,
    GroupRow,
    HireRow,
    PathRow,
    Row,
    TraineeshipRow,
    UserRow,
)
from percorsi.bridges.register.sound_values import (
    RefusedRow,
    check_attendance_hours,
    check_end,
    check_user,
    is_protected,
    mandatory_date,
    month_words,
    period_words,
    refuse_unreadable,
)
from percorsi.kit.dates import first_of_month
from percorsi.kit.text import match_key

Span = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Known:
    """What is already in the archive: a file may point at it. ``traineeships`` gives first and last day of each code,
    ``months`` the attendance rows already taken over (code, first of the month), which are not judged again by dates.
    """

    numbers: Collection[str] = frozenset()
    companies: Collection[str] = frozenset()
    traineeships: Mapping[str, Span] = field(default_factory=dict)
    months: Collection[tuple[str, date]] = frozenset()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row that is not taken over. ``cells`` are pairs of header and content as written; ``message`` is Italian.

    ``folder`` (N. pratica) or ``traineeship`` tell whom the row speaks of; ``is_hidden`` says that the row itself marks
    a person who must stay hidden.
    """

    sheet: str
    row: int
    kind: str
    message: str
    cells: tuple[tuple[str, str], ...] = ()
    folder: str = ""
    traineeship: str = ""
    is_hidden: bool = False


class _Keys:
    """The keys of one sheet that other rows may point at: accepted, refused, or known before."""

    def __init__(self, column: str, kind: str, known: Collection[str] = ()) -> None:
        self._column, self._kind = column, kind
        self._known = {code.upper() for code in known}
        self._accepted: dict[Any, str] = {}
        self._refused: dict[Any, str] = {}

    def require(self, code: str) -> None:
        """Refuse a row whose ``code`` is blank or leads nowhere."""
        if not code:
            raise RefusedRow(self._kind, f"{self._column}: la cella è vuota. Scrivere il codice.")
        if code in self._known or code in self._accepted:
            return
        if code in self._refused:
            remedy = f"la riga di quel codice ({self._refused[code]}) è stata rifiutata: correggere prima quella."
        else:
            remedy = "non c’è nel registro né in archivio. Correggere il codice o aggiungere la riga che manca."
        raise RefusedRow(self._kind, f"{self._column} «{code}»: {remedy}")

    def settle(self, key: Any, read: ReadRow, *, is_accepted: bool) -> None:
        """Remember what became of the row with this key."""
        place = f"foglio «{read.source.name}», riga {read.row}"
        (self._accepted if is_accepted else self._refused).setdefault(key, place)

    def require_new(self, key: Any, kind: str, words: str) -> None:
        """Refuse a row whose key stands higher up in the file; ``words`` say the key."""
        if key in self._accepted:
            raise RefusedRow(kind, f"{words}: c’è già ({self._accepted[key]}). Togliere una delle due righe.")


class Checker:
    """Judges the rows of one file. Give them sheet by sheet in :data:`ORDER`: later sheets point at earlier ones."""

    def __init__(self, layout: Layout, known: Known) -> None:
        self.refusals: list[Refusal] = []
        self.rows: dict[str, list[Any]] = {key: [] for key in ORDER}
        self._checks: Checks = layout.checks
        self._spans = {code.upper(): span for code, span in known.traineeships.items()}
        self._months = {(code.upper(), month) for code, month in known.months}
        self._keys = {
            "users": _Keys("N. pratica", "unknown_pratica", known.numbers),
            "companies": _Keys("Codice azienda", "unknown_company", known.companies),
            "traineeships": _Keys("Codice tirocinio", "unknown_traineeship", known.traineeships),
        } | {key: _Keys("", "") for key in ("paths", "attendances", "hires", "groups")}

    def take(self, read: ReadRow) -> None:
        """Add the row to the accepted ones, or a refusal to the refusals."""
        sheet = read.source.layout.key
        judge, key_of = _JUDGES[sheet]
        key = key_of(read.values)
        try:
            _refuse_unreadable_codes(read)
            row = judge(self, read, key)
        except RefusedRow as refused:
            self._keys[sheet].settle(key, read, is_accepted=False)
            self.refusals.append(self._refusal(read, refused))
        else:
            self._keys[sheet].settle(key, read, is_accepted=True)
            self.rows[sheet].append(row)

    def _refusal(self, read: ReadRow, refused: RefusedRow) -> Refusal:
        values, is_user = read.values, read.source.layout.key == "users"
        return Refusal(
            read.source.name,
            read.row,
            refused.kind,
            refused.message,
            read.as_written(),
            folder=values.get("number", ""),
            traineeship=values.get("traineeship", ""),
            is_hidden=is_user and is_protected(values["sending_service"], values["note"], self._checks),
        )

    def _user(self, read: ReadRow, key: str) -> UserRow:
        self._require_own_key("users", key)
        kind, is_hidden = check_user(read, self._checks)
        if read.values["same_as"]:
            self._keys["users"].require(read.values["same_as"])
        return self._build(UserRow, read, codice_fiscale_kind=kind, is_protected=is_hidden)

    def _company(self, read: ReadRow, key: str) -> CompanyRow:
        self._require_own_key("companies", key)
        return self._build(CompanyRow, read)

    def _path(self, read: ReadRow, key: tuple[str, date]) -> PathRow:
        values = read.values
        self._keys["users"].require(values["number"])
        mandatory_date(read, "referred_on")
        if values["state"] not in self._checks.states_without_opening:
            mandatory_date(read, "opened_on")
        row = self._build(PathRow, read)
        check_end(row.opened_on or row.referred_on, row.closed_on, "Data chiusura")
        self._keys["paths"].require_new(key, "duplicate_key", f"Percorso di {row.number} segnalato il {_day(key[1])}")
        return row

    def _traineeship(self, read: ReadRow, key: str) -> TraineeshipRow:
        self._require_own_key("traineeships", key)
        self._keys["users"].require(read.values["number"])
        self._keys["companies"].require(read.values["company"])
        mandatory_date(read, "starts_on")
        row = self._build(TraineeshipRow, read)
        check_end(row.starts_on, row.ends_on, "Data fine")
        # What the archive says stands: changed cells of a later file are listed, not written.
        self._spans.setdefault(row.code, (row.starts_on, row.ends_on))
        return row

    def _attendance(self, read: ReadRow, key: tuple[str, date]) -> AttendanceRow:
        self._keys["traineeships"].require(read.values["traineeship"])
        mandatory_date(read, "month")
        row = self._build(AttendanceRow, read)
        check_attendance_hours(row, self._checks)
        if key not in self._months:
            self._check_month(row)
        words = f"Tirocinio {row.traineeship}, mese {month_words(row.month)}"
        self._keys["attendances"].require_new(key, "duplicate_month", words)
        return row

    def _hire(self, read: ReadRow, key: tuple[str, str, date]) -> HireRow:
        self._keys["users"].require(read.values["number"])
        self._keys["companies"].require(read.values["company"])
        mandatory_date(read, "hired_on")
        if read.values["traineeship"]:
            self._keys["traineeships"].require(read.values["traineeship"])
        row = self._build(HireRow, read)
        check_end(row.hired_on, row.ends_on, "Data fine")
        words = f"Assunzione di {row.number} presso {row.company} il {_day(row.hired_on)}"
        self._keys["hires"].require_new(key, "duplicate_key", words)
        return row

    def _group(self, read: ReadRow, key: tuple[Any, ...]) -> GroupRow:
        self._keys["users"].require(read.values["number"])
        row = self._build(GroupRow, read)
        if not row.activity:
            raise RefusedRow("unreadable_value", "Attività: la cella è vuota. Scrivere il nome del gruppo.")
        if row.starts_on is not None:
            check_end(row.starts_on, row.ends_on, "Data fine")
        words = f"{row.number} in {row.activity} {row.edition}".strip()
        self._keys["groups"].require_new(key, "duplicate_key", words)
        return row

    def _require_own_key(self, sheet: str, code: str) -> None:
        keys = self._keys[sheet]
        if not code:
            keys.require(code)
        keys.require_new(code, "duplicate_key", f"«{code}»")

    def _check_month(self, row: AttendanceRow) -> None:
        first, last = self._spans[row.traineeship]
        is_early = first is not None and row.month < first_of_month(first)
        is_late = last is not None and row.month > last
        if is_early or is_late:
            raise RefusedRow(
                "attendance_outside_dates",
                f"Mese {month_words(row.month)}: il tirocinio {row.traineeship} va {period_words(first, last)}. "
                "Correggere il mese o le date del tirocinio.",
            )

    @staticmethod
    def _build(row_type: Callable[..., Any], read: ReadRow, **more: object) -> Any:
        refuse_unreadable(read)
        return row_type(sheet=read.source.name, row=read.row, **read.values, **more)


def _refuse_unreadable_codes(read: ReadRow) -> None:
    """Refuse a code that cannot be read before it is called missing."""
    for column, message in read.faults.items():
        if column.is_key and column.kind == "code":
            raise RefusedRow("unreadable_value", f"{column.name}: {message}")


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


_Judge = Callable[[Checker, ReadRow, Any], Row]
_KeyOf = Callable[[dict[str, Any]], Any]

_JUDGES: dict[str, tuple[_Judge, _KeyOf]] = {
    "users": (Checker._user, lambda row: row["number"]),
    "companies": (Checker._company, lambda row: row["code"]),
    "paths": (Checker._path, lambda row: (row["number"], row["referred_on"])),
    "traineeships": (Checker._traineeship, lambda row: row["code"]),
    "attendances": (Checker._attendance, lambda row: (row["traineeship"], row["month"])),
    "hires": (Checker._hire, lambda row: (row["number"], row["company"], row["hired_on"])),
    "groups": (
        Checker._group,
        lambda row: (row["activity"], row["edition"], match_key(row["municipality"]), row["starts_on"], row["number"]),
    ),
}
ORDER = tuple(_JUDGES)
