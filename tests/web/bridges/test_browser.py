"""Bringing a register in, in a real browser: the file, the results of two; accessibility."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from percorsi.accounts.choices import Role
from percorsi.bridges.models import Import
from percorsi.bridges.step_by_step import starting
from tests.bridges.test_taking_over import SAMPLE
from tests.bridges.writing_registers import PEOPLE, TRAINEESHIPS, write_xlsx
from tests.cast import case, member, person
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


def through_the_steps(visit: Visit, page: Page, file: Path) -> None:
    """Bring a register in by the buttons of the pages, looking at each of them."""
    page.locator("#id_file").set_input_files(file)
    page.locator("main form[enctype] button[type=submit]").click()
    page.wait_for_selector("h1:has-text('Che cosa ho riconosciuto')")
    visit.look("riconosciuto")
    page.locator("select").first.select_option("-")
    page.click("text=Fai la prova")
    page.wait_for_selector("h1:has-text('Prova: che cosa entrerebbe')")
    visit.look("prova")
    page.click("button:has-text('Importa')")
    page.wait_for_selector("h2:has-text('Che cosa è entrato')")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_register_comes_in(visit: Visit, tmp_path: Path, width: int) -> None:
    visit.sign_in(member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio"))
    for names in ("Anna", "Anita"):
        page = visit.open("/importazioni/", width)
        through_the_steps(visit, page, register(tmp_path, names))
        visit.look(f"esito-{names}")
    page.locator(".seg a", has_text="Celle diverse").click()
    page.wait_for_selector("text=Anita")
    visit.look("celle")
    page.locator("button", has_text="Prendi dal registro").click()
    page.wait_for_selector("text=Deciso su 1 cella")
    page.locator(".seg a", has_text="Già decise").click()
    page.wait_for_selector("text=preso dal registro")
    visit.look("decise")
    visit.open("/importazioni/", width)
    visit.look("fatte")
    assert page.locator("a.name").count() == 2


@pytest.mark.parametrize("width", WIDTHS)
def test_the_letter_and_its_rows(visit: Visit, width: int) -> None:
    reader = member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio")
    visit.sign_in(reader)
    visit.open("/importazioni/lettera/", width)
    visit.look("lettera-vuota")
    for name in ("Ada", "Maria Assunta Annunziata"):
        case(person("Pettirosso Scirocco dell’Ontano", name), opened_on=date(2015, 1, 7), worker=reader)
    page = visit.open("/importazioni/lettera/", width)
    visit.look("lettera")
    page.emulate_media(media="print")
    assert not page.locator(".crumbs").is_visible()
    assert not page.locator("main .btn-primary").is_visible()
    page.emulate_media(media="screen")
    page.click("text=percorsi aperti non danno notizie")
    page.wait_for_selector("text=ultima notizia")
    visit.look("righe")
    visit.open("/importazioni/lettera/righe/?cifra=mesi-senza-pagatore", width)
    visit.look("righe-vuote")


@pytest.mark.parametrize("width", WIDTHS)
def test_the_work_under_way_and_what_stops(
    visit: Visit, tmp_path: Path, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    visit.sign_in(member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio"))
    page = visit.open("/importazioni/", width)
    with monkeypatch.context() as patch:
        patch.setattr(starting, "start", lambda _public_id: None)
        page.locator("#id_file").set_input_files(register(tmp_path))
        page.locator("main form[enctype] button[type=submit]").click()
        page.wait_for_selector("h1:has-text('Lettura del file in corso')")
        Import.objects.update(rows_done=1500, rows_total=3000)
        page.wait_for_selector("text=Righe lette: 1.500 di 3.000")
        visit.look("in-corso")
        # The process that never came is missed after a while, and the waiting page says so by itself.
        Import.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=1))
        page.wait_for_selector("h1:has-text('Importazione interrotta')")
        visit.look("interrotta")
    page.click("button:has-text('Riprendi')")
    page.wait_for_selector("h1:has-text('Che cosa ho riconosciuto')")
    page.click("button:has-text('Lascia questa importazione')")
    page.wait_for_selector("h1:has-text('Importazione lasciata')")
    visit.look("lasciata")
    page = visit.open("/importazioni/", width)
    (tmp_path / "brutto.xlsx").write_bytes(b"non un foglio")
    page.locator("#id_file").set_input_files(tmp_path / "brutto.xlsx")
    page.locator("main form[enctype] button[type=submit]").click()
    page.wait_for_selector("h1:has-text('Importazione non riuscita')")
    visit.look("non-riuscita")


def test_the_shared_register_comes_in_without_scripts(visit: Visit) -> None:
    visit.sign_in(member(Role.OPERATIONAL_COORDINATOR, name="Elena Nibbio"))
    with visit.without_scripts() as page:
        page.goto(f"{visit.site}/importazioni/")
        page.locator("#id_file").set_input_files(SAMPLE)
        page.click("text=Carica il file")
        page.click("text=Fai la prova")
        page.wait_for_selector("text=Righe rifiutate 61")
        page.click("button:has-text('Importa')")
        page.wait_for_selector("text=Che cosa è entrato")
        assert "628" in page.inner_text("main")
        with page.expect_download() as started:
            page.click("text=Scarica le righe rifiutate")
        assert started.value.suggested_filename.startswith("righe-rifiutate-")
        page.click("text=Che cosa dice il vostro registro")
        page.wait_for_selector("text=percorsi in tutto sono da rivedere")
