"""The figures of the page Andamento: counted raw and kept, then hidden as far as the reader's scope asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from percorsi.activities.indicators import GROUP_EDITIONS, GROUP_PARTICIPANTS
from percorsi.cases.indicators import ACTIVE_PEOPLE
from percorsi.placements.indicators import HIRES
from percorsi.reports.choices import Cut
from percorsi.reports.figures import DIVIDED, PAGE_CATEGORY, PAGE_MUNICIPALITY, Question, ask
from percorsi.reports.remembering import Memory
from percorsi.reports.selection import Scope, Selection
from percorsi.reports.suppression import (
    Cell,
    Count,
    alone,
    hidden_parts,
    hidden_together,
    parts_of_a_total,
    whole,
)
from percorsi.traineeships.indicators import TRAINEES, TRAINEESHIP_MONTHS

MAIN = (ACTIVE_PEOPLE, TRAINEES, TRAINEESHIP_MONTHS, HIRES)
# Their parts sum to nothing that is shown, while those of DIVIDED sum to a figure of MAIN.
GROUPS = (GROUP_EDITIONS, GROUP_PARTICIPANTS)
CUTS = {Cut.MUNICIPALITY: PAGE_MUNICIPALITY, Cut.CATEGORY: PAGE_CATEGORY}


class Key(NamedTuple):
    """Which row of figures: an indicator, and the label of the cut or the part of the indicator, if any.

    A blank label is that of people who have none; None means that the row is not of one label.
    """

    indicator: str
    label: str | None = None
    part: str | None = None


Raw = Mapping[Key, Sequence[Count]]
Figures = Mapping[Key, Sequence[Cell]]


def figures_for(scope: Scope, selection: Selection, memory: Memory) -> Figures:
    """Return every figure that the reader may see of what they ask: one cell for each period."""
    if not selection.columns:
        return {}
    if not scope.is_outside:
        raw = memory.remembered(("figures", selection), lambda: _count(selection))
        shown = {key: [whole(count) for count in counts] for key, counts in raw.items()}
        return shown | (_hidden_cut(raw) if scope.hides_small(selection.cut) else {})
    if not selection.town:
        raw = memory.remembered(("figures", selection), lambda: _count(selection))
        return _hidden(raw)
    # One municipality is a row of the table of all of them, hidden as it is there: else the two could be compared.
    by_town = Selection(selection.kind, selection.columns, cut=Cut.MUNICIPALITY)
    raw = memory.remembered(("figures", by_town), lambda: _count(by_town))
    none = [Cell(0)] * len(selection.columns)
    cells = _hidden(raw)
    return {Key(one.key): cells.get(Key(one.key, label=selection.town), none) for one in MAIN}


def _count(selection: Selection) -> Raw:
    """Count everything in one query."""
    asked = list(_questions(selection))
    raw: defaultdict[Key, list[Count]] = defaultdict(lambda: [Count()] * len(selection.columns))
    for one in MAIN:
        raw[Key(one.key)] = raw[Key(one.key)]
    for (place, question), answers in zip(asked, ask([question for _, question in asked]), strict=True):
        for answer in answers:
            key = Key(
                question.indicator.key,
                answer.label if question.cut else None,
                answer.part if question.indicator.split else None,
            )
            raw[key][place] = Count(answer.figure, answer.people)
    return dict(raw)


def _questions(selection: Selection) -> list[tuple[int, Question]]:
    within = ((PAGE_MUNICIPALITY, selection.town),) if selection.town else ()
    cut = CUTS[selection.cut] if selection.cut else None
    asked = []
    for place, column in enumerate(selection.columns):
        for indicator in (*MAIN, *DIVIDED, *GROUPS):
            asked.append((place, Question(indicator, column.period, within=within)))
        for indicator in MAIN if cut else ():
            asked.append((place, Question(indicator, column.period, cut, within)))
    return asked


def _hidden(raw: Raw) -> Figures:
    """Hide column by column: the labels of a cut, or the parts of an indicator, share a total."""
    shown: dict[Key, list[Cell]] = {}
    divided = {one.key for one in DIVIDED}
    for key, counts in raw.items():
        if key.label is None and key.indicator not in divided:
            shown[key] = [alone(count) for count in counts]
    for indicator in divided:
        keys = [key for key in raw if key.indicator == indicator]
        by_column = [parts_of_a_total(column) for column in zip(*(raw[key] for key in keys), strict=True)]
        by_key = zip(*by_column, strict=True)
        shown |= {key: list(cells) for key, cells in zip(keys, by_key, strict=True)}
    return shown | _hidden_cut(raw)


def _hidden_cut(raw: Raw) -> dict[Key, list[Cell]]:
    """Hide the labels of a cut: whose active people are hidden has their work hidden too, trainees and months alike."""
    labels = sorted({key.label for key in raw if key.label is not None})
    shown: defaultdict[Key, list[Cell]] = defaultdict(list)
    for place, _total in enumerate(raw[Key(ACTIVE_PEOPLE.key)]) if labels else ():
        columns = {one: [_at(raw, Key(one.key, label=label), place) for label in labels] for one in MAIN}
        active = hidden_parts(columns[ACTIVE_PEOPLE])
        work = hidden_together([columns[TRAINEES], columns[TRAINEESHIP_MONTHS]], active)
        asked = {ACTIVE_PEOPLE: active, TRAINEES: work, TRAINEESHIP_MONTHS: work, HIRES: active}
        for one, counts in columns.items():
            for label, cell in zip(labels, parts_of_a_total(counts, asked[one]), strict=True):
                shown[Key(one.key, label=label)].append(cell)
    return dict(shown)


def _at(raw: Raw, key: Key, place: int) -> Count:
    return raw[key][place] if key in raw else Count()
