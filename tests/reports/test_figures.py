"""The figures of the yearly report come out of the imported register, whole and by cut."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from percorsi.accounts.actions import command_user
from percorsi.bridges.taking_over.importing import import_register
from percorsi.kit.periods import free
from percorsi.reports.commands import collect

DEMO = Path(__file__).parents[2] / "percorsi" / "demo"
EXPECTED = json.loads((DEMO / "registro-nil-2015-2019.expected.json").read_text())
NATURAL = {"users": "active_people", "trainees": "trainees", "months": "traineeship_months"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures() -> Any:
    import_register(DEMO / "registro-nil-2015-2019.xlsx", by=command_user())

    def of(year: str, by: str | None = None) -> dict[str, Any]:
        first, last = (date.fromisoformat(day) for day in EXPECTED["period_dates"][year])
        return collect(free(first, last), by=by)

    return of


def test_every_year_has_the_figures_of_the_report(figures: Any) -> None:
    for year, expected in EXPECTED["periods"].items():
        found = figures(year)
        assert {name: found[key] for name, key in NATURAL.items()} == expected, year
        hires = EXPECTED["hires"][year]
        assert found["hires"] == {
            "total": hires["total"],
            "profit": hires["by_nature"]["profit"],
            "fixed_term": hires["fixed_term"],
        }
        orafo = EXPECTED["orafo"][year]
        assert found["group_participants"].get("ORAFO", 0) == orafo["participants"]
        assert found["group_editions"].get("ORAFO", 0) == orafo["editions"]


@pytest.mark.parametrize(("cut", "key"), [("municipality", "by_comune_2018"), ("category", "by_category_2018")])
def test_a_cut_gives_every_label_and_every_key(figures: Any, cut: str, key: str) -> None:
    found = figures("2018", by=cut)
    own = {label: {name: row[own] for name, own in NATURAL.items()} for label, row in found.items()}
    assert {label: row for label, row in own.items() if any(row.values())} == EXPECTED[key]
    assert all(set(row) == set(figures("2018")) for row in found.values())


def test_an_empty_service_counts_zero() -> None:
    assert collect(free(date(2018, 1, 1), date(2018, 12, 31))) == {
        "active_people": 0,
        "trainees": 0,
        "traineeship_months": 0,
        "hires": {"total": 0, "profit": 0, "fixed_term": 0},
        "group_participants": {},
        "group_editions": {},
    }
