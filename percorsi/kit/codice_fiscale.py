"""The Italian tax code of a person: its two forms, and what the final one says of the birth."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

from stdnum.it.codicefiscale import calc_check_digit

from percorsi.kit.text import squeeze

Fault = Literal["cf_check_digit", "cf_format"]

_FINAL_LENGTH = 16
_MONTH_LETTERS = "ABCDEHLMPRST"
# Two persons with equal data would have one code: the second gets letters in place of digits (omocodia).
_OMOCODIA_LETTERS = "LMNPQRSTUV"
_DIGIT = rf"[0-9{_OMOCODIA_LETTERS}]"
_FINAL = re.compile(rf"[A-Z]{{6}}{_DIGIT}{{2}}[{_MONTH_LETTERS}]{_DIGIT}{{2}}[A-Z]{_DIGIT}{{3}}[A-Z]")
_PROVISIONAL = re.compile(r"[0-9]{11}")
_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_TO_DIGITS = str.maketrans(_OMOCODIA_LETTERS, "0123456789")
# A woman's day of birth is written forty higher.
_WOMEN_DAYS = 40


class BadCodiceFiscale(ValueError):  # noqa: N818 - it is said of the code, not of the program
    """A text that is no codice fiscale; ``kind`` names the fault, the message is Italian and says what to do."""

    def __init__(self, kind: Fault, message: str) -> None:
        super().__init__(message)
        self.kind: Fault = kind


@dataclass(frozen=True, slots=True)
class CodiceFiscale:
    """A sound code. What concerns the birth is None in a provisional code, which says nothing of it.

    ``born_year`` has two digits, 0-99: the century is not in the code. Codes that differ only by omocodia belong to
    different persons by law, so compare ``code`` and nothing else.
    """

    code: str
    kind: Literal["final", "provisional"]
    born_year: int | None = None
    born_month: int | None = None
    born_day: int | None = None
    sex: Literal["M", "F"] | None = None
    has_omocodia: bool = False

    def agrees_with_birth(self, born_on: date) -> bool:
        """Tell whether the code allows this day of birth, in any century; a provisional code allows every day."""
        born = (self.born_year, self.born_month, self.born_day)
        return self.kind == "provisional" or born == (born_on.year % 100, born_on.month, born_on.day)


def read(text: str) -> CodiceFiscale:
    """Read a code in any case, with or without blanks.

    A final code has 16 characters with the right check letter and a day that exists. A provisional one has 11 digits;
    nothing more is asked of it, because those given out to foreigners over the years do not all pass the check digit.
    Raises BadCodiceFiscale with kind ``cf_check_digit`` (the shape is right) or ``cf_format``.
    """
    code = squeeze(text).replace(" ", "").upper()
    if _PROVISIONAL.fullmatch(code):
        return CodiceFiscale(code, "provisional")
    if not _FINAL.fullmatch(code):
        raise BadCodiceFiscale("cf_format", _format_message(code))
    if calc_check_digit(code[:-1]) != code[-1]:
        raise BadCodiceFiscale(
            "cf_check_digit",
            f"Codice fiscale «{code}»: l’ultima lettera non corrisponde alle altre. "
            "Ricopiarlo dalla tessera sanitaria: almeno un carattere è sbagliato.",
        )
    return _final(code)


def _final(code: str) -> CodiceFiscale:
    plain = code.translate(_TO_DIGITS)
    year, month = int(plain[6:8]), _MONTH_LETTERS.index(code[8]) + 1
    day = int(plain[9:11])
    is_woman = day > _WOMEN_DAYS
    day -= _WOMEN_DAYS * is_woman
    try:
        # In the years 2000-2099 exactly the right ones are leap years, also for births in the century before.
        date(2000 + year, month, day)
    except ValueError:
        raise BadCodiceFiscale(
            "cf_format",
            f"Codice fiscale «{code}»: contiene il giorno di nascita {day}/{month}, che non esiste. "
            "Ricopiarlo dalla tessera sanitaria.",
        ) from None
    return CodiceFiscale(
        code,
        "final",
        born_year=year,
        born_month=month,
        born_day=day,
        sex="F" if is_woman else "M",
        has_omocodia=any(code[place] in _OMOCODIA_LETTERS for place in _DIGIT_PLACES),
    )


def _format_message(code: str) -> str:
    if not code:
        return "Manca il codice fiscale: scrivere i 16 caratteri della tessera sanitaria o le 11 cifre del provvisorio."
    shown = code if len(code) <= _FINAL_LENGTH else code[:_FINAL_LENGTH] + "…"
    if len(code) == _FINAL_LENGTH:
        return (
            f"Codice fiscale «{shown}»: lettere e cifre non sono al posto giusto. "
            "Ricopiarlo dalla tessera sanitaria, attenzione a O e 0, I e 1."
        )
    return (
        f"Codice fiscale «{shown}»: ha {len(code)} caratteri. "
        "Scrivere i 16 caratteri della tessera sanitaria o le 11 cifre del codice provvisorio."
    )
