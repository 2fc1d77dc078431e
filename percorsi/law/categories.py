"""The eight categories of people the service works for, with the basis of each, from one file of `values/`.

They are the service's contract definition, so they stay selectable after their regulation ended.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from percorsi.law.strict_toml import (
    CATEGORIES_FILE,
    BadLawFileError,
    Confidence,
    Table,
    check_keys,
    day_of,
    flag_of,
    note_of,
    read_toml,
    rows_of,
    source_of,
    text_of,
)

CATEGORY_KEYS = frozenset(
    {"code", "label", "definition", "is_sensitive", "act", "where", "address", "confidence", "checked_on"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """One category. `label` is the normal Italian form of register and indicators; `code` is what is stored.

    `is_sensitive`: the category alone tells something about health (art. 9 GDPR), so its label obeys the rights of
    the fields it discloses.
    """

    code: str
    label: str
    definition: str
    is_sensitive: bool
    act: str
    where: str
    address: str
    confidence: Confidence
    checked_on: date
    note: str = ""


def category(code: str) -> Category:
    """Return the category stored as `code`. Raises `KeyError` for a code that is not in the file."""
    return CATEGORIES[code]


def read_categories(path: Path) -> Mapping[str, Category]:
    """Read and check a file of categories; keep its order. Raises `BadLawFileError`."""
    table = read_toml(path)
    check_keys(table, required=frozenset({"category"}), optional=frozenset(), where=path.name)
    categories: dict[str, Category] = {}
    for number, row in enumerate(rows_of(table, "category", where=path.name), start=1):
        found = _read_category(row, where=f"{path.name}, category {number}")
        if found.code in categories or found.label in {other.label for other in categories.values()}:
            raise BadLawFileError(f"{path.name}: {found.code} or its label is written twice")
        categories[found.code] = found
    return MappingProxyType(categories)


def _read_category(row: Table, *, where: str) -> Category:
    check_keys(row, required=CATEGORY_KEYS, optional=frozenset({"note"}), where=where)
    address, confidence = source_of(row, where=where)
    return Category(
        code=text_of(row, "code", where=where),
        label=text_of(row, "label", where=where),
        definition=text_of(row, "definition", where=where),
        is_sensitive=flag_of(row, "is_sensitive", where=where),
        act=text_of(row, "act", where=where),
        where=text_of(row, "where", where=where),
        address=address,
        confidence=confidence,
        checked_on=day_of(row, "checked_on", where=where),
        note=note_of(row, where=where),
    )


CATEGORIES: Mapping[str, Category] = read_categories(CATEGORIES_FILE)
