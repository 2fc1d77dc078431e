"""Readers outside the team: no figure from 1 to 4, in no place, and none that follows from the others."""

import csv
import re
from collections import defaultdict
from io import BytesIO, StringIO
from itertools import product
from typing import Any

import openpyxl
import pytest

from percorsi.accounts.choices import Role
from tests.cast import client_of, member
from tests.web.reports.reading import Figures, page_of, tables_of, text_of

THRESHOLD = 5  # written here as well: a change of the setting must be seen
TOWNS = ("Arese", "Cornaredo", "Lainate", "Nerviano", "Pero", "Pogliano Milanese", "Rho", "Vanzago")
YEARS = ("2015", "2016", "2017", "2018", "2019")
PARTS = {
    "hires": (("aziende profit", "enti non profit", "enti pubblici"), ("a tempo determinato", "altri contratti")),
}

pytestmark = pytest.mark.django_db


def small(figures: Figures) -> list[Any]:
    return [
        (title, row, period, text)
        for title, rows in figures.items()
        for row, cells in rows.items()
        for period, text in cells.items()
        if text.isdigit() and 0 < int(text) < THRESHOLD
    ]


@pytest.mark.parametrize("role", [Role.COMMISSIONER, Role.SOCIAL_WORKER])
def test_no_small_figure_on_any_page_nor_in_any_file(register: dict[str, Any], role: Role) -> None:
    client = client_of(member(role, town="Pero"))
    for choices in ({}, {"per": "comune"}, {"per": "categoria"}, {"comune": "Pero"}, {"dal": "2016", "al": "2016"}):
        html = page_of(client, **choices)
        assert small(tables_of(html)) == []
        drawn = re.findall(r'<text class="bar-value".*?</text>', html) + re.findall(
            r"<b>.*?</b>|<strong>.*?</strong>", html
        )
        assert not [text_of(each) for each in drawn if text_of(each) in set("1234")]
        book = openpyxl.load_workbook(BytesIO(client.get("/andamento/tabelle.xlsx", choices).content))
        values = [cell.value for row in book.worksheets[0].iter_rows() for cell in row]
        assert not [value for value in values if isinstance(value, int) and 0 < value < THRESHOLD]
        content = client.get("/andamento/tabelle.csv", choices).content.decode("utf-8-sig")
        lines = list(csv.reader(StringIO(content), delimiter=";"))
        assert len(lines) > 10 and not [line for line in lines if line[3] in set("1234")]


def test_the_team_sees_every_figure(register: dict[str, Any]) -> None:
    html = page_of(client_of(member(Role.SCOUT)))
    assert ("Assunzioni", "enti pubblici", "2019", "3") in small(tables_of(html))


def test_a_sentence_is_silent_about_what_is_hidden(register: dict[str, Any]) -> None:
    text = text_of(page_of(client_of(member(Role.COMMISSIONER))))
    assert "a tempo determinato. Nei primi cinque mesi del 2019: 26 assunzioni." in text
    assert "confermato" not in text


def test_what_is_hidden_on_one_page_is_hidden_on_all(register: dict[str, Any]) -> None:
    """The difference attack: every page that the reader may ask for, and every figure on it, laid together."""
    client = client_of(member(Role.COMMISSIONER))
    seen: defaultdict[tuple[str, ...], set[str]] = defaultdict(set)
    choices: list[dict[str, str]] = [{"per": cut} for cut in ("", "comune", "categoria")]
    choices += [{"comune": town} for town in TOWNS]
    choices += [{"dal": first, "al": last, "per": "comune"} for first, last in product(YEARS, YEARS) if first <= last]
    for choice in choices:
        for title, rows in tables_of(page_of(client, **choice)).items():
            for (row, cells), town in product(rows.items(), [choice.get("comune", "")]):
                for period, text in cells.items():
                    key = _of_town(title, row, town)
                    seen[*key, period].add(text)
    apart = {key: texts for key, texts in seen.items() if len(texts) > 1}
    assert apart == {}
    assert len(seen) > 300


def _of_town(title: str, row: str, town: str) -> tuple[str, ...]:
    """What a figure is about, however the page was asked: an indicator of a municipality, or of everybody."""
    if town:
        return row, town
    if title.endswith(" per comune"):
        return title.removesuffix(" per comune"), row
    return title, row


def test_hidden_parts_do_not_follow_from_the_total(register: dict[str, Any]) -> None:
    client = client_of(member(Role.COMMISSIONER))
    tables = tables_of(page_of(client, per="comune"))
    whole = {**tables["Persone"], **tables["Tirocini"], "Assunzioni": tables["Assunzioni"]["Assunzioni"]}
    families = [
        (whole[title], tables[name])
        for title, name in [
            ("Utenti con percorso attivo", "Utenti con percorso attivo per comune"),
            ("Utenti in tirocinio", "Utenti in tirocinio per comune"),
            ("Mesi erogati", "Mesi erogati per comune"),
            ("Mesi erogati", "Mesi erogati per ente pagatore"),
            ("Assunzioni", "Assunzioni per comune"),
        ]
    ]
    families += [(whole["Assunzioni"], {row: tables["Assunzioni"][row] for row in rows}) for rows in PARTS["hires"]]
    for (total, rows), period in product(families, YEARS):
        parts = [row[period] for row in rows.values()]
        hidden = [part for part in parts if not part.isdigit()]
        assert len(hidden) != 1, (rows, period)
        if total[period].isdigit() and not hidden:
            assert sum(map(int, parts)) == int(total[period])


@pytest.mark.parametrize(
    "choices",
    [{"tipo": "mese", "dal": "2018", "al": "2018"}, {"tipo": "libero", "inizio": "1/1/2018", "fine": "2/1/2018"}],
)
def test_only_declared_periods_are_offered(register: dict[str, Any], choices: dict[str, str]) -> None:
    html = page_of(client_of(member(Role.COMMISSIONER)), **choices)
    assert 'name="tipo"' not in html and 'name="inizio"' not in html
    assert set(tables_of(html)["Persone"]["Utenti con percorso attivo"]) <= set(YEARS)


def test_cuts_are_not_crossed(register: dict[str, Any]) -> None:
    client = client_of(member(Role.COMMISSIONER))
    for cut in ("comune", "categoria"):
        html = page_of(client, comune="Pero", per=cut)
        assert "Un taglio alla volta" in text_of(html)
        assert "Per comune" not in html and "Per categoria" not in html
    html = page_of(client, comune="Pero")
    assert set(tables_of(html)) == {"Persone", "Tirocini", "Assunzioni"}
    assert set(tables_of(html)["Assunzioni"]) == {"Assunzioni"}


@pytest.mark.parametrize("role", [Role.SCOUT, Role.OFFICER, Role.PROJECT_COORDINATOR])
def test_small_figures_by_category_are_for_who_reads_categories(register: dict[str, Any], role: Role) -> None:
    """Of the one hire of a day they would tell the category of a person whom the reader may know by name."""
    client, team = client_of(member(role)), client_of(member(Role.MEDIATOR))
    html = page_of(client, per="categoria")
    by_category = {
        title: rows for title, rows in tables_of(html).items() if title.endswith(" per categoria prevalente")
    }
    assert by_category and small(by_category) == [] and "Le cifre sotto 5" in text_of(html)
    assert small(tables_of(page_of(team, per="categoria"))) != []
    for choices in (
        {"comune": "Pero"},
        {"tipo": "mese", "dal": "2018", "al": "2018"},
        {"tipo": "libero", "inizio": "1/3/2018", "fine": "2/3/2018"},
    ):
        assert " per categoria prevalente" in str(tables_of(page_of(team, per="categoria", **choices)))
        html = page_of(client_of(member(role)), per="categoria", **choices)
        assert "Per categoria si divide solo l’anno solare" in text_of(html)
        assert " per categoria prevalente" not in str(tables_of(html))


def test_a_social_worker_sees_the_whole_and_their_own_municipality(register: dict[str, Any]) -> None:
    client = client_of(member(Role.SOCIAL_WORKER, town="Arese"))
    assert tables_of(page_of(client))["Persone"]["Utenti con percorso attivo"]["2018"] == "455"
    assert tables_of(page_of(client, comune="Arese"))["Persone"]["Utenti con percorso attivo"]["2018"] == "49"
    for choices in ({"comune": "Rho"}, {"per": "comune"}):
        html = page_of(client, **choices)
        assert "Questa scelta non c’è." in text_of(html)
        assert '<option value="Rho"' not in html and " per comune" not in html


def test_no_figure_leads_outsiders_to_the_people_behind_it(register: dict[str, Any]) -> None:
    for role in (Role.COMMISSIONER, Role.SOCIAL_WORKER, Role.PSYCHOLOGIST, Role.SCOUT):
        assert "/andamento/righe" not in page_of(client_of(member(role)), per="comune")
