"""What a declared number is: its name, its definition in words, the rows that make it. Rooms declare, reports count."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from percorsi.kit.periods import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A number with one definition.

    ``rows`` gives the query of the rows that make the number in a period; ``distinct`` names what is counted once
    among them ("pk" counts the rows); ``person`` is the path from a row to its person, for the cuts; ``split`` names
    the field that divides the number into named parts, if any.
    """

    key: str
    title: object  # a text, translated when shown
    definition: object
    rows: Callable[[Period], Any]
    distinct: str = "pk"
    person: str = "person"
    split: str = ""
