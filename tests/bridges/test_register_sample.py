"""The shared register gives exactly what its makers say of it; the totals are counted here by an oracle of its own."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import percorsi
from percorsi.bridges.register.duplicates import certain_groups, possible_pairs
from percorsi.bridges.register.register import Register, read_register

DEMO = Path(percorsi.__file__).with_name("demo")
SAMPLE = DEMO / "registro-nil-2015-2019.xlsx"
EXPECTED: dict[str, Any] = json.loads(SAMPLE.with_suffix(".expected.json").read_text(encoding="utf-8"))
PERIODS = {str(year): (date(year, 1, 1), date(year, 12, 31)) for year in range(2015, 2019)} | {
    "2019": (date(2019, 1, 1), date(2019, 5, 31))
}
SHEETS = {
    "Utenti": "users",
    "Percorsi": "paths",
    "Aziende": "companies",
    "Tirocini": "traineeships",
    "Presenze": "attendances",
    "Assunzioni": "hires",
    "Gruppi": "groups",
}


@pytest.fixture(scope="module")
def register() -> Register:
    return read_register(SAMPLE)


class Oracle:
    """Counts persons after the certain merges, straight from the rows."""

    def __init__(self, register: Register) -> None:
        self._register = register
        groups = certain_groups(register.identities())
        self._person = {key: keys[0] for keys in groups for key in keys}
        self._trainee = {one.code: self.person(one.number) for one in register.traineeships}
        self.main = {user.number: user for user in register.users}

    def person(self, number: str) -> str:
        return self._person.get(number, number)

    def active(self, first: date, last: date) -> set[str]:
        return {
            self.person(path.number)
            for path in self._register.paths
            if path.opened_on and path.opened_on <= last and (path.closed_on is None or path.closed_on >= first)
        }

    def months(self, first: date, last: date) -> list[str]:
        """Return the person of each month delivered."""
        return [
            self._trainee[row.traineeship]
            for row in self._register.attendances
            if first <= row.month <= last and row.hours_present is not None and row.hours_present > 0
        ]

    def by(self, label: Callable[[Any], str], first: date, last: date) -> dict[str, dict[str, int]]:
        months = self.months(first, last)
        counted = {
            "users": Counter(label(self.main[one]) for one in self.active(first, last)),
            "trainees": Counter(label(self.main[one]) for one in set(months)),
            "months": Counter(label(self.main[one]) for one in months),
        }
        labels = {label(user) for user in self.main.values()}
        return {name: {what: counts[name] for what, counts in counted.items()} for name in labels}


def test_refuses_exactly_the_wrong_rows(register: Register) -> None:
    refused = Counter((one.sheet, one.row, one.kind) for one in register.refusals)
    assert refused == Counter((one["sheet"], one["row"], one["kind"]) for one in EXPECTED["errors"])


def test_every_refusal_says_what_to_do_in_one_line(register: Register) -> None:
    for refusal in register.refusals:
        assert refusal.message.endswith(".")
        assert "\n" not in refusal.message
        assert any(text for _header, text in refusal.cells)


@pytest.mark.parametrize("sheet", SHEETS)
def test_accepts_every_other_row(register: Register, sheet: str) -> None:
    accepted = getattr(register, SHEETS[sheet])
    assert len(accepted) == EXPECTED["counts"][sheet]["accepted"]
    assert sum(one.sheet == sheet for one in register.refusals) == EXPECTED["counts"][sheet]["refused"]


def test_finds_certain_and_possible_duplicates(register: Register) -> None:
    groups = certain_groups(register.identities())
    assert sorted(map(sorted, groups)) == sorted(EXPECTED["certain_duplicates"])
    pairs = possible_pairs(register.identities(), groups)
    expected = {(*one["numbers"], one["kind"]) for one in EXPECTED["possible_duplicates"]}
    assert {(pair.first, pair.second, pair.kind) for pair in pairs} == expected
    assert len(pairs) == len(expected)
    persons = len(register.users) - sum(len(keys) - 1 for keys in groups)
    assert persons == EXPECTED["distinct_persons"]


def test_notes_every_normalisation(register: Register) -> None:
    found = Counter((one.sheet, one.row, one.column, one.kind) for one in register.mess)
    expected = Counter((one["sheet"], one["row"], one["column"], one["kind"]) for one in EXPECTED["mess"])
    merged_rows = {(one.sheet, one.row) for one in register.mess if one.kind == "certain_duplicate"}
    # The second rows of merged persons are in capitals too; the makers count them as duplicates only.
    more = {one for one in found - expected if one[3] != "possible_duplicate"}
    assert all(kind == "upper_case_name" and (sheet, row) in merged_rows for sheet, row, _column, kind in more)
    # Which of the two rows of a pair is the second is a matter of who counts.
    assert {kind for _sheet, _row, _column, kind in expected - found} <= {"possible_duplicate"}
    assert register.mess_counts["possible_duplicate"] == EXPECTED["mess_counts"]["possible_duplicate"]


def test_finds_the_headers_where_they_are(register: Register) -> None:
    found = {name: (one.header_row, one.columns) for name, one in register.layouts.items()}
    assert found == {name: (one["header_row"], one["columns"]) for name, one in EXPECTED["layouts"].items()}
    assert not register.unknown_headers
    assert not register.problems
    assert not register.notes


@pytest.mark.parametrize("period", PERIODS)
def test_periods_come_out_right(register: Register, period: str) -> None:
    oracle = Oracle(register)
    months = oracle.months(*PERIODS[period])
    counted = {"users": len(oracle.active(*PERIODS[period])), "trainees": len(set(months)), "months": len(months)}
    assert counted == EXPECTED["periods"][period]


def test_cuts_of_2018_come_out_right(register: Register) -> None:
    oracle = Oracle(register)
    by_residence = oracle.by(lambda user: user.residence or "(non indicato)", *PERIODS["2018"])
    assert by_residence == EXPECTED["by_comune_2018"]
    by_category = oracle.by(lambda user: user.categories[0], *PERIODS["2018"])
    assert by_category == EXPECTED["by_category_2018"]


@pytest.mark.parametrize("year", PERIODS)
def test_hires_come_out_right(register: Register, year: str) -> None:
    nature = {company.code: company.nature for company in register.companies}
    hires = [hire for hire in register.hires if str(hire.hired_on.year) == year]
    fixed = sum(hire.contract in ("tempo determinato", "somministrazione a termine") for hire in hires)
    counted = {
        "total": len(hires),
        "by_nature": dict(Counter(nature[hire.company] for hire in hires)),
        "fixed_term": fixed,
        "other": len(hires) - fixed,
    }
    assert counted == EXPECTED["hires"][year]


@pytest.mark.parametrize("year", PERIODS)
def test_orafo_comes_out_right(register: Register, year: str) -> None:
    oracle = Oracle(register)
    rows = [
        row for row in register.groups if row.activity == "ORAFO" and row.starts_on and str(row.starts_on.year) == year
    ]
    counted = {
        "editions": len({row.edition for row in rows}),
        "rows": len(rows),
        "participants": len({oracle.person(row.number) for row in rows}),
    }
    assert counted == EXPECTED["orafo"][year]


def test_protected_people_are_those_sent_by_an_anti_violence_centre(register: Register) -> None:
    hidden = [user for user in register.users if user.is_protected]
    assert hidden == [user for user in register.users if user.sending_service == "CAV"]
    assert hidden
    assert all(user.born_on is None and not user.residence for user in hidden)


def test_a_second_reading_beside_the_archive_is_the_same(register: Register) -> None:
    from percorsi.bridges.register.checking import Known

    known = Known(
        numbers={user.number for user in register.users},
        companies={company.code for company in register.companies},
        traineeships={one.code: (one.starts_on, one.ends_on) for one in register.traineeships},
        months={(one.traineeship, one.month) for one in register.attendances},
    )
    again = read_register(SAMPLE, known)
    assert again.refusals == register.refusals
    assert again.attendances == register.attendances
