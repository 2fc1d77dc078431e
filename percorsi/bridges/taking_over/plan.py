"""What an import would do: which rows are new, who is one person, what differs. Nothing is written here."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

from percorsi.bridges.register.checking import Refusal
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
from percorsi.bridges.taking_over.strangers import refusal, strangers, withhold
from percorsi.kit.text import match_key, proper_name, squeeze
from percorsi.organisations.actions import worker_key

# Where a row stands, and how it says what the folder of the archive says already.
NOT_COMPARED = {"sheet", "row", "same_as"}
NOT_TOLD = {"folder", "kind", "parts"}
# What the archive finds by a key may be written in another way and still be the same.
KEYS: dict[str, Callable[[str], str]] = {
    **dict.fromkeys(("residence", "municipality", "sending_service", "payer", "project"), match_key),
    **dict.fromkeys(("operator", "social_worker"), worker_key),
    **dict.fromkeys(("family_names", "given_names"), proper_name),
}
# Of a protected person only these are compared: the others would tell who she is, and the file is not to be believed.
TOLD_OF_PROTECTED = {"citizenship", "education", "categories", "invalidity_percent", "invalidity_kind", "operator"}


@dataclass(frozen=True, slots=True)
class Change:
    """A cell of the file that says something else than the database. It is listed, never taken over by itself.

    ``folder`` is the N. pratica of the person it speaks of, '' when it speaks of nobody. ``kind`` is the key of the
    sheet in the layout and ``parts`` the row's key in pieces, days as YYYY-MM-DD.
    """

    sheet: str
    row: int
    key: str
    field: str
    here: str
    in_file: str
    folder: str
    kind: str
    parts: tuple[str, ...]

    def as_record(self) -> dict[str, Any]:
        """Return the change as plain values, without what only the archive needs to find the row again."""
        return {name: value for name, value in asdict(self).items() if name not in NOT_TOLD}


@dataclass(slots=True)
class Plan:
    """The new rows of a file, the folders that join a person, the pairs to propose, the cells that differ, remarks,
    the rows that only the archive shows to be wrong.

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
    notes: list[str] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)


def make_plan(register: Register, archive: Archive, *, proposed: set[frozenset[str]]) -> Plan:
    """Compare a file with the database. ``proposed`` are the pairs of folders already put to a person, or decided."""
    plan = Plan(users=[row for row in register.users if row.number not in archive.users])
    _tell_people_apart(plan, archive, proposed)
    others = _compare_people(plan, register, archive)
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
    plan.refusals += withhold([plan.paths, plan.traineeships, plan.hires, plan.groups], plan.attendances, others)
    return plan


def _compare_people(plan: Plan, register: Register, archive: Archive) -> set[str]:
    """Compare who is known by the folder that speaks for them; return the folders that the file gives to others."""
    speakers = {number: archive.users[number] for number in archive.first_numbers.values()}
    others = strangers(register, speakers)
    for user in register.users:
        if user.number in others:
            plan.refusals.append(refusal(user, user.number))
        elif user.number in speakers:
            _compare(plan, user.number, speakers[user.number], user)
    return others


def _tell_people_apart(plan: Plan, archive: Archive, proposed: set[frozenset[str]]) -> None:
    """Known people speak by their first folder and stand first, so that a new folder joins them and not they it."""
    known = [identity_of(archive.users[number]) for number in archive.first_numbers.values()]
    identities: list[Identity[str]] = known + [identity_of(row) for row in plan.users]
    groups = _with_said(certain_groups(identities), plan.users, archive)
    for first, *others in groups:
        plan.joins |= {number: first for number in others if number not in archive.users}
    plan.pairs = [
        pair for pair in possible_pairs(identities, groups) if frozenset((pair.first, pair.second)) not in proposed
    ]
    _leave_each_code_to_one(plan, archive)


def _leave_each_code_to_one(plan: Plan, archive: Archive) -> None:
    """A provisional code written for several people stays with the first: it is no proof that they are one.

    The rows are sound and come in; which lost the code is said in the notes.
    """
    taken = {row.codice_fiscale for row in archive.users.values()}
    for place, row in enumerate(plan.users):
        if row.codice_fiscale_kind != "provisional" or row.is_protected or row.number in plan.joins:
            continue
        if row.codice_fiscale in taken:
            plan.users[place] = replace(row, codice_fiscale="", codice_fiscale_kind="")
            plan.notes.append(
                f"Foglio «{row.sheet}», riga {row.row}: il codice provvisorio è già di un’altra persona. "
                "La riga entra senza codice: controllare di chi è."
            )
        taken.add(row.codice_fiscale)


def _with_said(groups: list[list[str]], users: list[UserRow], archive: Archive) -> list[list[str]]:
    """Return the groups of folders of one person, those added that a row says to be of one ("Stessa persona di")."""
    group_of = {number: group for group in groups for number in group}
    for row in users:
        first = archive.speaker(row.same_as) if row.same_as else ""
        if not first or row.number in group_of:
            continue
        group = group_of.setdefault(first, [first])
        group.append(row.number)
        group_of[row.number] = group
    return list({id(group): group for group in group_of.values()}.values())


def _sort(plan: Plan, new: list[Any], known: dict[Any, Any], key: Any, row: Row) -> None:
    if key in known:
        words = key if isinstance(key, str) else " ".join(str(part) for part in key if part)
        _compare(plan, words, known[key], row)
    else:
        new.append(row)


def _compare(plan: Plan, key: str, here: Row, in_file: Row) -> None:
    is_hidden = isinstance(here, UserRow) and here.is_protected
    for one in fields(here):
        mine, theirs = getattr(here, one.name), getattr(in_file, one.name)
        if (
            one.name in NOT_COMPARED
            or (is_hidden and one.name not in TOLD_OF_PROTECTED)
            or is_same(one.name, mine, theirs)
        ):
            continue
        kind, parts = _place(in_file)
        change = Change(
            in_file.sheet, in_file.row, key, one.name, say(mine), say(theirs), _folder(here), kind=kind, parts=parts
        )
        plan.changes.append(change)


def is_same(name: str, mine: Any, theirs: Any) -> bool:
    """Whether two values of a field say the same, however they are written."""
    if mine == theirs or not (isinstance(mine, str) and mine and theirs):
        return bool(mine == theirs)
    key = KEYS.get(name, squeeze)
    return key(squeeze(mine)) == key(squeeze(theirs))


def _folder(row: Row) -> str:
    return str(getattr(row, "number", ""))


def _place(row: Any) -> tuple[str, tuple[str, ...]]:
    """Return the kind of a row and its key in pieces, by which the archive finds it again."""
    kind, key_of = _KEY_OF[type(row)]
    return kind, tuple(str(part or "") for part in key_of(row))


_KEY_OF: dict[type, tuple[str, Callable[[Any], tuple[Any, ...]]]] = {
    UserRow: ("users", lambda row: (row.number,)),
    PathRow: ("paths", path_key),
    CompanyRow: ("companies", lambda row: (row.code,)),
    TraineeshipRow: ("traineeships", lambda row: (row.code,)),
    AttendanceRow: ("attendances", lambda row: (row.traineeship, row.month)),
    HireRow: ("hires", hire_key),
    GroupRow: ("groups", group_key),
}


def say(value: object) -> str:
    """Return a value of a row as the report writes it; what is blank is an empty text."""
    if isinstance(value, tuple):
        return " / ".join(value)
    return "" if value is None else str(value)
