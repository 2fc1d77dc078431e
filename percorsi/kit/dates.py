"""Days and months of the Italian calendar: how they are counted and how they are written."""

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from types import MappingProxyType

MONTHS_IN_YEAR = 12
MONTH_NAMES = (
    "gennaio",
    "febbraio",
    "marzo",
    "aprile",
    "maggio",
    "giugno",
    "luglio",
    "agosto",
    "settembre",
    "ottobre",
    "novembre",
    "dicembre",
)
# Three letters tell the Italian months apart.
_MONTH_NUMBERS = MappingProxyType({name[:3]: number for number, name in enumerate(MONTH_NAMES, start=1)})
_ONE_DAY = timedelta(days=1)


def add_months(day: date, months: int) -> date:
    """Return the same day of the month ``months`` later (earlier, if negative), at most the last of that month.

    Raises ValueError when the result lies outside the years 1-9999.
    """
    years, month = divmod(day.year * MONTHS_IN_YEAR + day.month - 1 + months, MONTHS_IN_YEAR)
    if not date.min.year <= years <= date.max.year:
        raise ValueError(f"{months} mesi da {day:%d/%m/%Y} escono dal calendario: ridurre il numero dei mesi.")
    return date(years, month + 1, min(day.day, monthrange(years, month + 1)[1]))


def last_day(start: date, months: int) -> date:
    """Return the last day, inclusive, of ``months`` whole months that begin on ``start``.

    Raises ValueError when ``months`` is below one: such a period has no day.
    """
    if months < 1:
        raise ValueError(f"La durata è di {months} mesi: indicare almeno un mese.")
    return add_months(start, months) - _ONE_DAY


def first_of_month(day: date) -> date:
    """Return the first day of the month of ``day``: the form in which a month is kept."""
    return date(day.year, day.month, 1)


def last_of_month(day: date) -> date:
    """Return the last day of the month of ``day``."""
    return date(day.year, day.month, monthrange(day.year, day.month)[1])


def months_touched(first: date, last: date) -> list[date]:
    """Return the first day of every calendar month that has a day in ``first``..``last``, both inclusive.

    Raises ValueError when ``last`` comes before ``first``.
    """
    _check_order(first, last)
    month_count = (last.year - first.year) * MONTHS_IN_YEAR + last.month - first.month + 1
    start = first_of_month(first)
    return [add_months(start, number) for number in range(month_count)]


def age_on(born_on: date, day: date) -> int:
    """Return the completed years of age on ``day``; a year is completed on the birthday itself.

    Who is born on 29 February completes a year on 1 March of a common year. No Italian rule says so in words; it is
    the practice of the registry offices, and of the two possible days it is the one that never gives an age too early.
    Raises ValueError when ``day`` comes before the birth.
    """
    if day < born_on:
        raise ValueError(f"Il {day:%d/%m/%Y} viene prima della nascita ({born_on:%d/%m/%Y}): controllare le due date.")
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def moved_by(last: date, stops: Iterable[tuple[date, date]]) -> date:
    """Return the last allowed day after counted suspensions (first and last day of each, inclusive).

    Every suspended day moves the last day by one; a day inside two suspensions counts once. A suspension that begins
    after the last day, as moved by the earlier ones, has nothing left to suspend and is passed over.
    Raises ValueError when a suspension ends before it begins.
    """
    counted_to = date.min
    for first_stopped, last_stopped in sorted(stops):
        _check_order(first_stopped, last_stopped)
        if first_stopped > last:
            continue
        begins = max(first_stopped, counted_to + _ONE_DAY)
        last += max(last_stopped - begins + _ONE_DAY, timedelta(0))
        counted_to = max(counted_to, last_stopped)
    return last


def month_number(word: str) -> int | None:
    """Return 1-12 for an Italian month name or its beginning of at least three letters, in lower case; else None."""
    number = _MONTH_NUMBERS.get(word[:3])
    return number if number and MONTH_NAMES[number - 1].startswith(word) else None


def in_words(day: date) -> str:
    """Return the day as Italians write it in words: '31 maggio 2019'."""
    return f"{day.day} {MONTH_NAMES[day.month - 1]} {day.year}"


def _check_order(first: date, last: date) -> None:
    if last < first:
        raise ValueError(
            f"Il periodo finisce il {last:%d/%m/%Y}, prima dell'inizio ({first:%d/%m/%Y}): correggere una delle date."
        )
