"""Bringing a register in, in a real browser: the file, the results of two; accessibility."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from percorsi.accounts.choices import Role
from tests.bridges.writing_registers import PEOPLE, TRAINEESHIPS, write_xlsx
from tests.cast import member
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _data_dir(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path / "data"


def register(folder: Path, given_names: str = "Anna") -> Path:
    """A register with people who may be one, refused rows, headers nobody knows."""
    header = [*PEOPLE[0], "Codice fiscale", "Residenza", "Colore"]
    people: list[list[object]] = [
        ["NIL-0001", "Averla", given_names, "F", date(1980, 2, 1), "VRLNNA80B41F205G", "RHO", "verde"],
        ["NIL-0002", "Averla", "Bea", "F", "1.2.1980", "", "Rho", ""],
        ["NIL-0003", "Larice", "Ugo", "M", date(1975, 7, 9), "LRCGUO75L09F205X", "Settimo Mil.", ""],
        ["NIL-0004", "Pettirosso Scirocco dell’Ontano", "Maria Assunta", "F", date(1975, 7, 9), "12", "", ""],
    ]
    return write_xlsx(folder / "registro.xlsx", {"Utenti": [header, *people], "Tirocini": TRAINEESHIPS})


@pytest.mark.parametrize("width", WIDTHS)
def test_a_register_comes_in(visit: Visit, tmp_path: Path, width: int) -> None:
    visit.sign_in(member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio"))
    for names in ("Anna", "Anita"):
        page = visit.open("/importazioni/", width)
        page.locator("#id_file").set_input_files(register(tmp_path, names))
        visit.submit()
        page.wait_for_selector("text=Che cosa è entrato")
        visit.look(f"esito-{names}")
    page.locator(".seg a", has_text="Celle diverse").click()
    page.wait_for_selector("text=Anita")
    visit.look("celle")
    visit.open("/importazioni/", width)
    visit.look("fatte")
    assert page.locator("a.name").count() == 2
