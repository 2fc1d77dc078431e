"""Small registers made by hypothesis: sound rows with every kind of value, awkward ones included."""

from datetime import date
from typing import Any

from hypothesis import strategies as st

from tests.bridges.writing_registers import Cells

# Valid codes with the day of birth and the sex they tell, one of them with a letter in place of a digit (omocodia).
CODES = [
    ("VRLNNA80B41F205G", date(1980, 2, 1), "F"),
    ("LRCGUO75L09F205C", date(1975, 7, 9), "M"),
    ("VRLNNA80B41F20RB", date(1980, 2, 1), "F"),
    ("12345678901", date(1980, 2, 1), "F"),
    ("", date(1980, 2, 1), "F"),
    ("", None, ""),
]
SURNAMES = ["Averla", "Larice", "D'Aquila", "PERO'", "De la Cruz Nibbio Faggio", "Ò", "Averla"]
MUNICIPALITIES = ["", "Rho", "rho", "Settimo Mil.", "Pero", "Milano", "MILANO", "Berna (CH)", "???"]
CATEGORIES = [
    "",
    "L.68/99",
    "legge 68 / over50",
    "L.381/91 art.4; DLD",
    "rifugiato politico",
    "over 50; Over 50; altro",
]
WORDS = st.sampled_from(
    [
        "",
        "",
        "x",
        "  due  parole ",
        "@SOMMA(A1)",
        "+39 02",
        "-",
        "'",
        '"virgolette"',
        "_x0041_",
        "http://esempio.example",
        "007",
        "1/2018",
        "12,5",
        "67%",
        "nuova\nriga",
        "ß ﬁ Ł",
        "🙂",
        "VERO",
        "N/D",
        "Totale",
        "{=1}",
        "a;b/c",
        "NaN",
    ]
)
WRITTEN = WORDS | st.text(st.characters(exclude_categories=["Cs"]), max_size=12).filter(lambda text: text[:1] != "=")
NUMBERS = st.sampled_from([None, 0, 1, 0.5, 36, 36.25, 80, 100])
DAYS = st.dates(date(2015, 1, 1), date(2019, 5, 31))
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


@st.composite
def registers(draw: st.DrawFn) -> dict[str, list[Cells]]:
    """A register with one to five folders and a few rows of everything."""
    numbers = [f"NIL-{number}" for number in range(1, draw(st.integers(1, 5)) + 1)]
    companies = [f"AZ-{number}" for number in range(1, draw(st.integers(1, 3)) + 1)]
    traineeships = [_traineeship(draw, f"TIR-{place}", numbers, companies) for place in range(draw(st.integers(0, 4)))]
    codes = [str(row[0]) for row in traineeships]
    return {
        "Utenti": [_USERS, *(_user(draw, number) for number in numbers)],
        "Percorsi": [_PATHS, *_several(draw, lambda: _path(draw, numbers))],
        "Aziende": [_COMPANIES, *(_company(draw, code) for code in companies)],
        "Tirocini": [_TRAINEESHIPS, *traineeships],
        "Presenze": [_ATTENDANCES, *(_several(draw, lambda: _month(draw, traineeships)) if traineeships else [])],
        "Assunzioni": [_HIRES, *_several(draw, lambda: _hire(draw, numbers, companies, codes))],
        "Gruppi": [_GROUPS, *_several(draw, lambda: _group(draw, numbers))],
    }


def _several(draw: st.DrawFn, make: Any) -> list[Cells]:
    return [make() for _ in range(draw(st.integers(0, 4)))]


_USERS = [
    "N. pratica",
    "Cognome",
    "Nome",
    "Sesso",
    "Data di nascita",
    "Codice fiscale",
    "Luogo di nascita",
    "Cittadinanza",
    "Comune di residenza",
    "Indirizzo",
    "Telefono",
    "E-mail",
    "Titolo di studio",
    "Categoria",
    "% invalidità",
    "Tipo invalidità",
    "Servizio inviante",
    "Operatore",
    "Note",
]


def _user(draw: st.DrawFn, number: str) -> Cells:
    code, born_on, sex = draw(st.sampled_from(CODES))
    if not code and born_on and draw(st.booleans()):
        born_on = draw(st.dates(FIRST_DAY, LAST_DAY))
    pick = [draw(WRITTEN) for _ in range(6)]
    phone = draw(st.sampled_from(["", 3991234567, 3991234567.0, "399 12 34", "3991.0", "casa: 399"]))
    percent = draw(st.sampled_from([None, 0, 1, 67, 0.67, "67%", 100]))
    service = draw(st.sampled_from(["", "CPS Rho", "C.P.S. Rho", "CAV Rho", "Ser.D."]))
    operator = draw(st.sampled_from(["", "Storno Lia", "Lia STORNO", "Gufo"]))
    note = draw(st.sampled_from(["", "nome unico", "caso protetto"]) | WRITTEN)
    return [
        number,
        draw(st.sampled_from(SURNAMES)),
        draw(st.sampled_from(["", "Anna", "ANNA", "Ugo"])),
        sex,
        born_on,
        code,
        pick[0],
        pick[1],
        draw(st.sampled_from(MUNICIPALITIES)),
        pick[2],
        phone,
        pick[3],
        pick[4],
        draw(st.sampled_from(CATEGORIES)),
        percent,
        pick[5],
        service,
        operator,
        note,
    ]


_PATHS = [
    "N. pratica",
    "Data segnalazione",
    "Comune inviante",
    "Assistente sociale",
    "Data presa in carico",
    "Data chiusura",
    "Motivo chiusura",
    "Stato",
]


def _path(draw: st.DrawFn, numbers: list[str]) -> Cells:
    referred_on, opened_on, closed_on = sorted(draw(st.tuples(DAYS, DAYS, DAYS)))
    state = draw(st.sampled_from(["Aperto", "Sospeso", "Chiuso", "In attesa", "Non accolto", "", "boh"]))
    is_open = state not in ("In attesa", "Non accolto")
    reason = draw(st.sampled_from(["", "rinuncia", "RINUNCIA", "altro", "assunto e monitoraggio concluso"]) | WRITTEN)
    return [
        draw(st.sampled_from(numbers)),
        referred_on,
        draw(st.sampled_from(MUNICIPALITIES)),
        draw(st.sampled_from(["", "Nibbio Ada", "ada nibbio"])),
        opened_on if is_open else None,
        closed_on if is_open and draw(st.booleans()) else None,
        reason,
        state,
    ]


_COMPANIES = [
    "Codice azienda",
    "Ragione sociale",
    "Partita IVA",
    "Natura",
    "Attività",
    "Comune",
    "Dipendenti",
    "Referente",
    "Telefono",
]


def _company(draw: st.DrawFn, code: str) -> Cells:
    nature = draw(st.sampled_from(["", "profit", "no profit", "ente pubblico", "consorzio"]))
    return [
        code,
        draw(WRITTEN),
        draw(st.sampled_from(["", "99000000001", 99000000001])),
        nature,
        draw(WRITTEN),
        draw(st.sampled_from(MUNICIPALITIES)),
        draw(st.sampled_from([None, 0, 12.0, "7"])),
        draw(WRITTEN),
        "399",
    ]


_TRAINEESHIPS = [
    "Codice tirocinio",
    "N. pratica",
    "Codice azienda",
    "Tipo tirocinio",
    "Data inizio",
    "Data fine",
    "Ore settimanali",
    "Contributo mensile",
    "Pagatore",
    "Progetto",
    "Tutor aziendale",
    "Esito",
]


def _traineeship(draw: st.DrawFn, code: str, numbers: list[str], companies: list[str]) -> list[Any]:
    starts_on, ends_on = sorted(draw(st.tuples(DAYS, DAYS)))
    payer = draw(st.sampled_from(["", "Comune di Rho", "COMUNE DI RHO", "Progetto", "Azienda", "Fondazione"]))
    return [
        code,
        draw(st.sampled_from(numbers)),
        draw(st.sampled_from(companies)),
        draw(WRITTEN),
        starts_on,
        ends_on if draw(st.booleans()) else None,
        draw(NUMBERS),
        draw(st.sampled_from([None, 0, 400, 399.99, "€ 1.234,5"])),
        payer,
        draw(st.sampled_from(["", "Emergo", "EMERGO"])),
        draw(WRITTEN),
        draw(WRITTEN),
    ]


_ATTENDANCES = ["Codice tirocinio", "Mese", "Ore previste", "Ore presenti", "Importo"]


def _month(draw: st.DrawFn, traineeships: list[list[Any]]) -> Cells:
    row = draw(st.sampled_from(traineeships))
    month = draw(st.dates(row[4], row[5] or date(2019, 5, 31))).replace(day=1)
    return [row[0], month, draw(NUMBERS), draw(NUMBERS), draw(st.sampled_from([None, 0, 300.5]))]


_HIRES = [
    "N. pratica",
    "Codice azienda",
    "Data assunzione",
    "Data fine",
    "Contratto",
    "Ore settimanali",
    "Qualifica",
    "L.68",
    "Da tirocinio",
]


def _hire(draw: st.DrawFn, numbers: list[str], companies: list[str], traineeships: list[str]) -> Cells:
    starts_on, ends_on = sorted(draw(st.tuples(DAYS, DAYS)))
    contract = draw(st.sampled_from(["", "T.D.", "tempo indeterminato", "Apprend.", "a chiamata"]))
    return [
        draw(st.sampled_from(numbers)),
        draw(st.sampled_from(companies)),
        starts_on,
        draw(st.sampled_from([None, ends_on])),
        contract,
        draw(NUMBERS),
        draw(WRITTEN),
        draw(st.sampled_from([None, "sì", "no", True, 0])),
        draw(st.sampled_from(["", *traineeships])),
    ]


_GROUPS = ["Attività", "Edizione", "Comune", "Target", "Data inizio", "Data fine", "N. pratica"]


def _group(draw: st.DrawFn, numbers: list[str]) -> Cells:
    starts_on, ends_on = draw(
        st.sampled_from([(date(2018, 3, 1), date(2018, 4, 1)), (date(2018, 9, 1), None), (None, None)])
    )
    return [
        draw(st.sampled_from(["ORAFO", "ORAF0", "Corso di saldatura"])),
        draw(st.sampled_from(["", "1/2018", date(2018, 1, 2)])),
        draw(st.sampled_from(MUNICIPALITIES)),
        draw(st.sampled_from(["", "giovani"])),
        starts_on,
        ends_on,
        draw(st.sampled_from(numbers)),
    ]
