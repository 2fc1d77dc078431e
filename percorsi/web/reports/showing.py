"""The figures as the page shows them: cells with their links, charts with their message, the paragraph on hires."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from percorsi.accounts.models import User
from percorsi.cases.indicators import ACTIVE_PEOPLE
from percorsi.kit.dates import in_words
from percorsi.reports import tables
from percorsi.reports.choices import Cut, Kind
from percorsi.reports.figures import BLANK
from percorsi.reports.frame import Frame
from percorsi.reports.overview import Figures, Key
from percorsi.reports.rows import BY_KEY, may_open
from percorsi.reports.selection import Column, Selection
from percorsi.reports.sentences import Hires, chart_title, hires_sentence, majority_nature, nature_words, unit
from percorsi.reports.suppression import Cell
from percorsi.reports.tables import Table
from percorsi.traineeships.indicators import TRAINEES, TRAINEESHIP_MONTHS
from percorsi.web.reports.files import small_figures_note
from percorsi.web.shell.charts import Chart, Part, Point
from percorsi.web.shell.templatetags.shell import number

Address = Callable[[Key, Column], str]


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A figure as it is written, with the address of the rows behind it, blank for none."""

    text: str
    url: str
    is_partial: bool


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A row of a table."""

    name: str
    cells: Sequence[ShownCell]


@dataclass(frozen=True, slots=True)
class ShownTable:
    """A table of the page."""

    title: str
    head: str
    lines: Sequence[ShownLine]


def written(cell: Cell) -> str:
    """Return the figure as a reader gets it: "1.234", "< 5", "n.d."."""
    return cell.mark if cell.value is None else number(cell.value)


def overview_context(user: User, frame: Frame, selection: Selection, figures: Figures) -> dict[str, Any]:
    """Return what the page needs beside its form: tables, charts, the paragraph and its bars."""
    address = _addresses(user, selection)
    size = len(selection.columns)
    hires = tables.hires_by_period(figures, selection.columns)

    def shown(table: Table) -> ShownTable:
        return _shown(table, selection.columns, address)

    hires_words = hires_sentence(selection.kind, hires)
    hires_table = shown(tables.hires_table(figures, size))
    payers = shown(tables.payers_table(figures))
    return {
        "title": _title(selection),
        "columns": selection.columns,
        "main_tables": [shown(table) for table in tables.main_tables(figures, size)],
        "charts": [_chart(figures, selection, address, *spoken) for spoken in _spoken()],
        "hires_words": hires_words,
        "hires_sentence": bold(hires_words),
        "splits": _splits(hires),
        "hires_table": hires_table,
        "group_tables": [shown(table) for table in tables.groups_tables(figures)],
        "payers": payers if payers.lines else None,
        "cut_tables": [shown(table) for table in tables.cut_tables(figures, selection.cut)],
        "cut": selection.cut,
        "contract_note": _contract_note(frame, selection),
        "opens_rows": may_open(user),
        "definitions": tables.definitions(),
        "small_figures_note": small_figures_note(),
    }


def bold(sentence: str) -> SafeString:
    """Return the sentence with what stands between asterisks in bold."""
    parts = enumerate(sentence.split("*"))
    return format_html_join(
        "", "{}", ((format_html("<b>{}</b>", part) if place % 2 else part,) for place, part in parts)
    )


def _title(selection: Selection) -> str:
    labels = [column.period.label for column in selection.columns]
    if not labels:
        return gettext("Andamento del servizio")
    span = labels[0] if len(labels) == 1 else f"{labels[0]}–{labels[-1]}"
    if selection.kind not in {Kind.CALENDAR, Kind.CONTRACT} and len(labels) > 1:
        span = gettext("%(first)s – %(last)s") % {"first": labels[0], "last": labels[-1]}
    where = selection.town or gettext("del servizio")
    return gettext("Andamento %(where)s, %(span)s") % {
        "where": gettext("a %s") % where if selection.town else where,
        "span": span,
    }


def _contract_note(frame: Frame, selection: Selection) -> str:
    contract = frame.contract
    if contract is None or not selection.columns or contract.starts_on <= selection.columns[0].period.first:
        return ""
    return gettext(
        "Il contratto con %(provider)s decorre dal %(day)s: ciò che è prima viene dalla gestione precedente."
    ) % {
        "provider": contract.provider,
        "day": in_words(contract.starts_on),
    }


def _addresses(user: User, selection: Selection) -> Address:
    """Return the function that says where the rows behind a figure are, as far as the user may open them."""
    base = reverse("reports:rows")

    def address(key: Key, column: Column) -> str:
        is_by_category = key.label is not None and selection.cut == Cut.CATEGORY
        if key.indicator not in BY_KEY or not may_open(user, by_category=is_by_category):
            return ""
        given: dict[str, str] = {"cifra": key.indicator}
        given |= {"dal": column.period.first.isoformat(), "al": column.period.last.isoformat()}
        if key.part is not None:
            given["parte"] = key.part or BLANK
        if selection.town:
            given["comune"] = selection.town
        if key.label is not None and selection.cut:
            given[selection.cut.value] = key.label or BLANK
        return f"{base}?{urlencode(given)}"

    return address


def _shown(table: Table, columns: Sequence[Column], address: Address) -> ShownTable:
    lines = [ShownLine(line.name, _cells(line.cells, line.key, columns, address)) for line in table.lines]
    return ShownTable(table.title, table.head, lines)


def _cells(cells: Sequence[Cell], key: Key, columns: Sequence[Column], address: Address) -> list[ShownCell]:
    return [
        ShownCell(written(cell), address(key, column) if cell.value else "", column.is_unfinished)
        for cell, column in zip(cells, columns, strict=True)
    ]


def _spoken() -> list[tuple[str, str, str]]:
    """Return what the three charts draw: the indicator, how its figures are spoken of, and its measure."""
    return [
        (ACTIVE_PEOPLE.key, gettext("le persone in carico"), str(ACTIVE_PEOPLE.title)),
        (TRAINEES.key, gettext("i tirocinanti"), gettext("Persone in tirocinio")),
        (TRAINEESHIP_MONTHS.key, gettext("i mesi di tirocinio"), str(TRAINEESHIP_MONTHS.title)),
    ]


def _chart(figures: Figures, selection: Selection, address: Address, *spoken: str) -> Chart:
    indicator, subject, measure = spoken
    key, columns = Key(indicator), selection.columns
    cells = figures[key]
    shown = _cells(cells, key, columns, address)
    points = [
        Point(column.period.label, cell.value, each.text, column.is_unfinished, each.url)
        for column, cell, each in zip(columns, cells, shown, strict=True)
    ]
    unfinished = [column.cut_off_words for column in columns if column.is_unfinished]
    period = unit(selection.kind)
    return Chart(
        chart_title(subject, selection.kind, columns, [cell.value for cell in cells]),
        gettext("%(measure)s, per %(unit)s") % {"measure": measure, "unit": period},
        points,
        partial_note=gettext("%(until)s: %(unit)s non finito") % {"until": unfinished[0], "unit": period}
        if unfinished
        else "",
    )


def _splits(hires: Sequence[Hires]) -> list[tuple[Part, Part]]:
    """Return the two bars under the paragraph, of the period that it speaks of; none without hires."""
    finished = [one for one in hires if not one.column.is_unfinished] or list(hires)
    if not finished or not finished[-1].total:
        return []
    last = finished[-1]
    nature = majority_nature(last)
    by_nature = last.by_nature.get(nature) if nature else None
    bars = []
    if nature and by_nature is not None:
        bars.append(_split(by_nature, last.total or 0, nature_words(nature), gettext("altri datori di lavoro")))
    if last.fixed is not None:
        bars.append(_split(last.fixed, last.total or 0, gettext("a tempo determinato"), gettext("altri contratti")))
    return bars


def _split(part: int, total: int, name: str, others: str) -> tuple[Part, Part]:
    return Part(part, number(part), name), Part(total - part, number(total - part), others)


def chosen(given: Mapping[str, Any]) -> str:
    """Return the choices as the end of an address."""
    kept = {name: value for name, value in given.items() if value}
    return f"?{urlencode(kept)}" if kept else ""
