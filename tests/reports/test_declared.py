"""Every declared number is counted somewhere and explained in the book."""

from importlib import import_module
from pathlib import Path

import percorsi
from percorsi.kit.indicator import Indicator
from percorsi.reports.figures import DIVIDED, INDICATORS

ROOMS = Path(percorsi.__file__).parent
BOOK = ROOMS.parent / "docs" / "indicators.md"


def declared() -> list[Indicator]:
    modules = [import_module(f"percorsi.{path.parent.name}.indicators") for path in ROOMS.glob("*/indicators.py")]
    return [value for module in modules for value in vars(module).values() if isinstance(value, Indicator)]


def test_reports_counts_every_number_that_a_room_declares() -> None:
    assert {one.key for one in declared()} == {one.key for one in (*INDICATORS, *DIVIDED)}
    assert len({one.key for one in declared()}) == len(declared())


def test_the_book_explains_every_number_in_the_words_of_the_page() -> None:
    book = BOOK.read_text()
    for one in declared():
        assert f"## `{one.key}` · {one.title}\n{one.definition}\n" in book
    assert book.count("\n## ") == len(declared())
