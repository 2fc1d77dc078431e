from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from percorsi.kit.dates import MONTH_NAMES, first_of_month
from percorsi.kit.reading import (
    Unreadable,
    read_date,
    read_decimal,
    read_month,
    read_percent,
    read_text,
    read_whole,
    read_yes_no,
)

READERS = {
    read_date: date,
    read_month: date,
    read_decimal: Decimal,
    read_whole: int,
    read_percent: int,
    read_yes_no: bool,
    read_text: str,
}


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("12/3/17", date(2017, 3, 12)),
        ("12.03.2017", date(2017, 3, 12)),
        ("12-03-2017", date(2017, 3, 12)),
        (" 12 / 3 / 2017 ", date(2017, 3, 12)),
        ("12/03/2017 00:00:00", date(2017, 3, 12)),
        ("3 marzo 2017", date(2017, 3, 3)),
        ("3 MARZO 2017", date(2017, 3, 3)),
        ("3 mar 2017", date(2017, 3, 3)),
        ("3 sett. 2017", date(2017, 9, 3)),
        ("3-mar-17", date(2017, 3, 3)),
        ("3 ottobre '17", date(2017, 10, 3)),
        ("1° maggio 2018", date(2018, 5, 1)),
        ("1º\u00a0maggio 2018", date(2018, 5, 1)),
        ("2017-03-12", date(2017, 3, 12)),
        ("2017-03-12T00:00:00", date(2017, 3, 12)),
        ("1/1/00", date(2000, 1, 1)),
        ("31/12/29", date(2029, 12, 31)),
        ("1/1/30", date(1930, 1, 1)),
        ("31/12/99", date(1999, 12, 31)),
        ("29/2/2016", date(2016, 2, 29)),
        (date(2017, 3, 12), date(2017, 3, 12)),
        (datetime(2017, 3, 12, 23, 59), date(2017, 3, 12)),  # noqa: DTZ001 - as spreadsheets give it
    ],
)
def test_dates(value, expected):
    day = read_date(value)
    assert day == expected
    assert type(day) is date


@pytest.mark.parametrize(
    "value",
    ["", "  ", None, "29/2/2017", "31/4/18", "13/13/2013", "3 martedì 2017", "32/1/2017", "marzo", "3 marzo",
     "12/3/217", "01/01/0217", "12/3/17/18", "١٢/٣/٢٠١٧", 42806, 42806.0, True, date(1899, 12, 31), date(9999, 12, 31),
     time(12), b"12/3/17"],
)  # fmt: skip
def test_no_dates(value):
    with pytest.raises(Unreadable, match=r"scrivere giorno, mese e anno, per esempio 12/03/2017\.$"):
        read_date(value)


@given(st.dates(date(1900, 1, 1), date(2199, 12, 31)))
def test_a_day_is_read_in_every_writing(day):
    month_name = MONTH_NAMES[day.month - 1]
    writings = [
        f"{day.day}/{day.month}/{day.year}",
        f"{day.day:02}.{day.month:02}.{day.year}",
        f"{day.day} {month_name} {day.year}",
        f"{day.day}-{month_name[:3].upper()}-{day.year}",
        day.isoformat(),
    ]
    if 1930 <= day.year <= 2029:
        writings.append(f"{day.day}/{day.month}/{day.year % 100:02}")
    assert {read_date(writing) for writing in writings} == {day}
    assert {read_month(writing) for writing in writings} == {first_of_month(day)}


@pytest.mark.parametrize(
    "value",
    ["mar-17", "MAR-17", "mar 2017", "mar. 17", "marzo 2017", "marzo '17", "03/2017", "3/17", "03.2017", "03-2017",
     "2017-03-01", "2017-03", "1/3/2017", "15 marzo 2017", date(2017, 3, 31), datetime(2017, 3, 1)],  # noqa: DTZ001
)  # fmt: skip
def test_months(value):
    assert read_month(value) == date(2017, 3, 1)


@pytest.mark.parametrize(
    "value", ["", None, "marzo", "13/2017", "0/2017", "TOTALE", "mar 0017", 3, "2017", "marzo duemila"]
)
def test_no_months(value):
    with pytest.raises(Unreadable, match=r"scrivere mese e anno, per esempio 03/2017\.$"):
        read_month(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1.234,56", "1234.56"),
        ("1234.56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1.234.567", "1234567.00"),
        ("1.234", "1234.00"),
        ("0.125", "0.13"),
        ("12.5", "12.50"),
        ("€ 300", "300.00"),
        ("300 €", "300.00"),
        ("€300,5", "300.50"),
        ("EUR 300", "300.00"),
        ("300 euro", "300.00"),
        ("-5,25", "-5.25"),
        ("−5,25", "-5.25"),
        ("+7", "7.00"),
        (300, "300.00"),
        (274.34, "274.34"),
        (0.1 + 0.2, "0.30"),
        (2.675, "2.68"),
        (1e-7, "0.00"),
        (-0.001, "0.00"),
        (Decimal("1.005"), "1.01"),
    ],
)
def test_decimals(value, expected):
    assert str(read_decimal(value)) == expected


def test_decimals_with_other_places():
    assert str(read_decimal("12,3456", 3)) == "12.346"
    assert str(read_decimal(7.5, places=0)) == "8"


@pytest.mark.parametrize(
    "value",
    ["", None, "trecento", "12,3,4", "1.23.456", "01.234,5x", "1e5", "300 $", "--5", "nan", "inf", "٣٠٠",
     "9" * 40, float("nan"), float("inf"), Decimal("sNaN"), Decimal("Infinity"), Decimal("1E+999999"),
     1e300, True, False, Fraction(1, 2), date(2017, 3, 1), 1j],
)  # fmt: skip
def test_no_decimals(value):
    with pytest.raises(Unreadable, match="scrivere solo cifre"):
        read_decimal(value)


@given(st.decimals(-(10**9), 10**9, places=2))
def test_an_amount_is_read_in_every_writing(amount):
    italian = f"{amount:,.2f}".translate(str.maketrans(",.", ".,"))
    for writing in (italian, f"€ {italian}", str(amount), float(amount), amount):
        assert read_decimal(writing) == amount


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (36, 36),
        (36.0, 36),
        ("36", 36),
        ("36,0", 36),
        ("1.234", 1234),
        (-3, -3),
        ("-3", -3),
        (0, 0),
        (35.99999999999999, 36),
    ],
)
def test_wholes(value, expected):
    whole = read_whole(value)
    assert whole == expected
    assert type(whole) is int


@pytest.mark.parametrize("value", [36.5, "36,5", "", None, "trentasei", True, float("nan")])
def test_no_wholes(value):
    with pytest.raises(Unreadable, match="un numero senza decimali"):
        read_whole(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("67%", 67), ("67 %", 67), (0.67, 67), ("0,67", 67), (67, 67), (67.0, 67), ("67", 67), (0.57, 57),
     (0.57 + 1e-15, 57), (0.58, 58), (0.29, 29), (1, 1), (0, 0), (100, 100), (140, 140), ("140%", 140), (-5, -5)],
)  # fmt: skip
def test_percentages(value, expected):
    assert read_percent(value) == expected


def test_every_whole_percentage_is_read_from_a_fraction():
    assert [read_percent(number / 100) for number in range(1, 100)] == list(range(1, 100))


@pytest.mark.parametrize("value", ["67,5%", 67.5, 0.675, "0,67%", "%", "", None, "molto", True])
def test_no_percentages(value):
    with pytest.raises(Unreadable, match="per esempio 67 oppure 67%"):
        read_percent(value)


@pytest.mark.parametrize(
    "value", ["sì", "SÌ", "si", "Si'", "s", "S", "x", "X", "yes", "vero", "VERO", "1", 1, 1.0, True, " sì "]
)
def test_yes(value):
    assert read_yes_no(value) is True


@pytest.mark.parametrize("value", ["no", "NO", "n", "0", "falso", "FALSO", 0, 0.0, False, "no."])
def test_no(value):
    assert read_yes_no(value) is False


@pytest.mark.parametrize("value", ["", None, "forse", "sino", 2, 0.5, float("nan")])
def test_neither_yes_nor_no(value):
    with pytest.raises(Unreadable, match=r"scrivere sì oppure no\.$"):
        read_yes_no(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        ("", ""),
        ("  NIL-0547   ", "NIL-0547"),
        ("via  Roma\n5", "via Roma 5"),
        ("a\x00b\x0cc", "ab c"),
        ("Pero\u0300", "Però"),
        (3991234567.0, "3991234567"),
        (3991234567, "3991234567"),
        (0.0, "0"),
        (-0.0, "0"),
        (100, "100"),
        (12.5, "12,5"),
        (Decimal("1E+3"), "1000"),
        (Decimal("12.50"), "12,5"),
        (date(2017, 3, 1), "01/03/2017"),
        (datetime(2017, 3, 1, 8, 30), "01/03/2017"),  # noqa: DTZ001
        (True, "VERO"),
        (False, "FALSO"),
    ],
)
def test_texts(value, expected):
    assert read_text(value) == expected


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), Decimal("NaN"), 10**15, 1e16, [], b"x", object()])
def test_no_texts(value):
    with pytest.raises(Unreadable, match="scrivere un testo"):
        read_text(value)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("  32/13/2017 ", "«32/13/2017» non è una data: "),
        (42806.0, "«42806.0» non è una data: "),
        ("", "La cella è vuota: "),
        (None, "La cella è vuota: "),
        ("parola " * 50, "«" + ("parola " * 50)[:40] + "…» non è una data: "),
        (10**15, "«numero troppo grande» non è una data: "),
        (True, "«VERO» non è una data: "),
        ([1], "«list» non è una data: "),
    ],
)
def test_the_message_names_the_value(value, shown):
    with pytest.raises(Unreadable) as caught:
        read_date(value)
    assert str(caught.value) == shown + "scrivere giorno, mese e anno, per esempio 12/03/2017."


any_value = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.decimals(),
    st.fractions(),
    st.complex_numbers(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.binary(),
    st.text(),
    st.text("0123456789/.,-+ €%°'’tmarzo\u00a0", max_size=14),
    st.lists(st.integers()),
)


@pytest.mark.parametrize(("read", "kind"), READERS.items(), ids=lambda item: item.__name__)
@given(value=any_value)
@example(value=Decimal("1E-999999999"))
@example(value=Decimal("-sNaN123"))
@example(value=-(10**5000))
@example(value="9" * 100_000)
@example(value="\ud800/\ud800/\ud800")
@example(value=timedelta.max)
def test_any_value_is_read_or_unreadable(read, kind, value):
    try:
        result = read(value)
    except Unreadable as error:
        result = error
    if isinstance(result, Unreadable):
        assert str(result).endswith(".")
    else:
        assert type(result) is kind
    if isinstance(result, Decimal):
        assert result.is_finite()


class Hostile:
    """An object that answers no question about itself."""

    def __refuse(self, *_: object):
        raise RuntimeError

    __str__ = __repr__ = __bool__ = __int__ = __float__ = __index__ = __eq__ = __hash__ = __format__ = __refuse


@pytest.mark.parametrize("read", READERS, ids=lambda read: read.__name__)
def test_an_object_that_cannot_be_shown_is_unreadable(read):
    with pytest.raises(Unreadable, match="«Hostile» non è"):
        read(Hostile())
