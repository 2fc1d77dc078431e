"""The result of an import as the page shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise

from percorsi.accounts.models import User
from percorsi.bridges import queries
from percorsi.bridges.choices import CREATED, NORMALISED, REFUSED
from percorsi.bridges.models import Import

LINES_A_PAGE = 50
REFUSED_LIST, CHANGED_LIST = "rifiutate", "diverse"


@dataclass(frozen=True)
class Counted:
    """A kind with its number."""

    label: str | Promise
    count: int


@dataclass(frozen=True)
class Shown:
    """A line of one of the lists, with the words of its kind."""

    line: queries.ToldLine
    kind: str | Promise


class Result:
    """A stored report for one reader, one page of one of its two lists."""

    def __init__(self, row: Import, reader: User, given: Mapping[str, Any]) -> None:
        report: dict[str, Any] = row.report
        self.created = _counted(report["created"], CREATED)
        self.is_nothing_new = not any(one.count for one in self.created)
        self.merged, self.proposed = report["merged"]["people"], report["proposed"]["people"]
        self.normalised = [one for one in _counted(report["normalised"], NORMALISED) if one.count]
        self.refused_count, self.changed_count = len(report["refused"]), len(report["changed"])
        self.formulas, self.notes, self.problems = report["formulas"], report["notes"], report["problems"]
        self.unknown_headers = list(report["unknown_headers"].items())
        self.is_changed = given.get("elenco") == CHANGED_LIST or not self.refused_count
        chosen = report["changed"] if self.is_changed else report["refused"]
        self.page: Page = Paginator(chosen, LINES_A_PAGE).get_page(given.get("pagina"))
        told = queries.told(self.page.object_list, to=reader)
        self.lines = [Shown(line, REFUSED.get(line.kind, line.kind)) for line in told]
        self.people = list(dict.fromkeys(line.person for line in told if line.person is not None))


def _counted(counts: Mapping[str, int], labels: Mapping[str, str | Promise]) -> list[Counted]:
    return [Counted(labels.get(kind, kind), count) for kind, count in counts.items()]
