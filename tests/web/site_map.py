"""Every page of the product, found by walking the URL resolver, with the access matrix beside it."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from percorsi.accounts.choices import Role
from tests.web.stage import KINDS, Stage

MATRIX = Path(__file__).with_name("access_matrix.toml")
MISSING = "a" * 22
NO_OBJECT = "-"


@dataclass(frozen=True)
class Route:
    """One page as the resolver knows it: its name, what it takes, its declared right."""

    name: str
    parameters: tuple[str, ...]
    permission: str | None
    methods: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One line of the matrix: for each role, the kinds of object that it may open ("-" where there is no object)."""

    name: str
    methods: tuple[str, ...]
    objects: dict[str, str]
    may: dict[str, frozenset[str]]
    query: str = ""
    note: str = ""

    def allows(self, role: str, kind: str) -> bool:
        """Whether the matrix opens the page to the role for this kind of object."""
        return kind in self.may.get(role, frozenset())

    def kinds(self) -> tuple[str, ...]:
        """The kinds of object to try."""
        return (*KINDS, "missing") if self.objects else (NO_OBJECT,)

    def path(self, stage: Stage, kind: str) -> str:
        """The address of the page for the stage's object of a kind."""
        found = {parameter: _public_id(stage, kind, what) for parameter, what in self.objects.items()}
        return reverse(self.name, kwargs=found) + self.query


def routes() -> list[Route]:
    """Walk the resolver."""
    return sorted(_walk(get_resolver().url_patterns, ""), key=lambda route: route.name)


@cache
def matrix() -> dict[str, Row]:
    """Read the access matrix by name of page."""
    document = tomllib.loads(MATRIX.read_text(encoding="utf-8"))
    words = document["words"]
    return {name: _row(name, line, words) for name, line in document["page"].items()}


def _row(name: str, line: dict[str, Any], words: dict[str, str]) -> Row:
    may = {}
    for role, kinds in line["may"].items():
        assert role in Role.values, f"{name}: no such role: {role}"
        may[role] = frozenset(" ".join(words.get(word, word) for word in kinds.split()).split())
    return Row(
        name,
        tuple(line.get("methods", ["GET"])),
        line.get("objects", {}),
        may,
        line.get("query", ""),
        line.get("note", ""),
    )


def _walk(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[Route]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = ":".join(filter(None, [namespace, pattern.namespace]))
            yield from _walk(pattern.url_patterns, inner)
        else:
            view = pattern.callback
            yield Route(
                ":".join(filter(None, [namespace, pattern.name or "?"])),
                tuple(pattern.pattern.converters),
                getattr(view, "permission", None),
                getattr(view, "methods", ()),
            )


def _public_id(stage: Stage, kind: str, what: str) -> str:
    if kind == "missing" or what == "token":
        return MISSING
    return str(stage.rows[kind][what].public_id)
