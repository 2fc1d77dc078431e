"""Values as Italians write them in spreadsheets, read into dates, exact numbers and clean text.

Every ``read_*`` takes any object and either returns a value or raises :class:`Unreadable`, whose Italian message names
the value and says what to write instead. A blank cell is unreadable too, except as text: ask for it before.
"""

import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from percorsi.kit.dates import first_of_month, month_number
from percorsi.kit.text import match_key, squeeze

# Of a number with more digits a spreadsheet has already lost the last ones.
_TOO_LARGE = 10**15
# What lies beyond is the noise of binary fractions: 0.57 may be stored as 0.5700000000000001.
_SHARPNESS = Decimal("1E-9")
_LONGEST = 60
_LONGEST_SHOWN = 40
_CACHED_WRITINGS = 8_192
# Two-digit years: up to the pivot they belong to this century, after it to the last one.
_PIVOT = 29
# A date outside these years is a slip of the keyboard or an empty cell shown as a date.
_FIRST_YEAR, _LAST_YEAR = 1900, 2199

_YEAR = r"([0-9]{4}|[0-9]{2})"
_HOUR = r"(?:[t ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?)?"
_DAY_FIRST = re.compile(rf"([0-9]{{1,2}}) ?[-/. ] ?([0-9]{{1,2}}) ?[-/. ] ?{_YEAR}{_HOUR}")
_YEAR_FIRST = re.compile(rf"([0-9]{{4}})[-/.]([0-9]{{1,2}})[-/.]([0-9]{{1,2}}){_HOUR}")
_DAY_IN_WORDS = re.compile(rf"([0-9]{{1,2}}) ?[°º]?[-/. ]*([a-z]{{3,}})[-/. '’]*{_YEAR}")
_MONTH_FIRST = re.compile(rf"([0-9]{{1,2}}) ?[-/. ] ?{_YEAR}")
_MONTH_LAST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})")
_MONTH_IN_WORDS = re.compile(rf"([a-z]{{3,}})[-/. '’]*{_YEAR}")

_CURRENCY = re.compile(r"^(?:€|euro?\b) ?| ?(?:€|\beuro?)$", re.IGNORECASE)
_ITALIAN_NUMBER = re.compile(r"[+-]? ?(?:[1-9][0-9]{0,2}(?:[. ][0-9]{3})+|[0-9]+)(?:,[0-9]+)?")
_POINT_NUMBER = re.compile(r"[+-]? ?(?:[1-9][0-9]{0,2}(?:,[0-9]{3})+|[0-9]+)\.[0-9]+")

_YES = frozenset({"si", "s", "x", "yes", "y", "vero", "true", "1"})
_NO = frozenset({"no", "n", "falso", "false", "0"})

_WRITE_DATE = "scrivere giorno, mese e anno, per esempio 12/03/2017."
_WRITE_MONTH = "scrivere mese e anno, per esempio 03/2017."
_WRITE_NUMBER = "scrivere solo cifre, con la virgola per i decimali, per esempio 1.234,56."
_WRITE_WHOLE = "scrivere un numero senza decimali, per esempio 36."
_WRITE_PERCENT = "scrivere un numero intero, per esempio 67 oppure 67%."
_WRITE_YES_NO = "scrivere sì oppure no."
_WRITE_TEXT = "scrivere un testo, oppure dare alla cella il formato Testo e riscrivere il valore."


class Unreadable(ValueError):  # noqa: N818 - it is said of the value, not of the program
    """A value that cannot be read as what its cell should hold; the message is Italian and says what to write."""


def read_date(value: object) -> date:
    """Return the day: a date, an instant's day, or text such as 12/3/17, 12.03.2017, 3 marzo 2017, 2017-03-12."""
    if isinstance(value, date):
        day: date | None = value.date() if isinstance(value, datetime) else value
    else:
        day = _day_of(value) if isinstance(value, str) and len(value) <= _LONGEST else None
    if day is None or not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise _unreadable(value, "una data", _WRITE_DATE)
    return day


def read_month(value: object) -> date:
    """Return a calendar month as its first day: a date, or text such as mar-17, marzo 2017, 03/2017, 2017-03."""
    if isinstance(value, date):
        month: date | None = first_of_month(value)
    else:
        month = _month_of(value) if isinstance(value, str) and len(value) <= _LONGEST else None
    if month is None or not _FIRST_YEAR <= month.year <= _LAST_YEAR:
        raise _unreadable(value, "un mese", _WRITE_MONTH)
    return month


def read_decimal(value: object, places: int = 2) -> Decimal:
    """Return an exact number with ``places`` decimals, rounded half-up; a currency sign is allowed.

    Text is read the Italian way: the point in 1.234 marks the thousands; in 1234.56 it can only mark decimals.
    """
    number = _number_of(value)
    if number is None:
        raise _unreadable(value, "un numero", _WRITE_NUMBER)
    # The zero takes away the sign that rounding leaves on a small negative number.
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP) + 0


def read_whole(value: object) -> int:
    """Return a whole number; 36, 36.0, '36' and '36,0' are 36."""
    number = _number_of(value)
    whole = None if number is None else _whole_of(number)
    if whole is None:
        raise _unreadable(value, "un numero intero", _WRITE_WHOLE)
    return whole


def read_percent(value: object) -> int:
    """Return a whole percentage: 67, '67 %', and 0.67, as a spreadsheet keeps 67%. The range is not checked.

    A number strictly between 0 and 1 is a fraction, unless a % is written beside it.
    """
    text = squeeze(value) if isinstance(value, str) and len(value) <= _LONGEST else ""
    number = _number_of(text[:-1] if text.endswith("%") else value)
    if number is not None and 0 < number < 1 and not text.endswith("%"):
        number *= 100
    whole = None if number is None else _whole_of(number)
    if whole is None:
        raise _unreadable(value, "una percentuale intera", _WRITE_PERCENT)
    return whole


def read_yes_no(value: object) -> bool:
    """Return True for sì, si, s, x, vero, 1 and False for no, n, falso, 0, in any case; a checkbox is itself."""
    if isinstance(value, bool):
        return value
    number = None if isinstance(value, str) else _number_of(value)
    answer = match_key(value) if isinstance(value, str) and len(value) <= _LONGEST else str(number)
    if answer in _YES or number == 1:
        return True
    if answer in _NO or number == 0:
        return False
    raise _unreadable(value, "né un sì né un no", _WRITE_YES_NO)


def read_text(value: object) -> str:
    """Return text without needless blanks or unseen characters; a blank cell is ''.

    A number becomes its digits, as a telephone typed into a number cell needs (3991234567.0 gives '3991234567'), with
    a comma before decimals; a day becomes 12/03/2017, and a checkbox VERO or FALSO, as the sheet shows them.
    """
    if isinstance(value, str):
        return squeeze(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "VERO" if value else "FALSO"
    if isinstance(value, date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    number = _number_of(value)
    if number is None:
        raise _unreadable(value, "un testo", _WRITE_TEXT)
    shown = f"{number.quantize(_SHARPNESS, ROUND_HALF_UP) + 0:f}"
    return shown.rstrip("0").rstrip(".").replace(".", ",")


@lru_cache(maxsize=_CACHED_WRITINGS)
def _day_of(text: str) -> date | None:
    text = squeeze(text).casefold()
    if found := _DAY_FIRST.fullmatch(text):
        return _day(found[3], int(found[2]), found[1])
    if found := _YEAR_FIRST.fullmatch(text):
        return _day(found[1], int(found[2]), found[3])
    if found := _DAY_IN_WORDS.fullmatch(text):
        return _day(found[3], month_number(found[2]), found[1])
    return None


@lru_cache(maxsize=_CACHED_WRITINGS)
def _month_of(text: str) -> date | None:
    writing = squeeze(text).casefold()
    if found := _MONTH_FIRST.fullmatch(writing):
        return _day(found[2], int(found[1]))
    if found := _MONTH_LAST.fullmatch(writing):
        return _day(found[1], int(found[2]))
    if found := _MONTH_IN_WORDS.fullmatch(writing):
        return _day(found[2], month_number(found[1]))
    day = _day_of(text)
    return day and first_of_month(day)


def _day(year: str, month: int | None, day: str = "1") -> date | None:
    full_year = int(year)
    if len(year) == 2:
        full_year += 2000 if full_year <= _PIVOT else 1900
    try:
        return date(full_year, month or 0, int(day))
    except ValueError:
        return None


def _number_of(value: object) -> Decimal | None:
    """Return the exact number written or stored in ``value``; None if there is none, or one beyond all use."""
    if isinstance(value, str):
        number = _number_in(value)
    elif isinstance(value, bool):
        return None
    elif isinstance(value, float):
        # The shortest text that gives this float is what was typed into the cell.
        number = Decimal(float.__repr__(value))
    elif isinstance(value, int | Decimal):
        number = Decimal(value)
    else:
        return None
    if number is None or not number.is_finite() or abs(number) >= _TOO_LARGE:
        return None
    return number


def _number_in(text: str) -> Decimal | None:
    if len(text) > _LONGEST:
        return None
    text = _CURRENCY.sub("", squeeze(text).replace("−", "-"))
    if _ITALIAN_NUMBER.fullmatch(text):
        return Decimal(text.replace(".", "").replace(" ", "").replace(",", "."))
    if _POINT_NUMBER.fullmatch(text):
        return Decimal(text.replace(",", "").replace(" ", ""))
    return None


def _whole_of(number: Decimal) -> int | None:
    sharp = number.quantize(_SHARPNESS, ROUND_HALF_UP)
    return int(sharp) if sharp == sharp.to_integral_value() else None


def _unreadable(value: object, kind: str, remedy: str) -> Unreadable:
    shown = _shown(value)
    return Unreadable(f"«{shown}» non è {kind}: {remedy}" if shown else f"La cella è vuota: {remedy}")


def _shown(value: object) -> str:
    """Return what a person recognises of the value, at most some forty characters."""
    if isinstance(value, str):
        text = squeeze(value[: _LONGEST_SHOWN * 2])
    elif isinstance(value, bool | date) or value is None:
        text = read_text(value)
    elif isinstance(value, float | Decimal) or (isinstance(value, int) and abs(value) < _TOO_LARGE):
        text = format(value)
    else:
        text = "numero troppo grande" if isinstance(value, int) else type(value).__name__
    return text if len(text) <= _LONGEST_SHOWN else text[:_LONGEST_SHOWN] + "…"
