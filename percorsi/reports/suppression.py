"""Hiding small figures from readers outside the team, so that nobody can be recognised in a table nor worked out of it.

Pure: it knows nothing of people, only how many stand behind a figure. The rule, for a column whose total is shown:

- a figure of 1 to 4, or one that fewer than five people make, is hidden; so is the next smallest beside it, with all
  that equal it: else whoever knows the rule could tell the hidden figure from the total and the order of the rows;
- hidden figures all look alike, because "< 5" beside "n.d." would tell which is which;
- a column none of whose parts reaches the threshold is not divided at all;
- zero stays zero in every divided column.

The tests try every small column and show that no hidden figure follows from what is shown, not even for who knows
this rule.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from percorsi.reports.choices import SMALLEST_SHOWN

BELOW = f"< {SMALLEST_SHOWN}"
NOT_SHOWN = "n.d."


@dataclass(frozen=True, slots=True)
class Count:
    """A figure as it is, and how many people are in it."""

    figure: int = 0
    people: int = 0

    @property
    def is_small(self) -> bool:
        """Whether the figure speaks of too few people to be shown outside the team. Zero speaks of nobody."""
        return 0 < self.figure < SMALLEST_SHOWN or 0 < self.people < SMALLEST_SHOWN


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure as a reader gets it: ``value`` is None when it is hidden, and ``mark`` is then what stands for it."""

    value: int | None
    mark: str = ""

    def __add__(self, other: "Cell") -> "Cell":
        """Sum two cells; what is hidden stays hidden."""
        if self.value is None or other.value is None:
            return Cell(None, NOT_SHOWN)
        return Cell(self.value + other.value)


def whole(count: Count) -> Cell:
    """Return the figure as the team sees it."""
    return Cell(count.figure)


def alone(count: Count) -> Cell:
    """Return a figure that is part of no sum shown elsewhere, hidden when it is small."""
    if not count.is_small:
        return Cell(count.figure)
    return Cell(None, BELOW if count.figure < SMALLEST_SHOWN else NOT_SHOWN)


def parts_of_a_total(counts: Sequence[Count]) -> list[Cell]:
    """Return the parts of a column whose total is shown (by :func:`alone`), hidden so that none can be worked out."""
    if not any(count.is_small for count in counts):
        return [Cell(count.figure) for count in counts]
    sound = [count.figure for count in counts if count.figure and not count.is_small]
    if not sound:
        return [Cell(None, NOT_SHOWN) for _ in counts]
    beside = min(sound)
    return [
        Cell(None, NOT_SHOWN) if count.is_small or count.figure == beside else Cell(count.figure) for count in counts
    ]
