"""The sentences of Andamento claim what the figures show, and nothing of what is hidden."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.kit.periods import calendar_year, free
from percorsi.reports.choices import Kind
from percorsi.reports.selection import Column, columns
from percorsi.reports.sentences import Hires, chart_title, hires_sentence, percent

CUT_OFF = date(2019, 5, 31)
YEARS = columns(Kind.CALENDAR, 2015, 2019, CUT_OFF)
WHO = "le persone in carico"


def title(*values: int | None, kind: Kind = Kind.CALENDAR, last: int = 2019) -> str:
    shown = columns(kind, last + 1 - len(values), last, CUT_OFF)
    return chart_title(WHO, kind, shown, values)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((162, 258, 274, 455, 412), "Nel 2018 le persone in carico sono quasi il triplo del 2015"),
        ((91, 94, 123, 156, 119), "Fino al 2018 le persone in carico crescono ogni anno, da 91 a 156"),
        ((409, 377, 398, 639, 484), "Nel 2018 le persone in carico salgono a 639"),
        ((10, 12, 15, 20, 1), "Nel 2018 le persone in carico sono il doppio del 2015"),
        ((10, 12, 15, 23, 1), "Nel 2018 le persone in carico sono più del doppio del 2015"),
        ((10, 12, 40, 30, 1), "Le persone in carico: il massimo è 40 nel 2017, nel 2018 sono 30"),
        ((40, 30, 20, 10, 1), "Fino al 2018 le persone in carico calano ogni anno, da 40 a 10"),
        ((7, 7, 7, 7, 9), "Le persone in carico restano 7"),
        ((10, 9, 12, 12, 1), "Nel 2018 le persone in carico restano a 12, il valore più alto"),
        ((12, 9, 10, 12, 1), "Nel 2018 le persone in carico tornano a 12, il valore più alto"),
        ((0, 0, 3, 9, 1), "Nel 2018 le persone in carico salgono a 9"),
        ((0, 0, 0, 0, 1), "Le persone in carico per anno"),
        ((10, None, 15, 20, 1), "Le persone in carico per anno"),
        ((1200, 1500, 1300, 1600, 9), "Nel 2018 le persone in carico salgono a 1.600"),
    ],
)
def test_the_message_of_a_chart(values: tuple[int | None, ...], said: str) -> None:
    assert title(*values) == said


def test_one_finished_period_says_its_figure() -> None:
    assert title(5, last=2018) == "Nel 2018 le persone in carico sono 5"
    assert title(5) == "Le persone in carico per anno"  # 2019 is not finished


@given(st.lists(st.integers(0, 40) | st.none(), min_size=5, max_size=5))
def test_growth_every_year_is_claimed_only_when_true(values: list[int | None]) -> None:
    said = title(*values)
    finished = values[:4]
    if "crescono ogni anno" in said:
        assert None not in finished and all(a < b for a, b in pairwise(finished))  # type: ignore[operator]
    if None in finished:
        assert not any(character.isdigit() for character in said)


def test_other_periods_have_their_own_words() -> None:
    months = columns(Kind.MONTH, 2018, 2018, CUT_OFF)
    assert chart_title(WHO, Kind.MONTH, months, [5] * 11 + [6]) == "A dicembre 2018 le persone in carico salgono a 6"
    until_april = columns(Kind.MONTH, 2018, 2018, date(2018, 4, 30))
    said = chart_title(WHO, Kind.MONTH, until_april, [5, 6, 7, 8])
    assert said == "Fino ad aprile 2018 le persone in carico crescono ogni mese, da 5 a 8"
    contract = columns(Kind.CONTRACT, 2015, 2018, CUT_OFF)
    assert contract[-1].is_unfinished
    assert chart_title(WHO, Kind.CONTRACT, contract, [5, 9, 20, 3]) == (
        "Nel 2017/18 le persone in carico sono il quadruplo del 2015/16"
    )
    some = [Column(free(date(2018, 1, 1), date(2018, 3, 31)))]
    assert chart_title(WHO, Kind.FREE, some, [3]) == "Dal 1 gennaio al 31 marzo 2018 le persone in carico sono 3"


def hires(year: int, total: int | None, fixed: int | None, *natures: int | None) -> Hires:
    column = next(column for column in YEARS if column.period.label == str(year))
    return Hires(column, total, dict(zip(("profit", "non_profit", "public"), natures, strict=True)), fixed)


IN_2018 = "Nel 2018 le assunzioni sono state *57*, in maggioranza presso aziende profit (*31*); l’*86 %* dei contratti "
REPORT = hires(2018, 57, 49, 31, 19, 7)


@pytest.mark.parametrize(
    ("periods", "said"),
    [
        (
            [REPORT, hires(2019, 26, 22, 15, 8, 3)],
            IN_2018
            + "è a tempo determinato, con un trend confermato nei primi cinque mesi del 2019: *26* assunzioni, *22* a "
            "termine (*85 %*).",
        ),
        (  # another majority
            [REPORT, hires(2019, 26, 22, 3, 20, 3)],
            IN_2018
            + "è a tempo determinato. Nei primi cinque mesi del 2019: *26* assunzioni, *22* a termine (*85 %*).",
        ),
        (  # another share
            [REPORT, hires(2019, 26, 13, 15, 8, 3)],
            IN_2018
            + "è a tempo determinato. Nei primi cinque mesi del 2019: *26* assunzioni, *13* a termine (*50 %*).",
        ),
        (  # hidden from the reader
            [REPORT, hires(2019, 26, None, 15, None, None)],
            IN_2018 + "è a tempo determinato. Nei primi cinque mesi del 2019: *26* assunzioni.",
        ),
        ([hires(2018, 57, None, None, 19, None)], "Nel 2018 le assunzioni sono state *57*."),
        ([hires(2018, None, None, None, None, None)], ""),
        ([hires(2018, 0, 0, 0, 0, 0)], "Nel 2018 non ci sono state assunzioni."),
        ([hires(2018, 1, 1, 1, 0, 0)], "Nel 2018 c’è stata *1* assunzione."),
        (
            [hires(2018, 4, 2, 2, 2, 0)],
            "Nel 2018 le assunzioni sono state *4*; il *50 %* dei contratti è a tempo determinato.",
        ),
        (
            [hires(2018, 9, 1, 9, 0, 0), hires(2019, 1, 0, 1, 0, 0)],
            "Nel 2018 le assunzioni sono state *9*, in maggioranza presso aziende profit (*9*); l’*11 %* dei contratti "
            "è a tempo determinato. Nei primi cinque mesi del 2019: *1* assunzione, *0* a termine (*0 %*).",
        ),
        ([], ""),
    ],
)
def test_the_paragraph_on_hires(periods: list[Hires], said: str) -> None:
    assert hires_sentence(Kind.CALENDAR, periods) == said


def test_the_cut_off_of_the_unfinished_period_is_named() -> None:
    def so_far(last: date) -> str:
        column = Column(calendar_year(2019).cut_off(last), True)
        after = Hires(column, 26, {"profit": 15}, 22)
        return hires_sentence(Kind.CALENDAR, [REPORT, after]).partition("confermato ")[2].partition(":")[0]

    assert so_far(date(2019, 1, 31)) == "nel primo mese del 2019"
    assert so_far(date(2019, 6, 30)) == "nei primi sei mesi del 2019"
    assert so_far(date(2019, 5, 17)) == "nel 2019, fino al 17 maggio 2019"


@given(st.integers(0, 500), st.integers(1, 500))
def test_a_share_is_rounded_half_up(part: int, more: int) -> None:
    whole = part + more
    assert abs(percent(part, whole) - 100 * part / whole) <= 0.5
    assert percent(1, 8) == 13
