"""The tables of the page Andamento: the same rows for the screen and for the files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext

from percorsi.activities.indicators import GROUP_EDITIONS, GROUP_PARTICIPANTS
from percorsi.cases.indicators import ACTIVE_PEOPLE
from percorsi.kit.indicator import Indicator
from percorsi.organisations.choices import Nature
from percorsi.placements.indicators import FIXED, HIRES, HIRES_BY_NATURE, HIRES_BY_TERM, OPEN
from percorsi.reports.choices import Cut
from percorsi.reports.overview import CUTS, MAIN, Figures, Key
from percorsi.reports.selection import Column, Selection
from percorsi.reports.sentences import Hires, nature_words
from percorsi.reports.suppression import NOT_SHOWN, Cell
from percorsi.traineeships.indicators import MONTHS_BY_PAYER, TRAINEES, TRAINEESHIP_MONTHS


@dataclass(frozen=True, slots=True)
class Line:
    """A row of figures with its name; ``key`` tells what it counts."""

    name: str
    key: Key
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under the same periods. ``title`` says what they are about, ``head`` stands over their names."""

    title: str
    head: str
    lines: Sequence[Line]


def main_tables(figures: Figures, size: int) -> list[Table]:
    """Return the two tables of the yearly report: active people; trainees and months. ``size``: how many periods."""
    return [
        Table(gettext("Persone"), gettext("Percorsi"), [_line(figures, ACTIVE_PEOPLE, size)]),
        Table(
            gettext("Tirocini"),
            gettext("Tirocini"),
            [_line(figures, TRAINEES, size), _line(figures, TRAINEESHIP_MONTHS, size)],
        ),
    ]


def hires_table(figures: Figures, size: int) -> Table:
    """Return the hires: the total, by nature of the employer and by term, as far as the reader may see."""
    terms = {FIXED: gettext("a tempo determinato"), OPEN: gettext("altri contratti")}
    by_nature = {nature: nature_words(nature) for nature in (*Nature.values, "")}
    lines = [
        _line(figures, HIRES, size),
        *_parts(figures, HIRES_BY_NATURE, by_nature),
        *_parts(figures, HIRES_BY_TERM, terms),
    ]
    return Table(gettext("Assunzioni"), gettext("Assunzioni"), lines)


def groups_tables(figures: Figures) -> list[Table]:
    """Return editions and participants by activity; nothing when there were no groups."""
    names = sorted({key.part for key in figures if key.indicator == GROUP_EDITIONS.key and key.part})
    tables = [
        Table(str(one.title), str(one.title), _parts(figures, one, {name: name for name in names}))
        for one in (GROUP_PARTICIPANTS, GROUP_EDITIONS)
    ]
    return [table for table in tables if table.lines]


def payers_table(figures: Figures) -> Table:
    """Return the months by who pays them, in order of name."""
    names = sorted({key.part for key in figures if key.indicator == MONTHS_BY_PAYER.key and key.part})
    named = {name: name for name in names} | {"": gettext("non indicato")}
    return Table(str(MONTHS_BY_PAYER.title), gettext("Ente pagatore"), _parts(figures, MONTHS_BY_PAYER, named))


def cut_tables(figures: Figures, cut: Cut | None) -> list[Table]:
    """Return a table for each main indicator divided by the cut; none without a cut."""
    if cut is None:
        return []
    stored = {key.label for key in figures if key.label is not None}
    names = {label: CUTS[cut].names().get(label, label) for label in stored if label}
    order = sorted(names, key=lambda label: names[label]) + [label for label in stored if not label]
    blank = gettext("non indicato") if cut == Cut.MUNICIPALITY else gettext("non indicata")
    tables = []
    for one in MAIN:
        lines = [
            Line(names.get(label, blank), Key(one.key, label=label), figures[Key(one.key, label=label)])
            for label in order
            if Key(one.key, label=label) in figures
        ]
        title = gettext("%(what)s per %(by)s") % {"what": one.title, "by": str(cut.label).lower()}
        tables.append(Table(title, str(one.title), lines))
    return [table for table in tables if table.lines]


def hires_by_period(figures: Figures, columns: Sequence[Column]) -> list[Hires]:
    """Return what a sentence on hires needs, period by period; None stands for what the reader may not see."""
    return [
        Hires(
            column,
            _value(figures, Key(HIRES.key), place),
            {nature: _value(figures, Key(HIRES_BY_NATURE.key, part=nature), place) for nature in Nature.values},
            _value(figures, Key(HIRES_BY_TERM.key, part=FIXED), place),
        )
        for place, column in enumerate(columns)
    ]


def all_tables(figures: Figures, selection: Selection) -> list[Table]:
    """Return every table of the page, in its order."""
    size = len(selection.columns)
    more = [hires_table(figures, size), *groups_tables(figures), payers_table(figures)]
    return [*main_tables(figures, size), *[table for table in more if table.lines], *cut_tables(figures, selection.cut)]


def definitions() -> Mapping[str, str]:
    """Return what each figure of the page counts, by its title."""
    shown = (*MAIN, GROUP_PARTICIPANTS, GROUP_EDITIONS)
    return {str(one.title): str(one.definition) for one in shown}


def _line(figures: Figures, indicator: Indicator, size: int) -> Line:
    key = Key(indicator.key)
    return Line(str(indicator.title), key, figures.get(key, [Cell(None, NOT_SHOWN)] * size))


def _parts(figures: Figures, indicator: Indicator, names: Mapping[str, str]) -> list[Line]:
    keys = {name: Key(indicator.key, part=part) for part, name in names.items()}
    return [Line(name, key, figures[key]) for name, key in keys.items() if key in figures]


def _value(figures: Figures, key: Key, place: int) -> int | None:
    """Return a figure; a part that does not occur is zero where its indicator was divided at all, else unknown."""
    if key in figures:
        return figures[key][place].value
    return 0 if any(one.indicator == key.indicator for one in figures) else None
