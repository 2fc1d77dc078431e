"""What the pages aim at, and whether they got there."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

QUERIES = {"list": 8, "person": 10, "today": 10, "team": 10, "export": 6}
MOST_QUERIES = 12
SMALL, LARGE, VERY_LARGE = 412, 20_000, 100_000
GROWTH = 1.5
MS_AT_LARGE, BARE_AT_LARGE = 60.0, 4.0
TODAY_MS = 100.0
EXPORT_MS, EXPORT_ROWS = 1_000.0, 2_600
WORKER_MB = 150.0
FAST_KINDS = ("list", "person")
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One aim, the worst figure found, and where."""

    aim: str
    found: str
    is_met: bool


def verdicts(sizes: Sequence[Any]) -> Iterator[Verdict]:
    """Compare what was measured at each size with every aim that these sizes can tell of."""
    by_size = {one.people: one for one in sizes}
    for kind, most in QUERIES.items():
        if rows := _rows(sizes, kind):
            yield _most(f"{kind}: at most {most} queries", rows, "queries", most)
    yield _most(f"any page: at most {MOST_QUERIES} queries", _rows(sizes), "queries", MOST_QUERIES)
    if rows := _rows(sizes, "today"):
        yield _most(f"Oggi of a mediator: at most {TODAY_MS:g} ms", rows, "ms", TODAY_MS)
    if LARGE in by_size:
        yield from _at_large(by_size[LARGE])
    if SMALL in by_size and VERY_LARGE in by_size:
        yield _growth(by_size[SMALL], by_size[VERY_LARGE])
    big = [(one.people, row) for one in sizes if one.people >= LARGE for row in one.figures]
    exports = [pair for pair in big if pair[1]["kind"] == "export"]
    if exports:
        yield _most(f"export of {EXPORT_ROWS} rows: at most {EXPORT_MS:g} ms", exports, "ms", EXPORT_MS)
    weights = [(one.people, one.worker_mb) for one in sizes if one.worker_mb is not None]
    if weights:
        people, worst = max(weights, key=lambda pair: pair[1])
        yield Verdict(f"worker: at most {WORKER_MB:g} MB", f"{worst:.0f} MB at {people}", worst <= WORKER_MB)


def _rows(sizes: Sequence[Any], kind: str = "") -> list[tuple[int, Row]]:
    return [(one.people, row) for one in sizes for row in one.figures if kind in {"", row["kind"]}]


def _most(aim: str, rows: Sequence[tuple[int, Row]], key: str, most: float) -> Verdict:
    people, worst = max(rows, key=lambda pair: pair[1][key])
    return Verdict(aim, f"{worst[key]:g}: {_name(worst)} at {people}", worst[key] <= most)


def _at_large(one: Any) -> Iterator[Verdict]:
    rows = [(one.people, row) for row in one.figures if row["kind"] in FAST_KINDS]
    yield _most(f"list and person at {LARGE}: at most {MS_AT_LARGE:g} ms", rows, "ms", MS_AT_LARGE)
    worst = max((row for _people, row in rows), key=one.to_bare)
    ratio = one.to_bare(worst)
    yield Verdict(
        f"list and person at {LARGE}: at most {BARE_AT_LARGE:g} times the bare page",
        f"{ratio:.1f}: {_name(worst)}",
        ratio <= BARE_AT_LARGE,
    )


def _growth(small: Any, large: Any) -> Verdict:
    # Figures counted anew read every row, the small service has no 2,600 rows to export, and what is due in the whole
    # team is as much as there are people.
    warm = [row for row in large.figures if "anew" not in row["title"] and row["kind"] not in {"export", "team"}]
    worst = max(warm, key=lambda row: large.to(small, row))
    ratio = large.to(small, worst)
    return Verdict(
        f"any page at {large.people}: at most {GROWTH:g} times the time at {small.people}",
        f"{ratio:.2f}: {_name(worst)}",
        ratio <= GROWTH,
    )


def _name(row: Row) -> str:
    return f"{row['title']} ({row['reader']})"
