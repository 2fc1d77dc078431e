"""Hiding small figures from readers outside the team, so that nobody can be recognised in a table nor worked out of it.

Pure: it knows nothing of people, only how many stand behind a figure. The rule, for a column whose total is shown:

- a figure of 1 to 4, or one that fewer than five people make, is hidden; so is the next smallest beside it, with all
  that equal it: else whoever knows the rule could tell the hidden figure from the total and the order of the rows;
- hidden figures all look alike, because "< 5" beside "n.d." would tell which is which;
- a column none of whose parts reaches the threshold is not divided at all;
- zero stays zero in every divided column;
- figures that bound one another are hidden together: months shown beside hidden trainees would tell that these are five
  or more, and so which of two hidden figures is the small one.

The tests try every small column and show that no hidden figure follows from what is shown, not even for who knows
this rule.
"""

from collections.abc import Collection, Mapping, Sequence
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


def parts_of_a_total(counts: Sequence[Count], also: Collection[int] = ()) -> list[Cell]:
    """Return the parts of a column whose total is shown (by :func:`alone`), hidden so that none can be worked out.

    ``also`` are the places that another column asks to hide.
    """
    hidden = hidden_parts(counts, also)
    return [Cell(None, NOT_SHOWN) if place in hidden else Cell(count.figure) for place, count in enumerate(counts)]


def hidden_parts(counts: Sequence[Count], also: Collection[int] = ()) -> set[int]:
    """Return the places of the parts to hide: the small ones, those beside them, those asked for; all, or none."""
    small = {place for place, count in enumerate(counts) if count.is_small}
    hidden = small | {place for place in also if counts[place].figure}
    if not hidden:
        return set()
    sound = {place: count.figure for place, count in enumerate(counts) if count.figure and place not in small}
    if small and sound:
        hidden |= _smallest(sound)
    elif len(hidden) == 1:
        hidden |= _smallest({place: figure for place, figure in sound.items() if place not in hidden})
    return hidden if sound and len(hidden) > 1 else set(range(len(counts)))


def hidden_together(columns: Sequence[Sequence[Count]], also: Collection[int] = ()) -> set[int]:
    """Return the places to hide in every one of these columns, whose figures at one place bound one another."""
    hidden = set(also)
    while True:
        more = hidden.union(*(hidden_parts(column, hidden) for column in columns))
        if more == hidden:
            return hidden
        hidden = more


def _smallest(figures: Mapping[int, int]) -> set[int]:
    least = min(figures.values(), default=0)
    return {place for place, figure in figures.items() if figure == least}
