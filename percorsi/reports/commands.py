"""The room's console commands."""

import json
from argparse import ArgumentParser
from collections.abc import Sequence
from datetime import date
from typing import Any

from percorsi.kit.indicator import Indicator
from percorsi.kit.periods import Period, free
from percorsi.reports.figures import BLANK, CUTS, INDICATORS, Answer, Question, ask


def indicators_command(words: list[str]) -> int:
    """``percorsi indicators --from DAY --to DAY [--by CUT] [--json]``: unsuppressed figures of the whole service."""
    parser = ArgumentParser(prog="percorsi indicators", description="Stampa le cifre del servizio in un periodo.")
    parser.add_argument("--from", dest="first", type=date.fromisoformat, required=True, metavar="AAAA-MM-GG")
    parser.add_argument("--to", dest="last", type=date.fromisoformat, required=True, metavar="AAAA-MM-GG")
    parser.add_argument("--by", choices=sorted(CUTS), help="divide per comune o per categoria prevalente")
    parser.add_argument("--json", action="store_true", help="stampa un solo documento JSON")
    options = parser.parse_args(words)
    if options.last < options.first:
        parser.error("il periodo finisce prima di cominciare: scambiare --from e --to")
    figures = collect(free(options.first, options.last), by=options.by)
    print(json.dumps(figures, ensure_ascii=False, indent=None if options.json else 2))
    return 0


def collect(period: Period, *, by: str | None = None) -> dict[str, Any]:
    """Return every indicator in the period by its key; with ``by``, one such object for each label of the cut."""
    cut = CUTS[by] if by else None
    answers = dict(zip(INDICATORS, ask([Question(one, period, cut) for one in INDICATORS]), strict=True))
    if cut is None:
        return _nested({one.key: _figure(one, found) for one, found in answers.items()})
    names = cut.names()
    labels = {answer.label for found in answers.values() for answer in found}
    return {
        name: _nested({one.key: _figure(one, _under(label, found)) for one, found in answers.items()})
        for name, label in sorted((names.get(label, label) or BLANK, label) for label in labels)
    }


def _under(label: str, answers: Sequence[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.label == label]


def _figure(indicator: Indicator, answers: Sequence[Answer]) -> int | dict[str, int]:
    """Return the number, or its named parts where the indicator is split; nothing found is zero."""
    if indicator.split:
        return {answer.part: answer.figure for answer in answers}
    return sum(answer.figure for answer in answers)


def _nested(figures: dict[str, Any]) -> dict[str, Any]:
    """Return the figures with those of a family ("hires.total") under its name."""
    nested: dict[str, Any] = {}
    for key, value in figures.items():
        family, _, member = key.partition(".")
        if member:
            nested.setdefault(family, {})[member] = value
        else:
            nested[family] = value
    return nested
