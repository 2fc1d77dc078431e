from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.kit.periods import Period, calendar_year, contract_year, free, half_year, month, quarter

years = st.integers(1900, 2199)


@pytest.mark.parametrize(
    ("period", "first", "last", "label"),
    [
        (calendar_year(2018), date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (contract_year(2017), date(2017, 9, 1), date(2018, 8, 31), "2017/18"),
        (contract_year(1999, 4), date(1999, 4, 1), date(2000, 3, 31), "1999/00"),
        (contract_year(2018, start_month=1), date(2018, 1, 1), date(2018, 12, 31), "2018"),
        (half_year(2018, 1), date(2018, 1, 1), date(2018, 6, 30), "1° semestre 2018"),
        (half_year(2018, 2), date(2018, 7, 1), date(2018, 12, 31), "2° semestre 2018"),
        (quarter(2018, 4), date(2018, 10, 1), date(2018, 12, 31), "4° trimestre 2018"),
        (month(2018, 3), date(2018, 3, 1), date(2018, 3, 31), "marzo 2018"),
        (month(2024, 2), date(2024, 2, 1), date(2024, 2, 29), "febbraio 2024"),
        (
            free(date(2019, 1, 1), date(2019, 5, 31)),
            date(2019, 1, 1),
            date(2019, 5, 31),
            "dal 1 gennaio al 31 maggio 2019",
        ),
    ],
)
def test_periods_and_their_labels(period, first, last, label):
    assert period == Period(first, last, label)


@pytest.mark.parametrize(
    ("first", "last", "label"),
    [
        (date(2017, 9, 1), date(2018, 8, 31), "dal 1 settembre 2017 al 31 agosto 2018"),
        (date(2018, 3, 8), date(2018, 3, 11), "dall'8 marzo all'11 marzo 2018"),
        (date(2018, 3, 3), date(2018, 3, 3), "3 marzo 2018"),
    ],
)
def test_labels_of_free_periods(first, last, label):
    assert free(first, last).label == label


@given(years)
def test_the_parts_of_a_year_follow_one_another_and_fill_it(year):
    for parts in (
        [half_year(year, number) for number in (1, 2)],
        [quarter(year, number) for number in range(1, 5)],
        [month(year, number) for number in range(1, 13)],
    ):
        assert sum(part.days for part in parts) == calendar_year(year).days
        assert parts[0].first == date(year, 1, 1)
        assert all(later.first - earlier.last == timedelta(1) for earlier, later in pairwise(parts))


@given(years, st.integers(1, 12))
def test_contract_years_follow_one_another(year, start_month):
    assert contract_year(year + 1, start_month).first - contract_year(year, start_month).last == timedelta(1)


@pytest.mark.parametrize(
    ("make", "number"), [(half_year, 0), (half_year, 3), (quarter, 5), (month, 0), (month, 13), (contract_year, 13)]
)
def test_parts_that_do_not_exist_are_refused(make, number):
    with pytest.raises(ValueError, match="non esiste: indicare un numero da 1 a"):
        make(2018, number)


@pytest.mark.parametrize("make", [free, lambda first, last: Period(first, last, "x")])
def test_a_period_that_ends_before_it_begins_is_refused(make):
    with pytest.raises(ValueError, match="prima del suo inizio"):
        make(date(2018, 3, 2), date(2018, 3, 1))


def test_days_and_containment_are_inclusive():
    period = month(2018, 3)
    assert period.days == 31
    assert [period.contains(date(2018, *day)) for day in ((2, 28), (3, 1), (3, 31), (4, 1))] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        (free(date(2018, 1, 1), date(2018, 2, 28)), False),
        (free(date(2018, 1, 1), date(2018, 3, 1)), True),
        (free(date(2018, 3, 31), date(2018, 4, 1)), True),
        (free(date(2018, 4, 1), date(2018, 4, 2)), False),
        (calendar_year(2018), True),
        (free(date(2018, 3, 5), date(2018, 3, 6)), True),
    ],
)
def test_overlaps(other, expected):
    assert month(2018, 3).overlaps(other) is expected
    assert other.overlaps(month(2018, 3)) is expected


def test_the_cut_off_keeps_the_label():
    year = calendar_year(2019)
    assert year.cut_off(date(2019, 5, 31)) == Period(date(2019, 1, 1), date(2019, 5, 31), "2019")
    assert year.cut_off(date(2020, 1, 1)) == year
    with pytest.raises(ValueError, match="prima del suo inizio"):
        year.cut_off(date(2018, 12, 31))
