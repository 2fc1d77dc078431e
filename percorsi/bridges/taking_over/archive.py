"""What the database holds, as rows of the register by their keys: to tell new from known, and to compare."""

from dataclasses import dataclass
from datetime import date

from percorsi.bridges.register.checking import Known
from percorsi.bridges.register.rows import (
    AttendanceRow,
    CompanyRow,
    GroupRow,
    HireRow,
    PathRow,
    TraineeshipRow,
    UserRow,
)
from percorsi.bridges.taking_over.archived_rows import ArchivedRows, read_rows
from percorsi.kit.text import match_key
from percorsi.people.models import RegisterNumber

PathKey = tuple[str, date]
HireKey = tuple[str, str, date]
GroupKey = tuple[str, str, str, date | None, str]


@dataclass(slots=True)
class Archive:
    """The rows of the database by their key in the register, and the folders that new rows point at.

    ``first_numbers`` gives, by person id, the folder that speaks for the person. Of rows with one key the first counts.
    """

    users: dict[str, UserRow]
    paths: dict[PathKey, PathRow]
    companies: dict[str, CompanyRow]
    traineeships: dict[str, TraineeshipRow]
    attendances: dict[tuple[str, date], AttendanceRow]
    hires: dict[HireKey, HireRow]
    groups: dict[GroupKey, GroupRow]
    numbers: dict[str, RegisterNumber]
    first_numbers: dict[int, str]

    def known(self) -> Known:
        """Return what a file may point at."""
        return Known(
            numbers=self.numbers.keys(),
            companies=self.companies.keys(),
            traineeships={code: (row.starts_on, row.ends_on) for code, row in self.traineeships.items()},
            months=self.attendances.keys(),
        )

    def speaker(self, number: str) -> str:
        """Return the folder that speaks for the person of this folder; an unknown folder speaks for itself."""
        row = self.numbers.get(number)
        return self.first_numbers[row.person_id] if row else number


def path_key(row: PathRow) -> PathKey:
    """A path is known by folder and day of referral."""
    return row.number, row.referred_on


def hire_key(row: HireRow) -> HireKey:
    """A hire is known by folder, company and day."""
    return row.number, row.company, row.hired_on


def group_key(row: GroupRow) -> GroupKey:
    """An enrolment is known by edition (activity, number, place, start) and folder."""
    return row.activity, row.edition, match_key(row.municipality), row.starts_on, row.number


def read_archive() -> Archive:
    """Read the whole register out of the database, in a number of queries that does not grow with the rows."""
    return archive_of(read_rows())


def archive_of(rows: ArchivedRows) -> Archive:
    """Return the rows by their keys."""
    return Archive(
        users={row.number: row for row in reversed(rows.users)},
        paths={path_key(row): row for row in reversed(rows.paths)},
        companies={row.code: row for row in rows.companies if row.code},
        traineeships={row.code: row for row in rows.traineeships if row.code},
        attendances={(row.traineeship, row.month): row for row in rows.attendances if row.traineeship},
        hires={hire_key(row): row for row in reversed(rows.hires)},
        groups={group_key(row): row for row in reversed(rows.groups)},
        numbers=rows.numbers,
        first_numbers=rows.first_numbers,
    )
