"""Stretches of days with the name that a reader knows them by: what a report is about."""

from dataclasses import dataclass, replace
from datetime import date

from percorsi.kit.dates import MONTH_NAMES, MONTHS_IN_YEAR, in_words, last_day

_FIRST_MONTH_OF_CONTRACTS = 9


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``first`` to ``last``, both inclusive, at least one, and their Italian label; else ValueError."""

    first: date
    last: date
    label: str

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(
                f"Il periodo finisce il {self.last:%d/%m/%Y}, prima del suo inizio ({self.first:%d/%m/%Y}): "
                "scegliere una fine uguale o successiva."
            )

    @property
    def days(self) -> int:
        """The number of days, first and last included."""
        return (self.last - self.first).days + 1

    def contains(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.first <= day <= self.last

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two periods share at least one day."""
        return self.first <= other.last and other.first <= self.last

    def cut_off(self, day: date) -> "Period":
        """Return the part up to ``day``, the last one with data; the label stays, for the cut-off is named apart.

        Raises ValueError when the period begins after ``day``.
        """
        return replace(self, last=min(self.last, day))


def calendar_year(year: int) -> Period:
    """Return 1 January to 31 December, '2018'."""
    return _months(year, first_month=1, count=MONTHS_IN_YEAR, label=str(year))


def contract_year(year: int, start_month: int = _FIRST_MONTH_OF_CONTRACTS) -> Period:
    """Return the twelve months from the first of ``start_month`` of ``year``, '2017/18'."""
    _check_number(start_month, of=MONTHS_IN_YEAR, name="mese")
    if start_month == 1:
        return calendar_year(year)
    label = f"{year}/{(year + 1) % 100:02}"
    return _months(year, first_month=start_month, count=MONTHS_IN_YEAR, label=label)


def half_year(year: int, number: int) -> Period:
    """Return half ``number`` (1 or 2) of the year, '1° semestre 2018'."""
    return _part_of_year(year, number, parts=2, name="semestre")


def quarter(year: int, number: int) -> Period:
    """Return quarter ``number`` (1 to 4) of the year, '1° trimestre 2018'."""
    return _part_of_year(year, number, parts=4, name="trimestre")


def month(year: int, number: int) -> Period:
    """Return month ``number`` (1 to 12) of the year, 'marzo 2018'."""
    _check_number(number, of=MONTHS_IN_YEAR, name="mese")
    return _months(year, first_month=number, count=1, label=f"{MONTH_NAMES[number - 1]} {year}")


def free(first: date, last: date) -> Period:
    """Return any stretch of days, 'dal 1 gennaio al 31 maggio 2019'; the year is said once when it is one."""
    if first == last:
        return Period(first, last, in_words(first))
    written_first = in_words(first)
    if first.year == last.year:
        written_first = written_first.removesuffix(f" {first.year}")
    begins = "dall'" if first.day in {8, 11} else "dal "
    ends = "all'" if last.day in {8, 11} else "al "
    return Period(first, last, f"{begins}{written_first} {ends}{in_words(last)}")


def _part_of_year(year: int, number: int, *, parts: int, name: str) -> Period:
    _check_number(number, of=parts, name=name)
    count = MONTHS_IN_YEAR // parts
    return _months(year, first_month=(number - 1) * count + 1, count=count, label=f"{number}° {name} {year}")


def _check_number(number: int, *, of: int, name: str) -> None:
    if not 1 <= number <= of:
        raise ValueError(f"Il {name} {number} non esiste: indicare un numero da 1 a {of}.")


def _months(year: int, *, first_month: int, count: int, label: str) -> Period:
    first = date(year, first_month, 1)
    return Period(first, last_day(first, count), label)
