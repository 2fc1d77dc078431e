"""The list of the hires, and the page of one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.kit.text import match_key
from percorsi.placements import queries as placements
from percorsi.placements.choices import Course
from percorsi.placements.models import Placement
from percorsi.reports.workbook import Value
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.traineeships.policy import may_write, reads_reasons
from percorsi.web.placements.showing import acts_on, opened, state_of
from percorsi.web.shell.lists import list_file
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.traineeships.listing import WITHHELD
from percorsi.web.traineeships.showing import State

ROWS_A_PAGE = 20
HEADS = (
    gettext_lazy("Persona"),
    gettext_lazy("Datore di lavoro"),
    gettext_lazy("Contratto"),
    gettext_lazy("Dal"),
    gettext_lazy("Scadenza"),
    gettext_lazy("Ore settimanali"),
    gettext_lazy("Stato"),
)


@dataclass(frozen=True)
class Row:
    """A hire as a list shows it."""

    row: Placement
    employer: str
    state: State

    def cells(self) -> list[Value | Promise]:
        """What stands under the heads, as a file takes it."""
        row = self.row
        contract = row.get_contract_display()
        return [
            str(row.person), self.employer, contract, row.starts_on, row.ends_on, row.weekly_hours, self.state.word,
        ]  # fmt: skip


class FilterForm(forms.Form):
    """The filters of the list; they travel in the address."""

    hides_optional = True
    stato = forms.ChoiceField(
        label=gettext_lazy("Stato"), choices=[(key, capfirst(word)) for key, word in Course.choices]
    )
    ente = forms.CharField(label=gettext_lazy("Datore di lavoro"), required=False, max_length=100)

    def __init__(self, given: QueryDict, *, reader: User):
        data = given.copy()
        data.setdefault("stato", Course.RUNNING)
        super().__init__(data)
        self.given, self.reader = given, reader
        self.is_valid()

    @property
    def course(self) -> str:
        """How the hires asked for stand; without a word, the running ones."""
        return str(self.cleaned_data.get("stato") or Course.RUNNING)

    @property
    def employer(self) -> str:
        """Part of the employer's name."""
        return str(self.cleaned_data.get("ente") or "")

    def found(self, today: date) -> QuerySet[Placement]:
        """The hires asked for, those that end first at the top."""
        days = standards()[Standard.CONTRACT_ENDING]
        rows = placements.in_course(placements.visible_to(self.reader), self.course, today, ending_days=days)
        if name := match_key(self.employer):
            # Where a protected person works is never answered.
            rows = rows.filter(employer__match_key__contains=name, person__is_protected=False)
        newest_first = self.course in {Course.ENDED, Course.ALL}
        order = F("ends_on").desc(nulls_first=True) if newest_first else F("ends_on").asc(nulls_last=True)
        return rows.order_by(order, "person__sort_key", "pk").select_related("person", "employer")

    def chips(self) -> list[tuple[str, str | Promise, str]]:
        """The filters in force: label, value, and the address of the list without it."""
        found: list[tuple[str, str | Promise, str]] = []
        if self.course != Course.RUNNING:
            found.append((_("Stato"), Course(self.course).label, self._without("stato")))
        if self.employer:
            found.append((_("Datore di lavoro"), self.employer, self._without("ente")))
        return found

    def _without(self, name: str) -> str:
        query = self.given.copy()
        for each in (name, "pagina"):
            query.pop(each, None)
        return f"?{query.urlencode()}"


@page(Permission.WORK_WRITE)
def placements_list(request: HttpRequest) -> HttpResponse:
    """The hires of the people whom the reader sees, those that end first at the top; twenty a page."""
    reader, today = reader_of(request), timezone.localdate()
    filters = FilterForm(request.GET, reader=reader)
    found = filters.found(today)
    cells = (row.cells() for row in _rows(found, today))
    file = list_file(request, _("Assunzioni"), HEADS, cells, found.values_list("person", flat=True))
    if file is not None:
        return file
    shown: Page = Paginator(found, ROWS_A_PAGE).get_page(request.GET.get("pagina"))
    rows = _rows(shown, today)
    log_view(request, Act.LIST, people=[each.row.person_id for each in rows])
    context = {"filters": filters, "page": shown, "rows": rows, "heads": HEADS, "today": today}
    return render(request, "placements/list.html", context | {"has_errors": bool(filters.errors)})


@page(Permission.WORK_READ)
def placement(request: HttpRequest, placement_id: str) -> HttpResponse:
    """One hire: its data, where it came from, and how it ended."""
    act = opened(request, placement_id)
    context = {
        "head": act.head,
        "row": act.row,
        "state": state_of(act.row, act.head.today),
        "links": acts_on(act.row) if may_write(act.reader, act.head.person) else [],
        "reads_reasons": reads_reasons(act.reader),
    }
    return render(request, "placements/placement.html", context)


def _rows(found: Iterable[Placement], today: date) -> list[Row]:
    return [
        Row(row, str(WITHHELD) if row.person.is_protected else row.employer.name, state_of(row, today)) for row in found
    ]
