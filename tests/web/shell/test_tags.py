"""Icons, tags, dates and numbers as the reader sees them."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.safestring import mark_safe
from hypothesis import given
from hypothesis import strategies as st

from percorsi.web.shell import moments
from percorsi.web.shell.context import initials
from percorsi.web.shell.templatetags import shell

TODAY = date(2019, 6, 6)


def test_an_icon_is_hidden_from_assistive_technology() -> None:
    drawing = shell.icon("it-clock")
    assert 'aria-hidden="true"' in drawing
    assert drawing.count("#it-clock") == 1


def test_a_tag_escapes_its_text() -> None:
    assert "<b>" in shell.tag("late", "it-error", mark_safe("<b>"))  # what was written safe once opens no door
    assert "&lt;b&gt;" in shell.tag("late", "it-error", "<b>")


@pytest.mark.parametrize("kind", ["red", "danger", "OK"])
def test_a_tag_has_only_colours_with_a_meaning(kind: str) -> None:
    with pytest.raises(ValueError, match=kind):
        shell.tag(kind, "", "x")


def test_a_date_has_only_tones_with_a_meaning() -> None:
    with pytest.raises(ValueError, match="red"):
        shell.contextual_date(TODAY, TODAY, "red")


@pytest.mark.parametrize(
    ("day", "far", "written"),
    [
        (date(2019, 5, 30), "7 giorni fa", "30 maggio"),
        (date(2019, 6, 5), "ieri", "5 giugno"),
        (date(2019, 6, 6), "oggi", "6 giugno"),
        (date(2019, 6, 7), "domani", "7 giugno"),
        (date(2019, 6, 30), "tra 24 giorni", "30 giugno"),
        (date(2019, 7, 1), "tra 25 giorni", "1º luglio"),
        (date(2018, 12, 8), "180 giorni fa", "8 dicembre 2018"),
        (date(2018, 6, 1), "oltre 1 anno fa", "1º giugno 2018"),
        (date(2017, 1, 2), "oltre 2 anni fa", "2 gennaio 2017"),
        (date(2021, 9, 1), "tra oltre 2 anni", "1º settembre 2021"),
    ],
)
def test_a_day_is_told_in_two_parts(day: date, far: str, written: str) -> None:
    shown = shell.contextual_date(day, TODAY, "late")
    assert f">{far}<" in shown
    assert f">{written}<" in shown
    assert f'datetime="{day.isoformat()}"' in shown


@given(days=st.integers(-20_000, 20_000))
def test_the_words_say_on_which_side_of_today_a_day_lies(days: int) -> None:
    words = moments.distance(TODAY + timedelta(days), TODAY)
    assert words.startswith(("tra ", "domani")) == (days > 0)
    assert words.endswith((" fa", "ieri")) == (days < 0)


def test_a_narrow_cell_shows_the_year_only_when_it_is_another() -> None:
    assert ">27/03<" in shell.contextual_date(date(2019, 3, 27), TODAY, "", "short")
    assert ">27/03/2018<" in shell.contextual_date(date(2018, 3, 27), TODAY, "", "short")


def test_a_missing_date_is_never_blank() -> None:
    assert "nessuna" in shell.contextual_date(None, TODAY)
    assert shell.day(None) == shell.long_day(None) == "n.d."


def test_days_in_figures_and_words() -> None:
    assert shell.day(date(2027, 6, 3)) == "03/06/2027"
    assert shell.long_day(date(2018, 9, 1)) == "1º settembre 2018"


def test_english_readers_get_english_months() -> None:
    with translation.override("en"):
        assert shell.long_day(date(2018, 9, 1)) == "1 September 2018"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (1234, "1.234"),
        (Decimal("3907.58"), "3.907,58"),
        (-1234567, "-1.234.567"),
        (None, "n.d."),
        ("< 5", "< 5"),
    ],
)
def test_numbers_are_italian(value: int | Decimal | None, shown: str) -> None:
    assert shell.number(value) == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Elena Nibbio", "EN"), ("Zefiro", "Z"), ("maria assunta dell’Olmo", "MD"), ("", "?"), ("  ", "?")],
)
def test_initials_fit_every_name(name: str, letters: str) -> None:
    assert initials(name) == letters
