"""Andamento says what the source report says, computed from the register and nothing else."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from percorsi.accounts.choices import Role
from tests.cast import client_of, member
from tests.web.reports.reading import cells_of, page_of, tables_of, text_of

YEARS = ("2015", "2016", "2017", "2018", "2019")
MAIN = {"Utenti con percorso attivo": "users", "Utenti in tirocinio": "trainees", "Mesi erogati": "months"}

pytestmark = pytest.mark.django_db


def test_the_tables_are_those_of_the_report(register: dict[str, Any]) -> None:
    html = page_of(client_of(member(Role.OPERATIONAL_COORDINATOR)))
    tables = tables_of(html)
    main = {**tables["Persone"], **tables["Tirocini"]}
    for title, key in MAIN.items():
        assert main[title] == {year: str(register["periods"][year][key]) for year in YEARS}
    hires = {year: register["hires"][year] for year in YEARS}
    assert tables["Assunzioni"] == {
        "Assunzioni": {year: str(found["total"]) for year, found in hires.items()},
        "aziende profit": {year: str(found["by_nature"]["profit"]) for year, found in hires.items()},
        "enti non profit": {year: str(found["by_nature"]["non profit"]) for year, found in hires.items()},
        "enti pubblici": {year: str(found["by_nature"]["ente pubblico"]) for year, found in hires.items()},
        "a tempo determinato": {year: str(found["fixed_term"]) for year, found in hires.items()},
        "altri contratti": {year: str(found["other"]) for year, found in hires.items()},
    }
    groups = {year: register["orafo"][year] for year in YEARS}
    assert tables["Partecipanti ai gruppi"]["ORAFO"] == {y: str(found["participants"]) for y, found in groups.items()}
    assert tables["Edizioni dei gruppi"]["ORAFO"] == {y: str(found["editions"]) for y, found in groups.items()}
    months = tables["Mesi erogati per ente pagatore"].values()
    for year in YEARS:
        assert sum(int(row[year]) for row in months) == register["periods"][year]["months"]


def test_the_page_speaks_in_sentences_computed_from_the_figures(register: dict[str, Any]) -> None:
    text = text_of(page_of(client_of(member(Role.OPERATIONAL_COORDINATOR))))
    for sentence in (
        "Andamento del servizio, 2015–2019",
        "Dati aggiornati al 31 maggio 2019",
        "Nel 2018 le persone in carico sono quasi il triplo del 2015",
        "Fino al 2018 i tirocinanti crescono ogni anno, da 91 a 156",
        "Nel 2018 i mesi di tirocinio salgono a 639",
        "* a fine maggio: anno non finito",
        "Nel 2018 le assunzioni sono state 57 , in maggioranza presso aziende profit ( 31 ); l’ 86 % dei contratti è a "
        "tempo determinato, con un trend confermato nei primi cinque mesi del 2019: 26 assunzioni, 22 a termine "
        "( 85 % ).",
        "31 aziende profit 26 altri datori di lavoro",
        "49 a tempo determinato 8 altri contratti",
    ):
        assert sentence in text


@pytest.mark.parametrize(
    ("choice", "key", "words"),
    [("comune", "by_comune_2018", "per comune"), ("categoria", "by_category_2018", "per categoria prevalente")],
)
def test_a_cut_gives_the_expected_figures(register: dict[str, Any], choice: str, key: str, words: str) -> None:
    tables = tables_of(page_of(client_of(member(Role.OPERATIONAL_COORDINATOR)), per=choice))
    expected = {label: {name: row[key] for name, key in MAIN.items()} for label, row in register[key].items()}
    # On the page the protected people, all referred by Rho, count there and nowhere apart.
    apart = expected.pop("(non indicato)", {})
    for name, number in apart.items():
        expected["Rho"][name] += number
    found = {label: {name: int(tables[f"{name} {words}"][label]["2018"]) for name in MAIN} for label in expected}
    assert found == expected
    assert "non indicato" not in tables[f"Utenti con percorso attivo {words}"]


def test_one_municipality_is_its_row_of_the_cut(register: dict[str, Any]) -> None:
    client = client_of(member(Role.OPERATIONAL_COORDINATOR))
    cut = tables_of(page_of(client, per="comune"))
    own = tables_of(page_of(client, comune="Lainate"))
    assert own["Persone"]["Utenti con percorso attivo"] == cut["Utenti con percorso attivo per comune"]["Lainate"]
    assert own["Tirocini"]["Mesi erogati"] == cut["Mesi erogati per comune"]["Lainate"]
    assert own["Assunzioni"]["Assunzioni"] == cut["Assunzioni per comune"]["Lainate"]


@pytest.mark.parametrize("kind", ["contratto", "semestre", "trimestre", "mese", "libero"])
def test_every_kind_of_period_sums_to_the_year(register: dict[str, Any], kind: str) -> None:
    client = client_of(member(Role.MEDIATOR))
    years = {"dal": "2018", "al": "2018", "inizio": "1/1/2018", "fine": "31/12/2018"}
    row = tables_of(page_of(client, tipo=kind, **years))["Tirocini"]["Mesi erogati"]
    expected = {"contratto": 1, "semestre": 2, "trimestre": 4, "mese": 12, "libero": 1}
    assert len(row) == expected[kind]
    if kind == "contratto":
        row = tables_of(page_of(client, tipo="libero", inizio="1/9/2018", fine="31/5/2019"))["Tirocini"]["Mesi erogati"]
        assert list(row.values()) == list(
            tables_of(page_of(client, tipo=kind, **years))["Tirocini"]["Mesi erogati"].values()
        )
    else:
        assert sum(map(int, row.values())) == register["periods"]["2018"]["months"]


def test_a_mistaken_choice_keeps_the_figures_and_says_what_to_do(register: dict[str, Any]) -> None:
    client = client_of(member(Role.OPERATIONAL_COORDINATOR))
    before = tables_of(page_of(client, comune="Rho"))
    for choices, message in [
        ({"dal": "2019", "al": "2017"}, "Viene prima dell’inizio: scegli un anno uguale o successivo."),
        ({"tipo": "mese", "dal": "2017", "al": "2018"}, "si mostra un anno alla volta"),
        ({"tipo": "trimestre", "dal": "2015", "al": "2019"}, "si confrontano al massimo 3 anni"),
        ({"tipo": "libero"}, "Scrivi il giorno, per esempio 1/1/2018."),
        ({"tipo": "libero", "inizio": "31/2/2018", "fine": "x"}, "Questo giorno non esiste: scrivilo così, 3/6/2019."),
        ({"tipo": "libero", "inizio": "2/1/2018", "fine": "1/1/2018"}, "Viene prima del primo giorno"),
        ({"tipo": "libero", "inizio": "1/6/2019", "fine": "1/7/2019"}, "I dati arrivano al 31 maggio 2019"),
        ({"comune": "Atlantide"}, "Questa scelta non c’è."),
        ({"tipo": "secolo"}, "Questa scelta non c’è."),
        ({"dal": "1066"}, "Questa scelta non c’è."),
        ({"dal": ""}, "Questa scelta non c’è."),
        ({"comune": "Rho", "per": "comune"}, "Le cifre sono già di un solo Comune"),
    ]:
        html = page_of(client, **choices)
        assert message in text_of(html), choices
        assert "<title>Errore: " in html
        assert tables_of(html) == before, choices


def test_the_page_costs_the_same_with_any_number_of_people(register: dict[str, Any]) -> None:
    for role in (Role.OPERATIONAL_COORDINATOR, Role.COMMISSIONER, Role.SOCIAL_WORKER):
        client = client_of(member(role))
        for address, most in [
            ("/andamento/", 12),
            ("/andamento/", 7),
            ("/andamento/?per=categoria", 8),
            ("/andamento/?per=categoria", 7),
            ("/andamento/tabelle.xlsx", 6),
            ("/andamento/tabelle.csv", 6),
        ]:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) <= most, (role, address, [query["sql"][:80] for query in queries])


def test_every_figure_opens_as_many_rows_as_it_says(register: dict[str, Any]) -> None:
    client = client_of(member(Role.PROJECT_COORDINATOR))
    opened = 0
    for choices in ({"per": "comune", "dal": "2018"}, {"comune": "Rho", "dal": "2018"}):
        for rows in cells_of(page_of(client, **choices)).values():
            for cells in rows.values():
                for text, url in cells.values():
                    assert bool(url) == (text != "0")
                    if url:
                        opened += 1
                        assert client.get(url).context["page"].paginator.count == int(text), url
    assert opened > 100
