"""The rows of the register as typed values: texts in their normal form, money and hours exact, blanks None or ''.

``sheet`` is the name as written in the file and ``row`` the spreadsheet's row. Texts that are blank are '', everything
else that is blank is None.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Where a row stands in the file."""

    sheet: str
    row: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UserRow(Row):
    """One register number of one person; a protected person has an alias and little else.

    ``same_as`` is another register number of the same person, where no codice fiscale tells it.
    """

    number: str
    family_names: str
    given_names: str
    sex: str
    born_on: date | None
    birth_place: str
    citizenship: str
    codice_fiscale: str
    codice_fiscale_kind: Literal["final", "provisional", ""]
    residence: str
    address: str
    phone: str
    email: str
    education: str
    categories: tuple[str, ...]
    invalidity_percent: int | None
    invalidity_kind: str
    sending_service: str
    operator: str
    note: str
    same_as: str = ""
    is_protected: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PathRow(Row):
    """One path of a person; without ``opened_on`` it was never taken in charge."""

    number: str
    referred_on: date
    municipality: str
    social_worker: str
    opened_on: date | None
    closed_on: date | None
    close_reason: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRow(Row):
    """One host or employer."""

    code: str
    name: str
    vat_number: str
    nature: str
    activity: str
    municipality: str
    employees: int | None
    contact: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TraineeshipRow(Row):
    """One traineeship; hours are a week's, the allowance is euro a month."""

    code: str
    number: str
    company: str
    kind: str
    starts_on: date
    ends_on: date | None
    weekly_hours: Decimal | None
    monthly_allowance: Decimal | None
    payer: str
    project: str
    company_tutor: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendanceRow(Row):
    """One calendar month of a traineeship, as its first day; zero hours present is a month of absence."""

    traineeship: str
    month: date
    hours_due: Decimal | None
    hours_present: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HireRow(Row):
    """One hire; ``traineeship`` is the code of the one it came from, or ''."""

    number: str
    company: str
    hired_on: date
    ends_on: date | None
    contract: str
    weekly_hours: Decimal | None
    job: str
    counts_for_quota: bool | None
    traineeship: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRow(Row):
    """One participant of one edition of a group."""

    activity: str
    edition: str
    municipality: str
    target: str
    starts_on: date | None
    ends_on: date | None
    number: str
