"""Days and hours to come as people say them: domani, lunedì, +6 mesi, 3/6; alle 9 e 30. Pure: today is a parameter."""

import re
from calendar import isleap
from datetime import date, time, timedelta

from percorsi.kit.dates import MONTHS_IN_YEAR, add_months, month_number
from percorsi.kit.reading import Unreadable, read_date
from percorsi.kit.text import match_key, squeeze

DAYS_IN_WEEK = 7
_LONGEST = 60
_FURTHEST_YEAR = 2199
_MOST_DIGITS = 4

_NEAR = {"oggi": 0, "domani": 1, "dopodomani": 2}
_PAST = {"oggi": 0, "ieri": 1, "laltro ieri": 2, "laltroieri": 2, "altro ieri": 2}
_WEEKDAYS = ("lunedi", "martedi", "mercoledi", "giovedi", "venerdi", "sabato", "domenica")
_NEXT = {"settimana": (0, DAYS_IN_WEEK), "mese": (1, 0), "anno": (MONTHS_IN_YEAR, 0)}
_NUMBERS = {
    "un": 1, "uno": 1, "una": 1, "due": 2, "tre": 3, "quattro": 4, "cinque": 5, "sei": 6, "sette": 7, "otto": 8,
    "nove": 9, "dieci": 10, "quindici": 15,
}  # fmt: skip
# Months and days of each unit.
_UNITS = {
    "": (0, 1), "g": (0, 1), "gg": (0, 1), "giorno": (0, 1), "giorni": (0, 1),
    "settimana": (0, DAYS_IN_WEEK), "settimane": (0, DAYS_IN_WEEK),
    "mese": (1, 0), "mesi": (1, 0), "anno": (MONTHS_IN_YEAR, 0), "anni": (MONTHS_IN_YEAR, 0),
}  # fmt: skip
_AFTER = re.compile(rf"(\+|tra |fra )? ?([0-9]{{1,{_MOST_DIGITS}}}|[a-z]+) ?([a-z]*)")
_DAY_AND_MONTH = re.compile(r"([0-9]{1,2}) ?[-/.] ?([0-9]{1,2})")
_DAY_AND_NAME = re.compile(r"([0-9]{1,2}) ?[°º]? ?([a-z]{3,})")
_HOUR = re.compile(r"(?:alle|ore|h)?\.? ?([0-9]{1,2})(?: ?(?:[:.,]| e ) ?([0-9]{2}))?")
_HOUR_IN_FIGURES = re.compile(r"([0-9]{1,2})([0-9]{2})")


def read_coming_day(text: str, *, today: date) -> date:
    """Return the day that somebody means: what :func:`~percorsi.kit.reading.read_date` reads, or said from today on.

    A day without a year (3/6, 3 giugno) is the next one, today included; a day of the week the next after today; a
    distance (+6 mesi, tra due settimane, +10) is counted from today. Raises ``Unreadable`` with the remedy.
    """
    said = squeeze(text).casefold() if len(text) <= _LONGEST else ""
    day = _full_date(said) or _named(said, today) or _without_year(said, today) or _after(said, today)
    if day is None or day.year > _FURTHEST_YEAR:
        shown = squeeze(text)[:_LONGEST]
        raise Unreadable(f"«{shown}» non è un giorno: scrivi per esempio 3/6/2019, 3 giugno, domani, lunedì, +6 mesi.")
    return day


def read_past_day(text: str, *, today: date) -> date:
    """Return the day that somebody means of what has been: oggi, ieri, 3/6 (the last one), and any full date.

    Raises ``Unreadable`` with the remedy.
    """
    said = squeeze(text).casefold() if len(text) <= _LONGEST else ""
    key = match_key(said)
    if key in _PAST:
        return today - timedelta(days=_PAST[key])
    day = _full_date(said) or _without_year(said, today, step=-1)
    if day is None:
        shown = squeeze(text)[:_LONGEST]
        raise Unreadable(f"«{shown}» non è un giorno passato: scrivi per esempio 3/6/2019, 3 giugno, ieri.")
    return day


def read_time(text: str) -> time:
    """Return an hour of the day: 9, 9:30, 9.30, 930, alle 9 e 30, mezzogiorno. Raises ``Unreadable``."""
    said = squeeze(text).casefold() if len(text) <= _LONGEST else ""
    if said == "mezzogiorno":
        return time(12)
    found = _HOUR.fullmatch(said) or _HOUR_IN_FIGURES.fullmatch(said)
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else _no_time(text)
    except ValueError:
        return _no_time(text)


def _no_time(text: str) -> time:
    raise Unreadable(f"«{squeeze(text)[:_LONGEST]}» non è un’ora: scrivi per esempio 9, 9:30, 14.45.")


def _full_date(said: str) -> date | None:
    try:
        return read_date(said)
    except Unreadable:
        return None


def _named(said: str, today: date) -> date | None:
    key = match_key(said)
    if key in _NEAR:
        return today + timedelta(days=_NEAR[key])
    words = [word for word in key.split() if word not in {"prossimo", "prossima"}]
    if len(words) != 1:
        return None
    if words[0] in _NEXT and words[0] != key:
        return _moved(today, *_NEXT[words[0]])
    names = [place for place, name in enumerate(_WEEKDAYS) if words[0] in {name, name[:3]}]
    if not names:
        return None
    return today + timedelta(days=(names[0] - today.weekday() - 1) % DAYS_IN_WEEK + 1)


def _without_year(said: str, today: date, step: int = 1) -> date | None:
    """A day without its year: the next one, or with ``step`` -1 the last one; today is both."""
    if found := _DAY_AND_MONTH.fullmatch(said):
        month: int | None = int(found[2])
    elif found := _DAY_AND_NAME.fullmatch(said):
        month = month_number(found[2])
    else:
        return None
    # 29 February may be eight years away, around a century that is not leap.
    for year in range(today.year, today.year + 9 * step, step):
        try:
            day = date(year, month or 0, int(found[1]))
        except ValueError:
            if month == 2 and int(found[1]) == 29 and not isleap(year):
                continue
            return None
        if (day - today).days * step >= 0:
            return day
    return None


def _after(said: str, today: date) -> date | None:
    found = _AFTER.fullmatch(said)
    if not found or found[3] not in _UNITS or not (found[1] or found[3]):
        return None
    number = int(found[2]) if found[2].isdecimal() else _NUMBERS.get(found[2])
    if number is None:
        return None
    months, days = _UNITS[found[3]]
    return _moved(today, months * number, days * number)


def _moved(today: date, months: int, days: int) -> date | None:
    try:
        return add_months(today, months) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
