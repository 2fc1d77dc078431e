"""The console command ``percorsi bench``. It works before Django is set up: it must never read a real installation."""

import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from percorsi.bench.installation import Installation, copied, postgres_database, temporary_installation
from percorsi.bench.table import Measured, print_size, print_verdicts

SIZES = (412, 12_000, 20_000, 100_000)
FAILED, REFUSED = 1, 2


def bench_command(words: list[str]) -> int:
    """``percorsi bench [--sizes N,...] [--database-url postgres://...]``: build, measure, print.

    Exit code 0 when everything was measured; an aim that is missed is printed as such, because time depends on the
    machine. 1 when a step failed, 2 when the words make no sense.
    """
    parser = ArgumentParser(prog="percorsi bench", description="Measure the pages on databases of growing size.")
    parser.add_argument("--sizes", type=_sizes, default=SIZES, help="numbers of people, rising: 412,12000")
    parser.add_argument("--database-url", default="", help="a PostgreSQL server on which a database may be made")
    options = parser.parse_args(words)
    if options.database_url and not options.database_url.startswith(("postgres://", "postgresql://")):
        print("--database-url names a PostgreSQL server; without it SQLite is measured.", file=sys.stderr)
        return REFUSED
    try:
        with _installation(options.database_url) as place:
            print_verdicts(_measure_all(place, options.sizes))
    except subprocess.CalledProcessError as failure:
        print(f"The step «{failure.cmd[-1]}» failed: its own words are above.", file=sys.stderr)
        return FAILED
    return 0


def _measure_all(place: Installation, sizes: tuple[int, ...]) -> list[Measured]:
    """Print the table of each size as soon as it is known."""
    results: list[Measured] = []
    for size in sizes:
        print(f"{size} people ...", file=sys.stderr, flush=True)
        results.append(_measure(place, size))
        print_size(results[-1], results[0] if len(results) > 1 else None)
    return results


@contextmanager
def _installation(server: str) -> Iterator[Installation]:
    if not server:
        with temporary_installation() as place:
            yield place
        return
    with postgres_database(server) as url, temporary_installation(url) as place:
        yield place


def _measure(place: Installation, size: int) -> Measured:
    """Grow the database to the size and measure a copy of it, each task in a fresh process."""
    built: dict[str, Any] = place.work("grow", str(size), date.today().isoformat())  # noqa: DTZ011 - no Django here
    with copied(place) as copy:
        seen = copy.work("measure")
        weight = copy.work("weigh")["mb"]
    return Measured(size, built["seconds"], place.megabytes(), weight, seen["figures"], seen["load"])


def _sizes(text: str) -> tuple[int, ...]:
    sizes = tuple(int(word) for word in text.split(","))
    if not sizes or sizes[0] < 1 or list(sizes) != sorted(set(sizes)):
        raise ValueError(text)
    return sizes
