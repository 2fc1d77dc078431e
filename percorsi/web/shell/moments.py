"""Dates in words: how far a day is from today, and the day itself, always both."""

from datetime import date

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext, ngettext

_DAYS_COUNTED_ONE_BY_ONE = 365  # further away a reader thinks in years, not in days


def distance(day: date, today: date) -> str:
    """Say how far ``day`` is: "oggi", "domani", "7 giorni fa", "tra 24 giorni", "oltre 2 anni fa"."""
    days = (day - today).days
    near = {-1: gettext("ieri"), 0: gettext("oggi"), 1: gettext("domani")}
    if days in near:
        return near[days]
    if abs(days) > _DAYS_COUNTED_ONE_BY_ONE:
        return _years(days)
    if days < 0:
        return ngettext("%(n)d giorno fa", "%(n)d giorni fa", -days) % {"n": -days}
    return ngettext("tra %(n)d giorno", "tra %(n)d giorni", days) % {"n": days}


def _years(days: int) -> str:
    """Full years of distance, rounded down: the word "oltre" says that there is more."""
    years = max(1, abs(days) * 100 // 36_525)
    if days < 0:
        return ngettext("oltre %(n)d anno fa", "oltre %(n)d anni fa", years) % {"n": years}
    return ngettext("tra oltre %(n)d anno", "tra oltre %(n)d anni", years) % {"n": years}


def day_and_month(day: date, today: date) -> str:
    """The day as people say it: "30 maggio", with the year ("30 maggio 2018") when it is not this year's."""
    return _in_words(day) if day.year == today.year else long_day(day)


def short_day(day: date, today: date) -> str:
    """The day in a narrow cell: "30/05", or "30/05/2018" when the year is not this year's."""
    return f"{day:%d/%m}" if day.year == today.year else f"{day:%d/%m/}{day.year}"


def long_day(day: date) -> str:
    """The day in running text: "6 giugno 2019", "1º settembre 2018"."""
    return f"{_in_words(day)} {day.year}"


def full_day(day: date) -> str:
    """The day with its name: "giovedì 6 giugno 2019"."""
    return f"{date_format(day, 'l').lower()} {long_day(day)}"


def weekday(day: date) -> str:
    """The day of the week in three letters: "mer"."""
    return str(WEEKDAYS_ABBR[day.weekday()]).lower()


def _in_words(day: date) -> str:
    """Day and month: Italian writes the month small and the first of the month as an ordinal."""
    if not (get_language() or "").startswith("it"):
        return date_format(day, "j F")
    number = "1º" if day.day == 1 else str(day.day)
    return f"{number} {date_format(day, 'F').lower()}"
