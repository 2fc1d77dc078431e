from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.kit.dates import (
    add_months,
    age_on,
    first_of_month,
    in_words,
    last_day,
    last_of_month,
    month_number,
    months_touched,
    moved_by,
)

days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
month_counts = st.integers(-600, 600)


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2019, 1, 31), 1, date(2019, 2, 28)),
        (date(2019, 12, 31), 1, date(2020, 1, 31)),
        (date(2019, 3, 31), -1, date(2019, 2, 28)),
        (date(2019, 1, 15), -1, date(2018, 12, 15)),
        (date(2019, 5, 31), 0, date(2019, 5, 31)),
    ],
)
def test_adds_months_and_stays_in_the_month(day, months, expected):
    assert add_months(day, months) == expected


@given(days, month_counts)
def test_added_months_land_in_the_right_month_on_the_same_day_or_its_last(day, months):
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and moved == last_of_month(moved))


@given(days, days, month_counts)
def test_adding_months_keeps_the_order(one, other, months):
    earlier, later = sorted((one, other))
    assert add_months(earlier, months) <= add_months(later, months)


@pytest.mark.parametrize(("day", "months"), [(date(9999, 12, 1), 1), (date(1, 1, 1), -1)])
def test_months_beyond_the_calendar_are_refused(day, months):
    with pytest.raises(ValueError, match="escono dal calendario"):
        add_months(day, months)


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2019, 1, 31), 6, date(2019, 7, 30)),
        (date(2018, 8, 31), 6, date(2019, 2, 27)),
        (date(2018, 9, 1), 12, date(2019, 8, 31)),
        (date(2018, 1, 1), 1, date(2018, 1, 31)),
    ],
)
def test_last_day_of_months_of_calendar(start, months, expected):
    assert last_day(start, months) == expected


def test_a_period_of_no_months_has_no_last_day():
    with pytest.raises(ValueError, match="almeno un mese"):
        last_day(date(2018, 1, 1), 0)


def test_first_and_last_of_month():
    assert first_of_month(date(2024, 2, 17)) == date(2024, 2, 1)
    assert last_of_month(date(2024, 2, 17)) == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2018, 3, 31), date(2018, 4, 1), [date(2018, 3, 1), date(2018, 4, 1)]),
        (date(2018, 3, 5), date(2018, 3, 5), [date(2018, 3, 1)]),
        (date(2018, 12, 31), date(2019, 1, 1), [date(2018, 12, 1), date(2019, 1, 1)]),
    ],
)
def test_months_touched(first, last, expected):
    assert months_touched(first, last) == expected


@given(days, st.integers(0, 3000))
def test_every_day_of_a_stretch_lies_in_a_touched_month(first, length):
    last = first + timedelta(length)
    expected = sorted({first_of_month(first + timedelta(number)) for number in range(length + 1)})
    assert months_touched(first, last) == expected


def test_months_of_a_stretch_that_ends_early_are_refused():
    with pytest.raises(ValueError, match="prima dell'inizio"):
        months_touched(date(2018, 3, 2), date(2018, 3, 1))


@pytest.mark.parametrize(
    ("born_on", "day", "expected"),
    [
        (date(1968, 6, 1), date(2018, 5, 31), 49),
        (date(1968, 6, 1), date(2018, 6, 1), 50),
        (date(2000, 2, 29), date(2018, 2, 28), 17),
        (date(2000, 2, 29), date(2018, 3, 1), 18),
        (date(2000, 2, 29), date(2020, 2, 28), 19),
        (date(2000, 2, 29), date(2020, 2, 29), 20),
        (date(2018, 6, 1), date(2018, 6, 1), 0),
    ],
)
def test_age(born_on, day, expected):
    assert age_on(born_on, day) == expected


@given(days, days)
def test_age_never_falls_and_grows_by_one_at_most(one, other):
    born_on, day = sorted((one, other))
    assert age_on(born_on, day + timedelta(1)) - age_on(born_on, day) in {0, 1}


def test_no_age_before_birth():
    with pytest.raises(ValueError, match="prima della nascita"):
        age_on(date(2018, 6, 2), date(2018, 6, 1))


LAST = date(2018, 6, 30)


@pytest.mark.parametrize(
    ("stops", "expected"),
    [
        ([], LAST),
        ([(date(2018, 5, 1), date(2018, 5, 1))], date(2018, 7, 1)),
        ([(date(2018, 5, 1), date(2018, 5, 10))], date(2018, 7, 10)),
        # Overlapping, contained and equal stops count each day once, in whatever order they come.
        ([(date(2018, 5, 6), date(2018, 5, 15)), (date(2018, 5, 1), date(2018, 5, 10))], date(2018, 7, 15)),
        ([(date(2018, 5, 1), date(2018, 5, 10)), (date(2018, 5, 3), date(2018, 5, 4))], date(2018, 7, 10)),
        ([(date(2018, 5, 1), date(2018, 5, 10))] * 2, date(2018, 7, 10)),
        # A stop over the last day counts whole: the days left are made up for afterwards.
        ([(date(2018, 6, 25), date(2018, 7, 10))], date(2018, 7, 16)),
        # A stop after the first end, but before the end as moved, counts; one after everything does not.
        ([(date(2018, 6, 20), date(2018, 6, 30)), (date(2018, 7, 1), date(2018, 7, 10))], date(2018, 7, 21)),
        ([(date(2018, 8, 1), date(2018, 8, 10))], LAST),
    ],
)
def test_counted_suspensions_move_the_last_day(stops, expected):
    assert moved_by(LAST, stops) == expected


stops_within = st.tuples(st.integers(0, 90), st.integers(0, 20)).map(
    lambda pair: (LAST - timedelta(pair[0]), LAST - timedelta(pair[0]) + timedelta(pair[1]))
)


@given(st.lists(stops_within, max_size=8))
def test_the_last_day_moves_by_the_number_of_different_suspended_days(stops):
    suspended = {first + timedelta(n) for first, last in stops for n in range((last - first).days + 1)}
    assert moved_by(LAST, stops) == LAST + timedelta(len(suspended))


def test_a_suspension_that_ends_early_is_refused():
    with pytest.raises(ValueError, match="prima dell'inizio"):
        moved_by(LAST, [(date(2018, 5, 2), date(2018, 5, 1))])


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("marzo", 3),
        ("mar", 3),
        ("sett", 9),
        ("dicembre", 12),
        ("ma", None),
        ("marte", None),
        ("", None),
        ("march", None),
    ],
)
def test_month_names_and_their_beginnings(word, expected):
    assert month_number(word) == expected


def test_a_day_in_words():
    assert in_words(date(2019, 5, 31)) == "31 maggio 2019"
