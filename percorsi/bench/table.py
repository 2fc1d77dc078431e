"""Printing what was measured: a table a size, then the aims."""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from percorsi.bench import aims

BARE = "plain"


@dataclass(frozen=True, slots=True)
class Measured:
    """One size: how long the building took, how big it became, what a worker weighs, and a row for each page.

    ``load`` is how many processes wanted to run meanwhile; with more than there are cores, times tell of the others.
    """

    people: int
    build_seconds: float
    database_mb: float | None
    worker_mb: float | None
    figures: Sequence[Mapping[str, Any]]
    load: float = 0.0

    def to_bare(self, row: Mapping[str, Any]) -> float:
        """Return how many times the bare page of the same reader a page takes."""
        bare = next(one for one in self.figures if one["kind"] == BARE and one["reader"] == row["reader"])
        return float(row["ms"] / bare["ms"])

    def to(self, other: "Measured", row: Mapping[str, Any]) -> float:
        """Return how many times the same page at another size a page takes."""
        same = next(one for one in other.figures if (one["title"], one["reader"]) == (row["title"], row["reader"]))
        return float(row["ms"] / same["ms"])


def print_size(one: Measured, first: Measured | None = None) -> None:
    """Print the table of one size; ratios are to the first size that was measured."""
    room = f", database {one.database_mb:.0f} MB" if one.database_mb is not None else ""
    weight = f", worker {one.worker_mb:.0f} MB" if one.worker_mb is not None else ""
    busy = f", load {one.load:.1f} on {os.cpu_count()} cores"
    print(f"\n{one.people} people (added in {one.build_seconds:.0f} s{room}{weight}{busy})")
    against = f"x {first.people}" if first else ""
    print(f"{'reader':<24}{'page':<34}{'queries':>8}{'ms':>9}{'cpu ms':>8}{'KB':>8}{'x bare':>8}{against:>9}")
    for row in one.figures:
        growth = f"{one.to(first, row):.2f}" if first else ""
        wrong = "" if row["status"] == 200 else f"  answered {row['status']}"
        print(
            f"{row['reader']:<24}{row['title']:<34}{row['queries']:>8}{row['ms']:>9.1f}{row['cpu']:>8.1f}"
            f"{row['kb']:>8.1f}{one.to_bare(row):>8.1f}{growth:>9}{wrong}",
            flush=True,
        )


def print_verdicts(sizes: Sequence[Measured]) -> None:
    """Print each aim with the worst figure found."""
    print("\nAims")
    for verdict in aims.verdicts(sizes):
        print(f"{'met' if verdict.is_met else 'MISSED':<8}{verdict.aim:<72}{verdict.found}")
