"""The referrals of a list: which ones are asked for, in which order, how the clock of each stands."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.db.models import Case, F, IntegerField, Q, QuerySet, When
from django.db.models import Value as Number
from django.db.models.expressions import OrderBy
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from percorsi.accounts.models import User
from percorsi.referrals import queries as referrals
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.reports.workbook import Value
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.web.people.columns import Head
from percorsi.web.shell.municipalities import usual

ROWS_A_PAGE = 20
# From how many days before the end the clock is told in amber.
SOON = 3
WAITING, ALL = "in-attesa", "tutte"
_WAITS = Q(outcome=Outcome.WAITING)
STATES: dict[str, tuple[Promise, Q]] = {
    WAITING: (_("in attesa"), _WAITS),
    "riaperte": (_("riaperte"), _WAITS & Q(reopened_on__isnull=False)),
    "accolte": (_("accolte"), Q(outcome=Outcome.ACCEPTED)),
    "non-accolte": (_("non accolte"), Q(outcome=Outcome.REFUSED)),
    ALL: (_("tutte"), Q()),
}
PERIODS: dict[str, Promise] = {
    "mese": _("ultimi 30 giorni"),
    "anno": _("quest’anno"),
    "anno-scorso": _("l’anno scorso"),
}
_FIRST = Case(When(_WAITS, then=Number(0)), default=Number(1), output_field=IntegerField())
_TERM = Case(When(_WAITS, then=F("answer_by")))
HEADS = (_("Persona"), _("Arrivata"), _("Rispondere entro"), _("Comune"), _("Assistente sociale"), _("Esito"))
ORDERS: dict[str, tuple[OrderBy, ...]] = {
    # Those that wait, the oldest first; then the answered ones, the newest first.
    "": (_FIRST.asc(), _TERM.asc(nulls_last=True), F("referred_on").desc(), F("id").asc()),
    "arrivata": (F("referred_on").asc(), F("id").asc()),
    "-arrivata": (F("referred_on").desc(), F("id").desc()),
    "nome": (F("person__sort_key").asc(), F("id").asc()),
    "-nome": (F("person__sort_key").desc(), F("id").desc()),
}


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Clock:
    """How long there is to answer: the words and their tint."""

    words: str
    tint: str


class FilterForm(forms.Form):
    """Which referrals: by state, municipality, when they came. Nothing about a person stands in the address."""

    hides_optional = True
    stato = forms.ChoiceField(label=_("Stato"), required=False)
    comune = forms.ModelChoiceField(
        label=_("Comune"), queryset=usual(), to_field_name="public_id", required=False, empty_label=_("Tutti")
    )
    periodo = forms.ChoiceField(label=_("Arrivate"), required=False)

    def __init__(self, given: QueryDict) -> None:
        data = given.copy()
        data.setdefault("stato", WAITING)
        super().__init__(data)
        self.given = given
        self.fields["comune"].queryset = usual().order_by("name")  # type: ignore[attr-defined]
        self.fields["stato"].choices = [(key, capfirst(str(word))) for key, (word, _rows) in STATES.items()]  # type: ignore[attr-defined]
        self.fields["periodo"].choices = [  # type: ignore[attr-defined]
            ("", _("In qualunque giorno")),
            *((key, capfirst(str(word))) for key, word in PERIODS.items()),
        ]
        self.is_valid()

    @property
    def state(self) -> str:
        """The state asked for; those that wait without one."""
        return str(self.cleaned_data.get("stato") or WAITING)

    @property
    def order(self) -> str:
        """The order asked for, or the usual one."""
        asked = self.given.get("ordine", "")
        return asked if asked in ORDERS else ""

    def rows(self, user: User, today: date) -> QuerySet[Referral]:
        """Return the referrals asked for among those that the user may open, in order, with their clock."""
        rows = referrals.visible_to(user).filter(STATES[self.state][1], self._came(today))
        if town := self.cleaned_data.get("comune"):
            # Which municipality sent a protected person is never answered.
            rows = rows.filter(municipality=town, person__is_protected=False)
        rows = referrals.with_clock(rows, standards()[Standard.ANSWER])
        return rows.select_related("person", "municipality", "social_worker").order_by(*ORDERS[self.order])

    def chips(self) -> list[Chip]:
        """The filters in force, in the order of the fields."""
        town, period = self.cleaned_data.get("comune"), self.cleaned_data.get("periodo")
        told = (
            ("stato", "" if self.state == ALL else str(STATES[self.state][0])),
            ("comune", town.name if town else ""),
            ("periodo", str(PERIODS[period]) if period else ""),
        )
        return [Chip(str(self.fields[name].label), words, self._without(name)) for name, words in told if words]

    @property
    def is_narrow(self) -> bool:
        """Whether the list shows less, or others, than all those that wait."""
        return self.state != WAITING or bool(self.cleaned_data.get("comune") or self.cleaned_data.get("periodo"))

    def heads(self, *, has_acts: bool) -> list[Head]:
        """The heads of the columns; who came and when can be sorted by."""
        labels = [Head(label) for label in HEADS]
        labels[:2] = [self._sorting(HEADS[0], "nome"), self._sorting(HEADS[1], "arrivata")]
        return [*labels, Head(_("Azione"))] if has_acts else labels

    def _sorting(self, label: Promise, name: str) -> Head:
        query = self.given.copy()
        query.pop("pagina", None)
        query["ordine"] = f"-{name}" if self.order == name else name
        sorted_as = {name: "ascending", f"-{name}": "descending"}.get(self.order, "")
        return Head(label, f"?{query.urlencode()}", sorted_as)

    def _came(self, today: date) -> Q:
        first = date(today.year, 1, 1)
        return {
            "mese": Q(referred_on__gt=today - timedelta(days=30)),
            "anno": Q(referred_on__gte=first),
            "anno-scorso": Q(referred_on__gte=date(today.year - 1, 1, 1), referred_on__lt=first),
        }.get(self.cleaned_data.get("periodo") or "", Q())

    def _without(self, name: str) -> str:
        query = self.given.copy()
        query.pop("pagina", None)
        query.pop(name, None)
        if name == "stato":
            query["stato"] = ALL
        return f"?{query.urlencode()}"


def clock_of(answer_by: date, today: date) -> Clock:
    """Say how many days are left to answer, or since when it is late."""
    left = (answer_by - today).days
    if left < 0:
        return Clock(ngettext("%(n)d giorno di ritardo", "%(n)d giorni di ritardo", -left) % {"n": -left}, "late")
    if left == 0:
        return Clock(_now("scade oggi"), "soon")
    words = ngettext("manca %(n)d giorno", "mancano %(n)d giorni", left) % {"n": left}
    return Clock(words, "soon" if left <= SOON else "")


def with_clocks(rows: Iterable[Referral], today: date) -> list[Referral]:
    """Put its clock on each referral that waits."""
    shown = list(rows)
    for row in shown:
        day = getattr(row, "answer_by", None)
        row.clock = clock_of(day, today) if row.outcome == Outcome.WAITING and day else None  # type: ignore[attr-defined]
    return shown


def cells(rows: Iterable[Referral], people: list[int]) -> Iterator[list[Value | Promise]]:
    """Give the rows of a file or of a printed list; ``people`` takes in whom they speak of."""
    for row in rows:
        people.append(row.person_id)
        hidden = _now("riservato") if row.person.is_protected else ""
        yield [
            str(row.person),
            row.referred_on,
            getattr(row, "answer_by", None) if row.outcome == Outcome.WAITING else None,
            hidden or (row.municipality.name if row.municipality else ""),
            hidden or (row.social_worker.name if row.social_worker else ""),
            row.get_outcome_display(),
        ]
