"""What an import would do: which rows are new, who is one person, what differs. Nothing is written here."""

from dataclasses import dataclass, field, fields, replace
from typing import Any

from percorsi.bridges.register.duplicates import Identity, PossiblePair, certain_groups, possible_pairs
from percorsi.bridges.register.register import Register, identity_of
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
from percorsi.bridges.taking_over import wording
from percorsi.bridges.taking_over.archive import Archive, group_key, hire_key, path_key

WHERE_FROM = {"sheet", "row"}


@dataclass(frozen=True, slots=True)
class Change:
    """A cell of the file that says something else than the database. It is listed, never taken over by itself."""

    sheet: str
    row: int
    key: str
    field: str
    here: str
    in_file: str


@dataclass(slots=True)
class Plan:
    """The new rows of a file, the folders that join a person, the pairs to propose, the cells that differ.

    ``joins`` gives, for a new folder, the folder whose person it belongs to.
    """

    users: list[UserRow] = field(default_factory=list)
    joins: dict[str, str] = field(default_factory=dict)
    pairs: list[PossiblePair[str]] = field(default_factory=list)
    paths: list[PathRow] = field(default_factory=list)
    companies: list[CompanyRow] = field(default_factory=list)
    traineeships: list[TraineeshipRow] = field(default_factory=list)
    attendances: list[AttendanceRow] = field(default_factory=list)
    hires: list[HireRow] = field(default_factory=list)
    groups: list[GroupRow] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)


def make_plan(register: Register, archive: Archive, *, proposed: set[frozenset[str]]) -> Plan:
    """Compare a file with the database. ``proposed`` are the pairs of folders already put to a person, or decided."""
    plan = Plan(users=[row for row in register.users if row.number not in archive.users])
    _tell_people_apart(plan, archive, proposed)
    speakers = set(archive.first_numbers.values())
    for user in register.users:
        if user.number in speakers:
            _compare(plan, user.number, archive.users[user.number], user)
    for path in register.paths:
        plain = replace(path, state=wording.plain_state(path))
        _sort(plan, plan.paths, archive.paths, path_key(path), plain)
    for company in register.companies:
        _sort(plan, plan.companies, archive.companies, company.code, company)
    for traineeship in register.traineeships:
        _sort(plan, plan.traineeships, archive.traineeships, traineeship.code, traineeship)
    for month in register.attendances:
        _sort(plan, plan.attendances, archive.attendances, (month.traineeship, month.month), month)
    for hire in register.hires:
        _sort(plan, plan.hires, archive.hires, hire_key(hire), hire)
    for group in register.groups:
        _sort(plan, plan.groups, archive.groups, group_key(group), group)
    return plan


def _tell_people_apart(plan: Plan, archive: Archive, proposed: set[frozenset[str]]) -> None:
    """Known people speak by their first folder and stand first, so that a new folder joins them and not they it."""
    known = [identity_of(archive.users[number]) for number in archive.first_numbers.values()]
    identities: list[Identity[str]] = known + [identity_of(row) for row in plan.users]
    groups = certain_groups(identities)
    for first, *others in groups:
        plan.joins |= {number: first for number in others if number not in archive.users}
    plan.pairs = [
        pair for pair in possible_pairs(identities, groups) if frozenset((pair.first, pair.second)) not in proposed
    ]


def _sort(plan: Plan, new: list[Any], known: dict[Any, Any], key: Any, row: Row) -> None:
    if key in known:
        words = key if isinstance(key, str) else " ".join(str(part) for part in key if part)
        _compare(plan, words, known[key], row)
    else:
        new.append(row)


def _compare(plan: Plan, key: str, here: Row, in_file: Row) -> None:
    for one in fields(here):
        mine, theirs = getattr(here, one.name), getattr(in_file, one.name)
        if one.name not in WHERE_FROM and mine != theirs:
            plan.changes.append(Change(in_file.sheet, in_file.row, key, one.name, _say(mine), _say(theirs)))


def _say(value: object) -> str:
    if isinstance(value, tuple):
        return " / ".join(value)
    return "" if value is None else str(value)
