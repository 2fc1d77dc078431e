"""The files of `values/`: all valid, and every kind of doubtful file is refused."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from percorsi.law.categories import CATEGORIES, category, read_categories
from percorsi.law.reader import (
    UnknownOnThatDay,
    UnknownSubjectError,
    all_subjects,
    read_subject,
    value_on,
    values_of,
)
from percorsi.law.strict_toml import VALUES_FOLDER, BadLawFileError

SOUND = """
title = "Indennità di prova"
unit = "EUR/mese"

[[value]]
from = 2018-06-09
to = 2018-12-31
value = 500
act = "Delibera di prova"
where = "punto 1"
address = "https://example.org/delibera"
confidence = "likely"
checked_on = 2026-11-22
"""
LATER = SOUND[SOUND.index("[[value]]") :].replace("2018-06-09", "2019-01-01").replace("to = 2018-12-31\n", "")


def written(folder: Path, text: str, name: str = "test_allowance.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("path", sorted(VALUES_FOLDER.iterdir()), ids=lambda path: path.name)
def test_every_file_of_the_folder_is_valid(path: Path) -> None:
    if path.name == "person_categories.toml":
        assert read_categories(path)
    else:
        assert read_subject(path) == values_of(path.stem)
        assert path.stem in all_subjects()


def test_only_what_was_read_in_the_text_of_the_act_is_certain() -> None:
    lines = [value for subject in all_subjects() for value in values_of(subject)]
    assert [line.subject for line in lines if line.is_certain] == ["civil_invalidity_threshold", "inail_threshold"]


def test_a_value_holds_from_its_first_to_its_last_day(tmp_path: Path) -> None:
    earlier, later = read_subject(written(tmp_path, SOUND + LATER))
    assert [earlier.holds_on(date(2018, 6, day)) for day in (8, 9)] == [False, True]
    assert earlier.holds_on(date(2018, 12, 31)) and not earlier.holds_on(date(2019, 1, 1))
    assert later.holds_on(date(2019, 1, 1)) and later.holds_on(date(2099, 1, 1))


def test_rows_are_read_oldest_first_whatever_their_order(tmp_path: Path) -> None:
    header, row = SOUND.split("[[value]]")
    path = written(tmp_path, f"{header}{LATER}\n[[value]]{row}")
    assert [value.from_ for value in read_subject(path)] == [date(2018, 6, 9), date(2019, 1, 1)]


def test_a_decimal_is_read_without_floats(tmp_path: Path) -> None:
    (value,) = read_subject(written(tmp_path, SOUND.replace("= 500", "= 39.21")))
    assert value.value == Decimal("39.21") and isinstance(value.value, Decimal)
    with pytest.raises(TypeError, match=r"39\.21"):
        _ = value.whole


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("unit =", "unti =", "missing unit"),
        ("where =", 'wher = "x"\nwhere =', "unknown wher"),
        ('act = "Delibera di prova"\n', "", "missing act"),
        ("[[value]]", "[value]", r"\[\[value\]\]"),
        ('"Delibera di prova"', '" "', "act must be a text"),
        ("= 500", "= true", "whole or decimal"),
        ("= 500", '= "500"', "whole or decimal"),
        ("= 500", "= nan", "whole or decimal"),
        ("from = 2018-06-09", 'from = "2018-06-09"', "from must be a day"),
        ("from = 2018-06-09", "from = 2018-06-09T00:00:00", "from must be a day"),
        ("to = 2018-12-31", "to = 2018-06-08", "to comes before from"),
        ('"likely"', '"recalled"', "confidence must be one of"),
        ("https://example.org/delibera", "example.org", "address must begin with http"),
        ("https://example.org/delibera", "", "only be to_verify"),
        ("title =", "title", "not valid TOML"),
    ],
)
def test_a_doubtful_file_is_refused(tmp_path: Path, old: str, new: str, reason: str) -> None:
    assert old in SOUND
    with pytest.raises(BadLawFileError, match=reason):
        read_subject(written(tmp_path, SOUND.replace(old, new, 1)))


@pytest.mark.parametrize("first_end", ["to = 2019-01-01\n", ""], ids=["one shared day", "no end"])
def test_overlapping_values_are_refused(tmp_path: Path, first_end: str) -> None:
    with pytest.raises(BadLawFileError, match="overlaps"):
        read_subject(written(tmp_path, SOUND.replace("to = 2018-12-31\n", first_end) + LATER))


def test_a_file_name_that_cannot_be_a_subject_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadLawFileError, match="small letters"):
        read_subject(written(tmp_path, SOUND, name="Indennità.toml"))


@pytest.mark.parametrize("subject", all_subjects())
def test_outside_the_known_dates_no_value_is_given(subject: str) -> None:
    first = values_of(subject)[0]
    assert value_on(subject, first.from_) == first
    with pytest.raises(UnknownOnThatDay, match=subject):
        value_on(subject, date(first.from_.year - 1, 12, 31))


def test_an_unknown_subject_is_named() -> None:
    with pytest.raises(UnknownSubjectError, match="luck"):
        value_on("luck", date(2026, 1, 1))


def test_the_categories_are_the_eight_of_the_register_in_its_order() -> None:
    assert [(found.code, found.label) for found in CATEGORIES.values()] == [
        ("l68_99", "L.68/99"),
        ("l381_91", "L.381/91 art.4"),
        ("young_jobless", "giovani inoccupati"),
        ("immigrant_worker", "lavoratori immigrati"),
        ("lone_parent", "adulti soli con figli"),
        ("over_50", "over 50"),
        ("long_term_unemployed", "disoccupati di lunga durata"),
        ("social_services", "in carico ai servizi sociali"),
    ]


def test_the_categories_that_tell_about_health_are_sensitive() -> None:
    assert [code for code in CATEGORIES if category(code).is_sensitive] == ["l68_99", "l381_91"]


def test_a_category_written_twice_is_refused(tmp_path: Path) -> None:
    text = (VALUES_FOLDER / "person_categories.toml").read_text(encoding="utf-8")
    with pytest.raises(BadLawFileError, match="twice"):
        read_categories(written(tmp_path, text + text))
    with pytest.raises(BadLawFileError, match="true or false"):
        read_categories(written(tmp_path, text.replace("is_sensitive = true", "is_sensitive = 1", 1)))
