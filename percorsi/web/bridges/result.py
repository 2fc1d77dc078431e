"""The result of an import, or of its trial, as the page shows it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.functional import Promise

from percorsi.accounts.models import User
from percorsi.bridges import queries
from percorsi.bridges.changed_cells import can_take
from percorsi.bridges.choices import CREATED, NORMALISED, REFUSED, State
from percorsi.bridges.models import Import
from percorsi.bridges.queries import CellKey
from percorsi.bridges.taking_over.stored_report import cell_key

LINES_A_PAGE = 50
REFUSED_LIST, CHANGED_LIST, DECIDED_LIST = "rifiutate", "diverse", "decise"
LISTS = (REFUSED_LIST, CHANGED_LIST, DECIDED_LIST)


@dataclass(frozen=True)
class Counted:
    """A kind with its number; ``key`` is how an address asks for it."""

    label: str | Promise
    count: int
    key: str = ""
    is_chosen: bool = False


@dataclass(frozen=True)
class Shown:
    """A line of one of the lists: its place in the report, the words of its kind, and what can be done with it."""

    line: queries.ToldLine
    place: int
    kind: str | Promise
    can_take: bool = False
    decision: str | Promise = ""


class Result:
    """A stored report for one reader, one page of one of its lists, of one kind when one is asked for."""

    def __init__(self, row: Import, reader: User, given: Mapping[str, Any]) -> None:
        self._report: dict[str, Any] = row.report
        report = self._report
        self.is_done = row.state == State.DONE
        self.created = _counted(report["created"], CREATED)
        self.is_nothing_new = not any(one.count for one in self.created)
        self.merged, self.proposed = report["merged"]["people"], report["proposed"]["people"]
        self.normalised = [one for one in _counted(report["normalised"], NORMALISED) if one.count]
        self.formulas, self.notes, self.problems = report["formulas"], report["notes"], report["problems"]
        self.unknown_headers = list(report["unknown_headers"].items())
        self._decided: dict[CellKey, str] = queries.decisions() if report["changed"] else {}
        self._places = self._by_list()
        self.refused_count, self.changed_count, self.decided_count = (len(self._places[name]) for name in LISTS)
        asked = str(given.get("elenco", ""))
        self.list = asked if asked in LISTS else (REFUSED_LIST if self.refused_count else CHANGED_LIST)
        self._choose_kind(str(given.get("tipo", "")))
        self.page: Page = Paginator(self._chosen, LINES_A_PAGE).get_page(given.get("pagina"))
        self.lines = self._shown(reader)
        self.people = list(dict.fromkeys(one.line.person for one in self.lines if one.line.person is not None))
        self.can_decide = self.is_done and self.list == CHANGED_LIST
        self.can_take_all = self.can_decide and any(can_take(self._line(place)) for place in self._chosen)

    @property
    def is_refused_list(self) -> bool:
        """Whether the list is that of the refused rows."""
        return self.list == REFUSED_LIST

    @property
    def is_decided_list(self) -> bool:
        """Whether the list is that of the cells on which somebody decided."""
        return self.list == DECIDED_LIST

    def places_of(self, kind: str, *, takes: bool) -> list[int]:
        """Return the places of the undecided cells of a column; with ``takes`` of those that can be taken."""
        places = [place for place in self._places[CHANGED_LIST] if _column_key(self._line(place)) == kind]
        return [place for place in places if not takes or can_take(self._line(place))]

    def _by_list(self) -> dict[str, list[int]]:
        changed = self._report["changed"]
        decided = {place for place, line in enumerate(changed) if cell_key(line) in self._decided}
        return {
            REFUSED_LIST: list(range(len(self._report["refused"]))),
            CHANGED_LIST: [place for place in range(len(changed)) if place not in decided],
            DECIDED_LIST: sorted(decided),
        }

    def _line(self, place: int) -> dict[str, Any]:
        found: dict[str, Any] = self._report["refused" if self.list == REFUSED_LIST else "changed"][place]
        return found

    def _choose_kind(self, asked: str) -> None:
        """Set the kinds of the list with their numbers, and the places of the one asked for, or of all."""
        places = self._places[self.list]
        key_of = _refused_key if self.list == REFUSED_LIST else _column_key
        counts = Counter(key_of(self._line(place)) for place in places)
        self.kind = asked if asked in counts else ""
        self.kinds = [Counted(_kind_words(key), count, key, key == self.kind) for key, count in sorted(counts.items())]
        self.total = len(places)
        self._chosen = [place for place in places if not self.kind or key_of(self._line(place)) == self.kind]

    def _shown(self, reader: User) -> list[Shown]:
        places = list(self.page.object_list)
        told = queries.told([self._line(place) for place in places], to=reader)
        shown = []
        for place, line in zip(places, told, strict=True):
            if self.list == REFUSED_LIST:
                shown.append(Shown(line, place, REFUSED.get(line.kind, line.kind)))
                continue
            stored = self._line(place)
            decision = self._decided.get(cell_key(stored), "")
            shown.append(Shown(line, place, line.kind, bool(line.values) and can_take(stored), decision))
        return shown


def _counted(counts: Mapping[str, int], labels: Mapping[str, str | Promise]) -> list[Counted]:
    return [Counted(labels.get(kind, kind), count) for kind, count in counts.items()]


def _refused_key(line: Mapping[str, Any]) -> str:
    return str(line["kind"])


def _column_key(line: Mapping[str, Any]) -> str:
    return f"{line['sheet']}|{line['field']}"


def _kind_words(key: str) -> str | Promise:
    sheet, bar, field = key.partition("|")
    return f"{sheet}, {queries.column_name(sheet, field)}" if bar else REFUSED.get(key, key)
