"""The filters of the list, and the search. Both only read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from html import escape
from typing import Any

from django import forms
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Value
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases.models import Assignment, Case
from percorsi.organisations.models import Worker
from percorsi.people import queries as people
from percorsi.people.models import Person, Residence
from percorsi.web.people.listing import DEFAULT_ORDER, ORDERS, PAGE_SIZES, Listing, in_state, quick_size
from percorsi.web.people.phases import State

FILTERS = ("stato", "comune", "segue", "ordine", "righe")
_ORDER_NEEDS = {"eta": Permission.PEOPLE_CONTACTS, "contatto": Permission.DIARY_READ}
_IN_HAND = Assignment.objects.filter(worker=OuterRef("pk"), ends_on=None)


@dataclass(frozen=True)
class Chip:
    """A filter in force, with the address of the list without it."""

    label: str
    value: str
    url: str


class LongSelect(forms.Select):
    """A select that writes its options in one go: a template for each would cost more than the list itself.

    So does Django's own ``escape``, which first asks each text whether it is lazy.
    """

    offered: Mapping[str, str | Promise] = {}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Return the element."""
        options = "".join(
            f'<option value="{escape(key)}"{" selected" if key == (value or "") else ""}>{escape(str(label))}</option>'
            for key, label in self.offered.items()
        )
        whole = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", whole, mark_safe(options))  # noqa: S308 - escaped one by one


class OfferedField(forms.Field):
    """A choice among very many; Django's own field goes through all of them several times."""

    widget = LongSelect
    default_error_messages = {"invalid": _("Questa scelta non c’è più nell’elenco. Scegline un’altra.")}

    def offer(self, choices: Mapping[str, str | Promise]) -> None:
        """Say what may be chosen: value -> label, in the order shown."""
        self.offered = self.widget.offered = choices

    def clean(self, value: Any) -> str:
        """Return the value, or refuse what is not offered."""
        if value and value not in self.offered:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return value or ""


class FilterForm(forms.Form):
    """The filters of the list of people. They travel in the address, so no field may hold a word about a person."""

    hides_optional = True
    stato = OfferedField(label=_("Percorso"), required=False, widget=LongSelect(attrs={"data-key": "f"}))
    comune = OfferedField(label=_("Comune"), required=False)
    segue = OfferedField(label=_("Chi segue"), required=False)
    ordine = forms.CharField(widget=forms.HiddenInput, required=False)
    righe = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, given: QueryDict, *, reader: User):
        data = given.copy()
        data.setdefault("stato", State.ACTIVE)
        super().__init__(data)
        self.given, self.reader = given, reader
        self._field("stato").offer(dict(State.choices))
        if reader.has(Permission.PEOPLE_CONTACTS):
            self._offer_choices()
        else:
            del self.fields["comune"], self.fields["segue"]
        self.is_valid()

    def _offer_choices(self) -> None:
        # Who follows hidden people alone is not offered: nobody would be found, and that would tell of them.
        hidden = people.hidden_from(self.reader)
        known = _IN_HAND.filter(~Q(case__person__in=hidden))
        rows = _towns().union(_choices("segue", Worker.objects.filter(Exists(known))), all=True)
        offered: dict[str, dict[str, str | Promise]] = {name: {"": _("Tutti")} for name in ("comune", "segue")}
        for name, public_id, label in sorted(rows, key=lambda row: row[2].casefold()):
            offered[name][public_id] = label
        for name, choices in offered.items():
            self._field(name).offer(choices)

    def _field(self, name: str) -> OfferedField:
        field = self.fields[name]
        assert isinstance(field, OfferedField)
        return field

    def chosen(self, name: str) -> str:
        """The value of a filter; nothing when it is not offered, not set or not valid."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def state(self) -> str:
        """The state of path asked for; without one, the active paths."""
        return self.chosen("stato") or State.ACTIVE

    @property
    def order(self) -> str:
        """The order asked for; the usual one instead of one that is unknown, or that tells what the reader may not."""
        asked = self.chosen("ordine")
        needed = _ORDER_NEEDS.get(asked.removeprefix("-"))
        may_ask = asked in ORDERS and (needed is None or self.reader.has(needed))
        return asked if may_ask else DEFAULT_ORDER

    @property
    def rows_a_page(self) -> int:
        """How many rows a page has: one of the sizes offered."""
        asked = self.chosen("righe")
        return int(asked) if asked in map(str, PAGE_SIZES) else PAGE_SIZES[0]

    @property
    def understood(self) -> dict[str, str]:
        """What was asked for and is not usual, by name: what to remember for the next time."""
        asked = {name: self.chosen(name) for name in FILTERS if name in self.fields}
        usual = {"stato": State.ACTIVE, "ordine": DEFAULT_ORDER, "righe": str(PAGE_SIZES[0])}
        return {name: value for name, value in asked.items() if value and value != usual.get(name)}

    @property
    def words(self) -> str:
        """The filters in force, for the title of a printed list."""
        return ", ".join([str(_("Persone")), *[f"{chip.label.lower()} {chip.value}" for chip in self.chips()]])

    @property
    def is_narrow(self) -> bool:
        """Whether a filter other than the state is in force."""
        return bool(self.chosen("comune") or self.chosen("segue"))

    def narrow(self, found: QuerySet[Person]) -> QuerySet[Person]:
        """Keep who answers to municipality and follower. Where a protected person lives is never answered."""
        if town := self.chosen("comune"):
            here = Residence.objects.filter(ends_on=None, municipality__public_id=town)
            found = found.filter(is_protected=False, pk__in=here.values("person"))
        if worker := self.chosen("segue"):
            followed = Case.objects.filter(closed_on=None, assignments__in=_present(worker))
            found = found.filter(pk__in=followed.values("person"))
        return found

    def listing(self, today: date) -> Listing:
        """The people asked for, ready to be read a page at a time."""
        found = self.narrow(in_state(people.visible_to(self.reader), self.state, today))

        def size() -> int:
            quick = None if self.is_narrow else quick_size(self.state, self.reader)
            return found.count() if quick is None else quick

        return Listing(found, user=self.reader, today=today, order=self.order, size=size)

    def chips(self) -> list[Chip]:
        """The filters in force, in the order of the fields."""
        chips = []
        for name in ("stato", "comune", "segue"):
            value = self.state if name == "stato" else self.chosen(name)
            if not value or value == State.ALL:
                continue
            field = self._field(name)
            chips.append(Chip(str(field.label), str(field.offered[value]), self._without(name)))
        return chips

    def _without(self, name: str) -> str:
        query = self.given.copy()
        query.pop("pagina", None)
        if name == "stato":
            query["stato"] = State.ALL
        else:
            query.pop(name, None)
        return f"?{query.urlencode()}"


class SearchForm(forms.Form):
    """One field, sent by POST: what is typed is about a person and stays out of addresses and logs."""

    hides_optional = True
    testo = forms.CharField(
        label=_("Nome, codice o telefono"),
        max_length=100,
        required=False,
        help_text=_("Bastano le prime lettere, in qualunque ordine. Il codice fiscale va scritto per intero."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_testo(self) -> str:
        """Refuse what says too little."""
        text = str(self.cleaned_data["testo"])
        if people.is_too_short(text):
            raise forms.ValidationError(_("Scrivi almeno due lettere o cifre, poi cerca di nuovo."))
        return text


def _choices(field: str, rows: QuerySet[Any]) -> QuerySet[Any, tuple[str, str, str]]:
    name = Value(field, output_field=CharField())
    return rows.order_by().annotate(field=name).values_list("field", "public_id", "name")


@lru_cache(maxsize=1)
def _towns() -> QuerySet[Any, tuple[str, str, str]]:
    # Not read yet, and the same for every reader: put together once.
    return _choices("comune", people.municipalities_lived_in())


def _present(worker: str) -> QuerySet[Assignment]:
    return Assignment.objects.filter(Q(ends_on=None), worker__public_id=worker)
