"""Days and hours as people say them."""

from contextlib import suppress
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from percorsi.kit.dates import add_months, in_words
from percorsi.kit.reading import Unreadable
from percorsi.kit.when import read_coming_day, read_past_day, read_time

THURSDAY = date(2019, 6, 6)
SAID = {
    "oggi": THURSDAY,
    "Domani": date(2019, 6, 7),
    " dopodomani ": date(2019, 6, 8),
    "lunedì": date(2019, 6, 10),
    "lunedi": date(2019, 6, 10),
    "LUN": date(2019, 6, 10),
    "giovedì": date(2019, 6, 13),
    "giovedì prossimo": date(2019, 6, 13),
    "prossimo venerdì": date(2019, 6, 7),
    "settimana prossima": date(2019, 6, 13),
    "mese prossimo": date(2019, 7, 6),
    "+6 mesi": date(2019, 12, 6),
    "+ 6 mesi": date(2019, 12, 6),
    "tra 2 settimane": date(2019, 6, 20),
    "tra due settimane": date(2019, 6, 20),
    "fra un mese": date(2019, 7, 6),
    "una settimana": date(2019, 6, 13),
    "+10": date(2019, 6, 16),
    "10 giorni": date(2019, 6, 16),
    "+1 anno": date(2020, 6, 6),
    "6/6": THURSDAY,
    "7.6": date(2019, 6, 7),
    "5/6": date(2020, 6, 5),
    "3 luglio": date(2019, 7, 3),
    "1º gennaio": date(2020, 1, 1),
    "29/2": date(2020, 2, 29),
    "3/6/2019": date(2019, 6, 3),
    "3 giugno 2019": date(2019, 6, 3),
}
UNREAD = ("", "x", "10", "31/2", "31 aprile", "3/13", "+", "tra", "tra mesi", "più tardi", "lune", "prossimo", "mese",
          "+9999 anni", "tra 99999 giorni", "+6 mele", "0/0", "o" * 200, "²/6", "١/٦")  # fmt: skip


@pytest.mark.parametrize(("said", "day"), SAID.items(), ids=SAID.keys())
def test_a_day_is_read_as_it_is_said(said: str, day: date) -> None:
    assert read_coming_day(said, today=THURSDAY) == day


@pytest.mark.parametrize("said", UNREAD)
def test_what_is_no_day_is_told_with_the_remedy(said: str) -> None:
    with pytest.raises(Unreadable, match="scrivi per esempio"):
        read_coming_day(said, today=THURSDAY)


DAYS = some.dates(date(1950, 1, 1), date(2150, 12, 31))


@given(DAYS, some.integers(0, 300))
def test_distances_are_counted_from_today(today: date, number: int) -> None:
    assert read_coming_day(f"+{number} giorni", today=today) == today + timedelta(days=number)
    assert read_coming_day(f"tra {number} mesi", today=today) == add_months(today, number)


@given(DAYS, some.integers(0, 364))
def test_a_day_without_its_year_is_the_next_one(today: date, ahead: int) -> None:
    day = today + timedelta(days=ahead)
    assert read_coming_day(f"{day.day}/{day.month}", today=today) == day
    assert read_coming_day(in_words(day).rpartition(" ")[0], today=today) == day


@given(DAYS, some.sampled_from(["lunedì", "mar", "domenica"]))
def test_a_day_of_the_week_comes_within_seven_days(today: date, name: str) -> None:
    day = read_coming_day(name, today=today)
    assert 1 <= (day - today).days <= 7
    assert day.weekday() == {"lunedì": 0, "mar": 1, "domenica": 6}[name]


@given(some.text(max_size=80), DAYS)
def test_any_text_is_a_day_or_is_refused(text: str, today: date) -> None:
    with suppress(Unreadable):
        assert 1900 <= read_coming_day(text, today=today).year <= 2199


PAST = {
    "oggi": THURSDAY,
    "Ieri": date(2019, 6, 5),
    "l’altro ieri": date(2019, 6, 4),
    "6/6": THURSDAY,
    "7/6": date(2018, 6, 7),
    "3 giugno": date(2019, 6, 3),
    "29/2": date(2016, 2, 29),
    "03/06/2019": date(2019, 6, 3),
    "2019-06-03": date(2019, 6, 3),
}


@pytest.mark.parametrize(("said", "day"), PAST.items(), ids=PAST.keys())
def test_a_day_that_has_been_is_read_as_it_is_said(said: str, day: date) -> None:
    assert read_past_day(said, today=THURSDAY) == day


@pytest.mark.parametrize("said", ["", "domani", "lunedì", "+6 mesi", "31/2", "x"])
def test_what_has_not_been_is_told_with_the_remedy(said: str) -> None:
    with pytest.raises(Unreadable, match="scrivi per esempio"):
        read_past_day(said, today=THURSDAY)


@given(DAYS, some.integers(0, 364))
def test_a_past_day_without_its_year_is_the_last_one(today: date, ago: int) -> None:
    day = today - timedelta(days=ago)
    assert read_past_day(f"{day.day}/{day.month}", today=today) == day


HOURS = {
    "9": time(9), "9:30": time(9, 30), "9.30": time(9, 30), "9,30": time(9, 30), "930": time(9, 30),
    "1445": time(14, 45), "ore 9": time(9), "alle 9 e 30": time(9, 30), "h 10": time(10), "0:00": time(0),
    "mezzogiorno": time(12), " 08:05 ": time(8, 5),
}  # fmt: skip


@pytest.mark.parametrize(("said", "hour"), HOURS.items(), ids=HOURS.keys())
def test_an_hour_is_read_as_it_is_said(said: str, hour: time) -> None:
    assert read_time(said) == hour


@pytest.mark.parametrize("said", ["", "24", "9:60", "9:3", "25:00", "x", "99999", "alle", "9 30 15", "²", "9" * 100])
def test_what_is_no_hour_is_told_with_the_remedy(said: str) -> None:
    with pytest.raises(Unreadable, match="scrivi per esempio"):
        read_time(said)


@given(some.times())
def test_every_minute_of_the_day_can_be_written(at: time) -> None:
    assert read_time(f"{at:%H:%M}") == time(at.hour, at.minute)
    assert read_time(f"{at:%H%M}") == time(at.hour, at.minute)


@given(some.text(max_size=80))
def test_any_text_is_an_hour_or_is_refused(text: str) -> None:
    with suppress(Unreadable):
        assert read_time(text) < time.max
