"""The same register written otherwise gives the same rows: nothing depends on order, position, header or date form."""

import random
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from percorsi.bridges.register.register import Register, read_register
from tests.bridges.test_register_sample import SAMPLE, SHEETS
from tests.bridges.writing_registers import (
    ATTENDANCES,
    COMPANIES,
    PEOPLE,
    TRAINEESHIPS,
    rewritten,
    sample_tables,
    write_ods,
    write_xls,
    write_xlsx,
)

SMALL = {"Utenti": PEOPLE, "Aziende": COMPANIES, "Tirocini": TRAINEESHIPS, "Presenze": ATTENDANCES}


def told(register: Register) -> dict[str, Any]:
    """Return everything the register says, with rows counted from the header and sheets by their normal name."""
    below = {name: layout.header_row for name, layout in register.layouts.items()}

    def place(one: Any) -> dict[str, Any]:
        return {"sheet": one.sheet.strip().title(), "row": one.row - below[one.sheet]}

    told: dict[str, Any] = {
        key: [asdict(one) | place(one) for one in getattr(register, key)] for key in SHEETS.values()
    }
    refused = [(place(one)["sheet"], place(one)["row"], one.kind) for one in register.refusals]
    return told | {"refusals": sorted(refused)}


@pytest.fixture(scope="module")
def as_it_is() -> dict[str, Any]:
    return told(read_register(SAMPLE))


@pytest.mark.parametrize("seed", range(4))
def test_rewritten_register_says_the_same(seed: int, as_it_is: dict[str, Any], tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "altro.xlsx", rewritten(sample_tables(SAMPLE), random.Random(seed)))
    register = read_register(path)
    assert not register.unknown_headers
    assert told(register) == as_it_is


def test_ods_says_the_same_as_xlsx(tmp_path: Path) -> None:
    # The beginning of each sheet is enough: rows whose person or traineeship is left out are refused in both.
    tables = {name: (columns, rows[:150]) for name, (columns, rows) in sample_tables(SAMPLE).items()}
    xlsx = read_register(write_xlsx(tmp_path / "registro.xlsx", rewritten(tables, random.Random(10))))
    ods = read_register(write_ods(tmp_path / "registro.ods", rewritten(tables, random.Random(11))))
    assert len(xlsx.attendances) > 100
    assert told(ods) == told(xlsx)


def test_xls_says_the_same(as_it_is: dict[str, Any], tmp_path: Path) -> None:
    sheets = rewritten(sample_tables(SAMPLE), random.Random(12))
    assert told(read_register(write_xls(tmp_path / "registro.xls", sheets))) == as_it_is


@pytest.mark.parametrize(("name", "write"), [("a.xlsx", write_xlsx), ("a.ods", write_ods), ("a.xls", write_xls)])
def test_a_name_does_not_make_the_kind(name: str, write: Any, tmp_path: Path) -> None:
    misnamed = write(tmp_path / name, SMALL).rename(tmp_path / "registro.csv")
    register = read_register(misnamed)
    assert [row.traineeship for row in register.attendances] == ["TIR-0001"]
    assert not register.refusals
