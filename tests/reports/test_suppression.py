"""No small figure is shown outside the team, and none can be worked out of what is shown."""

from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.reports.suppression import (
    BELOW,
    NOT_SHOWN,
    Cell,
    Count,
    alone,
    hidden_parts,
    hidden_together,
    parts_of_a_total,
)

THRESHOLD = 5  # written here as well: a change of the setting must be seen
COUNTS = st.lists(st.builds(lambda people, more: Count(people + more, people), st.integers(0, 12), st.integers(0, 9)))
PEOPLE = st.lists(st.integers(0, 30).map(lambda figure: Count(figure, figure)), max_size=12)


def shown(column: tuple[int, ...]) -> tuple[object, ...]:
    """Everything that a reader outside the team gets of a column: its total and its parts."""
    total = sum(column)
    parts = parts_of_a_total([Count(figure, figure) for figure in column])
    return (alone(Count(total, total)), *parts)


# Every column of up to five rows; the figures go far enough beyond the threshold for every pattern to occur.
@pytest.mark.parametrize(("rows", "largest"), [(1, 20), (2, 16), (3, 14), (4, 9), (5, 6)])
def test_no_small_figure_follows_from_what_is_shown_even_for_who_knows_the_rule(rows: int, largest: int) -> None:
    alike: defaultdict[tuple[object, ...], list[tuple[int, ...]]] = defaultdict(list)
    for column in product(range(largest + 1), repeat=rows):
        alike[shown(column)].append(column)
    for columns in alike.values():
        for place in range(rows):
            possible = {column[place] for column in columns}
            assert len(possible) > 1 or not 0 < min(possible) < THRESHOLD, columns


@given(COUNTS)
def test_no_small_figure_is_shown(counts: list[Count]) -> None:
    for count, cell in zip(counts, parts_of_a_total(counts), strict=True):
        assert cell.value in {None, count.figure}
        assert not (count.is_small and cell.value is not None)
        assert (cell.value is None) == (cell.mark != "")


@given(COUNTS)
def test_hidden_parts_are_never_alone(counts: list[Count]) -> None:
    hidden = [
        count
        for count, cell in zip(counts, parts_of_a_total(counts), strict=True)
        if cell.value is None and count.figure
    ]
    if len(hidden) == 1:  # then it is the whole total, and that is hidden as well
        assert sum(count.figure for count in counts) == hidden[0].figure
        assert alone(hidden[0]).value is None


@given(COUNTS)
def test_hidden_parts_look_alike(counts: list[Count]) -> None:
    assert {cell.mark for cell in parts_of_a_total(counts) if cell.value is None} <= {NOT_SHOWN}


@given(PEOPLE)
def test_zero_stays_zero_in_every_divided_column(counts: list[Count]) -> None:
    cells = parts_of_a_total(counts)
    if any(cell.value for cell in cells) or any(count.figure >= THRESHOLD for count in counts):
        assert [cell.value for count, cell in zip(counts, cells, strict=True) if not count.figure] == [0] * sum(
            not count.figure for count in counts
        )


@given(st.integers(0, 1000))
def test_a_figure_alone(figure: int) -> None:
    cell = alone(Count(figure, figure))
    assert cell == (Cell(None, BELOW) if 0 < figure < THRESHOLD else Cell(figure))


def test_many_months_of_few_people_are_hidden_as_well() -> None:
    assert alone(Count(figure=8, people=2)) == Cell(None, NOT_SHOWN)
    column = [Count(8, 2), Count(30, 9), Count(90, 20), Count()]
    assert [cell.value for cell in parts_of_a_total(column)] == [None, None, 90, 0]


def test_what_is_hidden_stays_hidden_in_a_sum() -> None:
    assert Cell(31) + Cell(26) == Cell(57)
    assert Cell(31) + Cell(None, NOT_SHOWN) == Cell(None, NOT_SHOWN)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 20)), max_size=8), st.sets(st.integers(0, 7)))
def test_figures_that_bound_one_another_are_hidden_at_the_same_places(
    rows: list[tuple[int, int]], other: set[int]
) -> None:
    """Trainees and their months, hidden together and where active people are hidden."""
    asked = {place for place in other if place < len(rows)}
    trainees = [Count(people, people) for people, _more in rows]
    months = [Count(people + more if people else 0, people) for people, more in rows]
    hidden = hidden_together([trainees, months], asked)
    assert asked <= hidden
    for column in (trainees, months):
        cells = parts_of_a_total(column, hidden)
        places = {place for place, cell in enumerate(cells) if cell.value is None and column[place].figure}
        assert places == {place for place in hidden if column[place].figure}
        assert len(places) != 1 or sum(bool(count.figure) for count in column) == 1
        assert not any(count.is_small for place, count in enumerate(column) if place not in places)


def test_months_do_not_tell_which_hidden_trainees_are_few() -> None:
    trainees, months = [Count(1, 1), Count(5, 5), Count(9, 9)], [Count(9, 1), Count(30, 5), Count(10, 9)]
    assert hidden_parts(trainees) == {0, 1}
    assert hidden_parts(months) == {0, 2}
    assert hidden_together([trainees, months]) == {0, 1, 2}
