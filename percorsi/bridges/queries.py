"""Reading past imports. A report names people: each of its lines is told as the reader's rights allow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet
from django.db.models.functions import Upper

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.bridges.models import CellDecision, Import
from percorsi.bridges.register.layout import register_layout
from percorsi.people import queries as people
from percorsi.people.models import RegisterNumber

Line = Mapping[str, Any]
# Sheet, key of the row, field, and the digest of what the file says.
CellKey = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class ToldLine:
    """A refused row or a differing cell as this reader may read it.

    ``values`` are message, or field and both values; without rights on whom it speaks of there are none. ``person`` is
    the key of the person it speaks of, None for nobody or nobody in the archive; ``link`` is their public id.
    """

    sheet: str
    row: int
    kind: str
    values: Mapping[str, str]
    person: int | None
    link: str = ""


def visible_to(user: User) -> QuerySet[Import]:
    """Return the imports that the reader may open, the last one first."""
    if not user.has(Permission.REGISTER_IMPORT):
        return Import.objects.none()
    return Import.objects.select_related("file", "by").defer("refused_rows").order_by("-at", "-id")


def counted(rows: QuerySet[Import]) -> QuerySet[Any]:
    """Return imports for a list: ``new_people`` and ``refused_rows_count`` in place of the whole report."""
    figures = {"new_people": F("report__created__people"), "refused_rows_count": F("report__refused_count")}
    return rows.defer("report", "recognised", "refused_rows").annotate(**figures)


def decisions() -> dict[CellKey, str]:
    """Return what was decided on differing cells, in words, by what tells a cell again."""
    rows = CellDecision.objects.only("sheet", "key", "field", "said", "decision")
    return {(row.sheet, row.key, row.field, row.said): row.get_decision_display() for row in rows}


def told(lines: Iterable[Line], *, to: User) -> list[ToldLine]:
    """Return lines of a stored report ("refused" or "changed") for this reader.

    Of a person whom the reader may not see, and of one whom the file itself says to hide, only the place and the kind
    are told: who has the file can look there.
    """
    lines = list(lines)
    named = {line["folder"] for line in lines} - {""}
    folders = RegisterNumber.objects.annotate(key=Upper("number")).filter(key__in=named)
    person_of = dict(folders.values_list("key", "person_id"))
    visible = people.visible_to(to).filter(pk__in=set(person_of.values()))
    seen = dict(visible.values_list("pk", "public_id"))
    return [_told(line, person_of.get(line["folder"]), seen) for line in lines]


def _told(line: Line, person: int | None, seen: Mapping[int, str]) -> ToldLine:
    is_open = person in seen if person is not None else not line.get("is_hidden", False)
    values = {}
    if is_open:
        values = {name: line[name] for name in ("message", "key", "here", "in_file") if name in line}
    kind = column_name(line["sheet"], line["field"]) if "field" in line else line["kind"]
    link = seen.get(person, "") if person is not None else ""
    return ToldLine(line["sheet"], line["row"], kind, values, person if is_open else None, link)


def column_name(sheet: str, field: str) -> str:
    """Return how the office calls a column; the field itself when no sheet has it."""
    layout = register_layout()
    named = layout.sheet_named(sheet)
    sheets = [named] if named else layout.sheets
    return next((column.name for one in sheets for column in one.columns if column.field == field), field)
