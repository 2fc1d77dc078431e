"""What the figures say, in sentences that rewrite themselves when the data change.

Pure: a sentence claims only what all the figures it speaks of show, and says nothing of a figure that is hidden.
Figures stand between asterisks, for whoever prints them bold.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from django.utils.formats import number_format
from django.utils.translation import gettext

from percorsi.kit.dates import MONTHS_IN_YEAR, in_words, last_of_month
from percorsi.organisations.choices import Nature
from percorsi.reports.choices import Kind
from percorsi.reports.selection import Column

_MULTIPLES = {2: "doppio", 3: "triplo", 4: "quadruplo", 5: "quintuplo"}
_CARDINALS = ["uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove", "dieci", "undici", "dodici"]
# A share that moves by no more than this, in hundredths, is a trend that goes on.
_SAME_SHARE = 5


class Known(NamedTuple):
    """A figure of a finished period."""

    column: Column
    value: int


class Hires(NamedTuple):
    """The hires of one period; None where the reader may not see a figure."""

    column: Column
    total: int | None
    by_nature: dict[str, int | None]
    fixed: int | None


def chart_title(subject: str, kind: Kind, columns: Sequence[Column], values: Sequence[int | None]) -> str:
    """Return the message of the chart: a multiple of the first, growth every year, a peak, or what it counts.

    ``subject`` is how the figures are spoken of, with its article: "le persone in carico".

    Only finished periods are compared, and only when every one of them may be seen.
    """
    pairs = zip(columns, values, strict=True)
    finished = [(column, value) for column, value in pairs if not column.is_unfinished]
    known = [Known(column, value) for column, value in finished if value is not None]
    if len(known) == len(finished) == 1:
        one = {"in": _capital(inside(kind, known[0].column)), "subject": subject, "value": _number(known[0].value)}
        return gettext("%(in)s %(subject)s sono %(value)s") % one
    if len(known) < 2 or len(known) < len(finished) or not any(one.value for one in known):
        return gettext("%(subject)s per %(unit)s") % {"subject": _capital(subject), "unit": unit(kind)}
    first, last = known[0], known[-1]
    said = _multiple(subject, kind, known) or _every_time(subject, kind, known)
    if said:
        return said
    highest = max(one.value for one in known)
    numbers = {"subject": subject, "in": inside(kind, last.column), "last": _number(last.value)}
    if last.value == first.value == highest == min(one.value for one in known):
        return gettext("%(subject)s restano %(last)s") % {**numbers, "subject": _capital(subject)}
    if last.value == highest:
        return _highest_again(known, highest) % {**numbers, "in": _capital(numbers["in"])}
    peak = next(one for one in known if one.value == highest)
    return gettext("%(subject)s: il massimo è %(highest)s %(at)s, %(in)s sono %(last)s") % {
        **numbers,
        "subject": _capital(subject),
        "highest": _number(highest),
        "at": inside(kind, peak.column),
    }


def _highest_again(known: Sequence[Known], highest: int) -> str:
    """Say how the last figure came to be the highest: it rose above all, it came back, it stayed."""
    if known[-2].value == highest:
        return gettext("%(in)s %(subject)s restano a %(last)s, il valore più alto")
    if any(one.value == highest for one in known[:-2]):
        return gettext("%(in)s %(subject)s tornano a %(last)s, il valore più alto")
    return gettext("%(in)s %(subject)s salgono a %(last)s")


def _multiple(subject: str, kind: Kind, known: Sequence[Known]) -> str:
    first, last = known[0], known[-1]
    if not first.value or last.value < max(one.value for one in known):
        return ""
    times, rest = divmod(last.value, first.value)
    is_almost = 4 * rest >= 3 * first.value
    multiple = _MULTIPLES.get(times + is_almost)
    if multiple is None:
        return ""
    form = gettext("quasi il %s") if is_almost else gettext("più del %s") if rest else gettext("il %s")
    return gettext("%(in)s %(subject)s sono %(multiple)s %(than)s") % {
        "in": _capital(inside(kind, last.column)),
        "subject": subject,
        "multiple": form % multiple,
        "than": _of(kind, first.column),
    }


def _every_time(subject: str, kind: Kind, known: Sequence[Known]) -> str:
    steps = [later.value - earlier.value for earlier, later in pairwise(known)]
    if len(steps) < 2 or not (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        return ""
    numbers = {
        "until": _capital(_until(kind, known[-1].column)),
        "subject": subject,
        "unit": unit(kind),
        "first": _number(known[0].value),
        "last": _number(known[-1].value),
    }
    if steps[0] > 0:
        return gettext("%(until)s %(subject)s crescono ogni %(unit)s, da %(first)s a %(last)s") % numbers
    return gettext("%(until)s %(subject)s calano ogni %(unit)s, da %(first)s a %(last)s") % numbers


def hires_sentence(kind: Kind, periods: Sequence[Hires]) -> str:
    """Return the paragraph on hires: the last finished period, and the unfinished one beside it.

    Empty when the reader may see no total.
    """
    finished = [hires for hires in periods if not hires.column.is_unfinished] or list(periods)
    if not finished or finished[-1].total is None:
        return ""
    last = finished[-1]
    said = _total(kind, last) + _majority(last) + _share_in_words(last)
    after = [hires for hires in periods if hires.column.is_unfinished and hires.total and hires is not last]
    return said + (_compared(kind, last, after[-1]) if after and last.total else "") + "."


def _total(kind: Kind, hires: Hires) -> str:
    when = _capital(inside(kind, hires.column))
    if not hires.total:
        return gettext("%(when)s non ci sono state assunzioni") % {"when": when}
    if hires.total == 1:
        return gettext("%(when)s c’è stata *1* assunzione") % {"when": when}
    return gettext("%(when)s le assunzioni sono state *%(total)s*") % {"when": when, "total": _number(hires.total)}


def _majority(hires: Hires) -> str:
    nature = majority_nature(hires)
    if nature is None:
        return ""
    return gettext(", in maggioranza presso %(nature)s (*%(count)s*)") % {
        "nature": nature_words(nature),
        "count": _number(hires.by_nature[nature] or 0),
    }


def majority_nature(hires: Hires) -> str | None:
    """Return the nature of more than half of the employers, when there is one and it may be seen."""
    for nature, count in hires.by_nature.items():
        if nature and count and hires.total and 2 * count > hires.total > 1:
            return nature
    return None


def _share_in_words(hires: Hires) -> str:
    if not hires.total or hires.total == 1 or hires.fixed is None:
        return ""
    share = percent(hires.fixed, hires.total)
    return gettext("; %(article)s*%(share)s %%* dei contratti è a tempo determinato") % {
        "article": "l’" if str(share).startswith("8") or share in {1, 11} else "il ",
        "share": share,
    }


def _compared(kind: Kind, last: Hires, after: Hires) -> str:
    assert last.total and after.total, "periods without hires are not compared"
    figures = gettext("%(total)s assunzioni") if after.total > 1 else gettext("%(total)s assunzione")
    figures %= {"total": f"*{_number(after.total)}*"}
    if after.fixed is not None:
        figures += gettext(", *%(fixed)s* a termine (*%(share)s %%*)") % {
            "fixed": _number(after.fixed),
            "share": percent(after.fixed, after.total),
        }
    opening = gettext(", con un trend confermato %(so_far)s: ") if _goes_on(last, after) else gettext(". %(So_far)s: ")
    so_far = _so_far(kind, after.column)
    return opening % {"so_far": so_far, "So_far": _capital(so_far)} + figures


def _goes_on(last: Hires, after: Hires) -> bool:
    """Whether the unfinished period shows what the sentence says: the same majority, nearly the same share."""
    if last.fixed is None or after.fixed is None or not last.total or not after.total:
        return False
    apart = percent(last.fixed, last.total) - percent(after.fixed, after.total)
    return majority_nature(last) == majority_nature(after) and abs(apart) <= _SAME_SHARE


def nature_words(nature: str) -> str:
    """Return the employers of a nature, in the plural."""
    return {
        Nature.PROFIT: gettext("aziende profit"),
        Nature.NON_PROFIT: gettext("enti non profit"),
        Nature.PUBLIC: gettext("enti pubblici"),
    }.get(nature, gettext("datori di natura non indicata"))  # type: ignore[call-overload]


def percent(part: int, whole: int) -> int:
    """Return the share in whole hundredths, half up."""
    return (200 * part + whole) // (2 * whole)


def unit(kind: Kind) -> str:
    """Return what a period is called: "anno", "semestre"."""
    names = {Kind.HALF: gettext("semestre"), Kind.QUARTER: gettext("trimestre"), Kind.MONTH: gettext("mese")}
    return {**names, Kind.FREE: gettext("periodo")}.get(kind, gettext("anno"))


def inside(kind: Kind, column: Column) -> str:
    """Return when: "nel 2018", "nel 1° semestre 2018", "a marzo 2018", "dal 1 gennaio al 31 maggio 2019"."""
    if kind == Kind.FREE:
        return column.period.label
    label = column.period.label
    if kind == Kind.MONTH:
        return (gettext("ad %s") if label.startswith("a") else gettext("a %s")) % label
    return gettext("nel %s") % label


def _of(kind: Kind, column: Column) -> str:
    return (gettext("di %s") if kind == Kind.MONTH else gettext("del %s")) % column.period.label


def _until(kind: Kind, column: Column) -> str:
    if kind == Kind.MONTH:
        return gettext("fino %s") % inside(kind, column)
    return gettext("fino al %s") % column.period.label


def _so_far(kind: Kind, column: Column) -> str:
    """Name the unfinished period and how far it goes: "nei primi cinque mesi del 2019"."""
    last = column.period.last
    if kind == Kind.CALENDAR and last == last_of_month(last) and last.month < MONTHS_IN_YEAR:
        if last.month == 1:
            return gettext("nel primo mese del %s") % last.year
        return gettext("nei primi %(months)s mesi del %(year)s") % {
            "months": _CARDINALS[last.month - 1],
            "year": last.year,
        }
    return gettext("%(when)s, fino al %(day)s") % {"when": inside(kind, column), "day": in_words(last)}


def _number(value: int) -> str:
    return str(number_format(value, use_l10n=True, force_grouping=True))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
