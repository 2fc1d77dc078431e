"""The same N. pratica given twice, once here and once in the office's workbook, to two different people.

It happens when both are kept side by side. Then the rows of the file are somebody else's: none of them may come in
under the person who has that number here.
"""

from collections.abc import Mapping
from typing import Any

from percorsi.bridges.register.checking import Refusal
from percorsi.bridges.register.register import Register
from percorsi.bridges.register.rows import Row, UserRow
from percorsi.kit.text import name_key

KIND = "duplicate_key"


def strangers(register: Register, known: Mapping[str, UserRow]) -> set[str]:
    """Return the folders of ``known`` that the file gives to somebody else: names and day of birth all differ."""
    return {row.number for row in register.users if row.number in known and _is_other(known[row.number], row)}


def withhold(lists: list[list[Any]], attendances: list[Any], folders: set[str]) -> list[Refusal]:
    """Take the rows under these folders, and the months of their traineeships, out of the lists; return refusals."""
    refused = []
    codes = {row.code for rows in lists for row in rows if row.number in folders and hasattr(row, "code")}
    for rows in (*lists, attendances):
        theirs = [row for row in rows if _number(row) in folders or getattr(row, "traineeship", "") in codes]
        refused += [refusal(row, _number(row)) for row in theirs]
        places = {id(row) for row in theirs}
        rows[:] = [row for row in rows if id(row) not in places]
    return refused


def _number(row: Row) -> str:
    return str(getattr(row, "number", ""))


def refusal(row: Row, folder: str) -> Refusal:
    """Return the refusal of a row that stands under a folder of somebody else."""
    message = (
        f"N. pratica «{folder}»: qui è di un’altra persona. Dare un altro numero a quella del file e riprovare."
        if folder
        else "Il tirocinio è di una persona con il numero di un’altra: correggere prima il suo N. pratica."
    )
    return Refusal(row.sheet, row.row, KIND, message, folder=folder)


def _is_other(here: UserRow, in_file: UserRow) -> bool:
    if here.is_protected or in_file.is_protected or None in (here.born_on, in_file.born_on):
        return False
    same_names = name_key(here.family_names) == name_key(in_file.family_names) or (
        name_key(here.given_names) == name_key(in_file.given_names)
    )
    return not same_names and here.born_on != in_file.born_on
