"""Andamento as a paper: the same tables, charts and sentences as the page, with the heads and the foot of a letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from percorsi.documents.papers import as_picture, fill_in, typeset, unknown_words
from percorsi.kit.dates import in_words
from percorsi.reports.selection import Column
from percorsi.reports.word_template import andamento_template
from percorsi.service import queries as service
from percorsi.web.reports.showing import ShownTable
from percorsi.web.shell.charts import Chart, drawing

REPORT = "andamento"  # the key of the office's own template
_TYPST = Path(__file__).with_name("papers") / "andamento.typ"
_DRAWN_WIDTH = 640
_PLAIN_WORDS = (
    *("title", "service", "body", "place_and_day", "addressee", "subject", "signature", "footer", "cut_off"),
    *("contract_note", "hires", "hires_plain", "small_figures"),
)
_LISTS = ("main_tables", "charts", "hires_tables", "more", "definitions")
# What a template may name, and an empty report to try one with.
_WORDS = frozenset({*_PLAIN_WORDS, *_LISTS, "labels", "pictures"})
_DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8"/></svg>'
_EXAMPLE: dict[str, Any] = {**dict.fromkeys(_PLAIN_WORDS, ""), **{name: [] for name in _LISTS}, "labels": {}}


@dataclass(frozen=True, slots=True)
class Letter:
    """What somebody types around the figures."""

    written_on: date
    subject: str
    addressee: str = ""
    place: str = ""
    signature: str = ""


def pdf_of(shown: dict[str, Any], letter: Letter) -> bytes:
    """Return the report as PDF/UA. ``shown`` is what the page shows its reader, so it hides what the page hides."""
    return typeset(_TYPST, _content(shown, letter))


def word_of(shown: dict[str, Any], letter: Letter, *, template: bytes | None = None) -> bytes:
    """Return the report as a Word document, by the office's template or by ours.

    Raises jinja2.TemplateError for a template whose tags cannot be read.
    """
    content = _content(shown, letter)
    pictures = {f"chart_{n}": as_picture(chart["svg"]) for n, chart in enumerate(content["charts"])}
    for n, chart in enumerate(content["charts"]):
        chart["picture"] = f"chart_{n}"
    return fill_in(template or andamento_template(), content, pictures=pictures)


def template_fault(template: bytes) -> str:
    """Return why a Word file cannot be the template of the report, with the remedy; nothing when it can."""
    from docx.opc.exceptions import PackageNotFoundError
    from jinja2 import TemplateError

    unknown = _(
        "Il modello usa parole tra graffe che non ci sono: %(words)s. Correggile, o riparti dal nostro modello."
    )
    try:
        if words := unknown_words(template, known=_WORDS):
            return unknown % {"words": ", ".join(sorted(words))}
        fill_in(template, _EXAMPLE, pictures={"chart_0": as_picture(_DOT)})
    except (TemplateError, PackageNotFoundError, KeyError, ValueError):
        return _("Il modello non si legge: controlla che ogni graffa aperta sia chiusa, o riparti dal nostro modello.")
    return ""


def _content(shown: dict[str, Any], letter: Letter) -> dict[str, Any]:
    heads = [_head(column) for column in shown["columns"]]
    profile = service.profile()
    groups, payers, cuts = shown["group_tables"], shown["payers"], shown["cut_tables"]
    more = [
        (shown["cut"].label if shown["cut"] else "", cuts),
        (_("Gruppi"), groups),
        (payers.title if payers else "", [payers] if payers else []),
    ]
    return {
        "title": shown["title"],
        "service": profile.name or _("Servizio inserimenti lavorativi"),
        "body": _("Affidamento a %(provider)s") % {"provider": shown["provider"]} if shown["provider"] else "",
        "place_and_day": ", ".join(filter(None, [letter.place, in_words(letter.written_on)])),
        "addressee": letter.addressee,
        "subject": letter.subject,
        "signature": letter.signature,
        "footer": _("Andamento del servizio"),
        "cut_off": _("Dati aggiornati al %(day)s") % {"day": in_words(shown["cut_off"])},
        "main_tables": _tables(shown["main_tables"], heads),
        "contract_note": shown["contract_note"],
        "charts": [_chart(chart) for chart in shown["charts"]],
        "hires": shown["hires_words"],
        "hires_plain": shown["hires_words"].replace("*", ""),
        "hires_tables": _tables([shown["hires_table"]], heads),
        "more": [{"title": str(title), "tables": _tables(tables, heads)} for title, tables in more if tables],
        "definitions": [{"name": str(name), "words": str(words)} for name, words in shown["definitions"].items()],
        "small_figures": shown["small_figures_note"] if shown["hides_small"] else "",
        "labels": _labels(),
    }


def _labels() -> dict[str, str]:
    return {
        "addressee": _("Spettabile"),
        "subject": _("Oggetto"),
        "people": _("Persone e tirocini"),
        "charts": _("Grafici"),
        "hires": _("Assunzioni"),
        "definitions": _("Che cosa contano le cifre"),
    }


def _head(column: Column) -> str:
    return f"{column.head} ({column.cut_off_words})" if column.is_unfinished else str(column.head)


def _tables(tables: Iterable[ShownTable], heads: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {
            "title": table.title,
            "head": table.head,
            "columns": list(heads),
            "lines": [{"name": line.name, "cells": [cell.text for cell in line.cells]} for line in table.lines],
        }
        for table in tables
    ]


def _chart(chart: Chart) -> dict[str, str]:
    return {
        "title": chart.title,
        "measure": chart.measure,
        "words": f"{chart.title}. {chart.in_words}",
        "note": f"* {chart.partial_note}" if chart.has_partial else "",
        "svg": drawing(chart, width=_DRAWN_WIDTH),
    }
