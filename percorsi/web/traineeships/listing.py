"""The list of traineeships: its filters, its rows, and what stands under its heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.accounts.models import User
from percorsi.funding.models import Payer, Project
from percorsi.funding.policy import reads_protected
from percorsi.funding.queries import masked_purse
from percorsi.kit.text import match_key
from percorsi.reports.workbook import Value
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.choices import Course
from percorsi.traineeships.models import Traineeship
from percorsi.traineeships.policy import is_own
from percorsi.web.traineeships.showing import State, state_of

HEADS = (
    gettext_lazy("Tirocinante"),
    gettext_lazy("Ente ospitante"),
    gettext_lazy("Dal"),
    gettext_lazy("Fine"),
    gettext_lazy("Ore settimanali"),
    gettext_lazy("Paga"),
    gettext_lazy("Mesi da compilare"),
    gettext_lazy("Stato"),
)
WITHHELD = gettext_lazy("sede riservata")


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    label: str | Promise
    value: str | Promise
    url: str


@dataclass(frozen=True)
class Row:
    """A traineeship as a list shows it, within the reader's rights."""

    row: Traineeship
    host: str
    purse: str
    state: State

    def cells(self) -> list[Value | Promise]:
        """What stands under the heads, as a file takes it."""
        row: Any = self.row
        return [
            str(row.person), self.host, row.starts_on, row.ends_on, row.weekly_hours, self.purse,
            f"{row.lacking:%m/%Y}" if row.lacking else "", self.state.word,
        ]  # fmt: skip


class FilterForm(forms.Form):
    """The filters of the list. They travel in the address, so no field may hold a word about a person."""

    hides_optional = True
    stato = forms.ChoiceField(
        label=gettext_lazy("Stato"), choices=[(key, capfirst(word)) for key, word in Course.choices]
    )
    ente = forms.CharField(label=gettext_lazy("Ente ospitante"), required=False, max_length=100)
    paga = forms.ModelChoiceField(
        label=gettext_lazy("Paga"),
        queryset=Payer.objects.none(),
        to_field_name="match_key",
        required=False,
        empty_label=gettext_lazy("Tutti"),
    )

    def __init__(self, given: QueryDict, *, reader: User):
        data = given.copy()
        data.setdefault("stato", Course.RUNNING)
        super().__init__(data)
        self.given, self.reader = given, reader
        payers = Payer.objects.all()
        if not reads_protected(reader, is_own=False):
            # The answer alone would tell whose purse bears the name of a protected project.
            payers = payers.exclude(match_key__in=Project.objects.filter(is_protected=True).values("match_key"))
        self.fields["paga"].queryset = payers  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def course(self) -> str:
        """How the traineeships asked for stand; without a word, the running ones."""
        return str(self.cleaned_data.get("stato") or Course.RUNNING)

    @property
    def is_narrow(self) -> bool:
        """Whether a filter other than the state is in force."""
        return bool(self.cleaned_data.get("ente") or self.cleaned_data.get("paga"))

    def found(self, today: date) -> QuerySet[Traineeship]:
        """The traineeships asked for, those that end first at the top."""
        days = standards()[Standard.TRAINEESHIP_ENDING]
        rows = traineeships.in_course(traineeships.visible_to(self.reader), self.course, today, ending_days=days)
        if name := match_key(self.cleaned_data.get("ente") or ""):
            # Where a protected person works is never answered.
            rows = rows.filter(host__match_key__contains=name, person__is_protected=False)
        if payer := self.cleaned_data.get("paga"):
            rows = rows.filter(payer=payer)
        newest_first = self.course in {Course.ENDED, Course.ALL}
        order = F("ends_on").desc(nulls_first=True) if newest_first else F("ends_on").asc(nulls_last=True)
        return rows.order_by(order, "person__sort_key", "pk")

    def chips(self) -> list[Chip]:
        """The filters in force, in the order of the fields."""
        found = []
        if self.course != Course.RUNNING:
            found.append(Chip(_("Stato"), Course(self.course).label, self._without("stato")))
        if name := self.cleaned_data.get("ente"):
            found.append(Chip(_("Ente ospitante"), name, self._without("ente")))
        if payer := self.cleaned_data.get("paga"):
            found.append(Chip(_("Paga"), payer.name, self._without("paga")))
        return found

    def _without(self, name: str) -> str:
        query = self.given.copy()
        for each in (name, "pagina"):
            query.pop(each, None)
        return f"?{query.urlencode()}"


def with_purse(rows: QuerySet[Traineeship], reader: User) -> QuerySet[Traineeship]:
    """Add to each traineeship its purse, as the reader may know it and as everybody may, and whose it is."""
    return rows.annotate(
        open_purse=F("payer__name"),
        masked_purse=masked_purse("payer__name", "payer__match_key"),
        is_own=is_own(reader),
    )


def purse_of(row: Any, reader: User) -> str:
    """Return the name of the purse of a traineeship read by :func:`with_purse`; empty without one."""
    may_read = reads_protected(reader, is_own=row.is_own)
    return (row.open_purse if may_read else row.masked_purse) or ""


def host_of(row: Traineeship) -> str:
    """Return the host as a list tells it: where a protected person works stands on their own page alone."""
    return str(WITHHELD) if row.person.is_protected else row.host.name


def rows_of(found: Iterable[Traineeship], reader: User, today: date) -> list[Row]:
    """Turn traineeships read with their state and purse into rows."""
    return [
        Row(row, host_of(row), purse_of(row, reader), state_of(row, today, is_suspended=row.is_suspended))  # type: ignore[attr-defined]
        for row in found
    ]


def shown(rows: QuerySet[Traineeship], reader: User, today: date) -> QuerySet[Traineeship]:
    """Add to the traineeships of a list what its rows tell."""
    return with_purse(traineeships.with_state(rows.select_related("person", "host"), today), reader)
