"""Which columns a list of people has for a reader, and how each is sorted."""

from dataclasses import dataclass

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.reports.workbook import Value
from percorsi.web.people.listing import ORDERS, Row


@dataclass(frozen=True)
class Head:
    """The head of a column. ``url`` sorts by it, empty when it cannot; ``sorted_as`` is for aria-sort."""

    label: str | Promise
    url: str = ""
    sorted_as: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Columns:
    """What a list shows to a reader: a municipal social worker sees state and dates, an officer no diary."""

    heads: list[Head]
    has_identity: bool
    has_contact: bool

    @property
    def titles(self) -> list[str | Promise]:
        """The words of the heads."""
        return [head.label for head in self.heads]

    def cells(self, row: Row) -> list[Value | Promise]:
        """What stands under the heads for a row, as a file takes it: figures, days and words."""
        cells: list[Value | Promise] = [row.name]
        if self.has_identity:
            cells += [row.age, _("riservato") if row.is_protected else row.town]
        cells += [row.phase.word, row.opened_on]
        if not self.has_identity:
            cells.append(None if row.opened_on else row.closed_on)
        if self.has_contact:
            cells.append(row.last_contact)
        if self.has_identity:
            cells.append(row.follower)
        return cells


def columns_for(user: User, *, order: str = "", query: QueryDict | None = None) -> Columns:
    """Return the columns; with a ``query`` their heads are links that sort."""
    has_identity, has_contact = user.has(Permission.PEOPLE_CONTACTS), user.has(Permission.DIARY_READ)

    def head(label: str | Promise, key: str = "", *, is_number: bool = False) -> Head:
        if query is None or not key:
            return Head(label, is_number=is_number)
        sorted_as = {key: "ascending", f"-{key}": "descending"}.get(order, "")
        return Head(label, _sorted_by(f"-{key}" if order == key else key, query), sorted_as, is_number)

    heads = [head(_("Persona"), "nome")]
    if has_identity:
        heads += [head(_("Età"), "eta", is_number=True), head(_("Comune"))]
    heads += [head(_("Fase")), head(_("In carico dal"), "dal")]
    if not has_identity:
        heads.append(head(_("Chiuso il")))
    if has_contact:
        heads.append(head(_("Ultimo contatto"), "contatto"))
    if has_identity:
        heads.append(head(_("Segue")))
    return Columns(heads, has_identity, has_contact)


def _sorted_by(key: str, query: QueryDict) -> str:
    assert key in ORDERS
    sorted_query = query.copy()
    sorted_query.pop("pagina", None)
    sorted_query["ordine"] = key
    return f"?{sorted_query.urlencode()}"
