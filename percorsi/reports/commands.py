"""The room's console commands."""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from percorsi.kit.periods import Period, free
from percorsi.reports.figures import CUTS, INDICATORS, Figure, figure, figure_by


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
    if by is None:
        return _nested({one.key: figure(one, period) for one in INDICATORS})
    cut = {one.key: figure_by(one, period, by) for one in INDICATORS}
    labels = sorted({label for figures in cut.values() for label in figures})
    empty: dict[str, Figure] = {one.key: {} if one.split else 0 for one in INDICATORS}
    return {label: _nested({key: cut[key].get(label, empty[key]) for key in cut}) for label in labels}


def _nested(figures: dict[str, Figure]) -> dict[str, Any]:
    """Return the figures with those of a family ("hires.total") under its name."""
    nested: dict[str, Any] = {}
    for key, value in figures.items():
        family, _, member = key.partition(".")
        if member:
            nested.setdefault(family, {})[member] = value
        else:
            nested[family] = value
    return nested
