"""The filters of the list of companies; they name companies alone, so they may stand in the address."""

from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.kit.text import match_key
from percorsi.organisations.models import Organisation
from percorsi.organisations.queries import companies_visible_to
from percorsi.places.models import Municipality
from percorsi.web.employers.forms import KINDS, NATURES

NAMES = ("cerca", "tipo", "natura", "comune")


class Chip(NamedTuple):
    """A filter in force, with the address of the list without it."""

    label: str
    value: str
    url: str


class FilterForm(forms.Form):
    """Which companies are shown."""

    hides_optional = True
    cerca = forms.CharField(
        label=_("Nome"), max_length=100, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    tipo = forms.ChoiceField(label=_("Tipo"), choices=[("", _("Tutti")), *KINDS], required=False)
    natura = forms.ChoiceField(label=_("Natura"), choices=[("", _("Tutte")), *NATURES], required=False)
    comune = forms.ChoiceField(label=_("Comune"), required=False)

    def __init__(self, given: QueryDict, *, reader: User):
        super().__init__(given)
        self.given, self.everything = given, companies_visible_to(reader)
        seats = Municipality.objects.filter(pk__in=self.everything.order_by().values("seat"))
        self._field("comune").choices = [("", _("Tutti")), *seats.order_by("name").values_list("public_id", "name")]
        self.is_valid()

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters in force, by name; a choice that does not exist is none."""
        return {name: value for name in NAMES if (value := str(self.cleaned_data.get(name) or "").strip())}

    def found(self) -> QuerySet[Organisation]:
        """Return the companies that answer to every filter; of a name, each word in any order."""
        chosen, rows = self.chosen, self.everything
        columns = {"tipo": "kind", "natura": "nature", "comune": "seat__public_id"}
        rows = rows.filter(**{column: chosen[name] for name, column in columns.items() if name in chosen})
        for word in match_key(chosen.get("cerca", "")).split():
            rows = rows.filter(match_key__contains=word)
        return rows

    def chips(self) -> list[Chip]:
        """Return the filters in force, in the order of the fields."""
        return [Chip(str(self.fields[name].label), self._shown(name), self._without(name)) for name in self.chosen]

    def _shown(self, name: str) -> str:
        labels: dict[Any, Any] = {} if name == "cerca" else dict(self._field(name).choices)  # type: ignore[arg-type]
        return str(labels.get(self.chosen[name], self.chosen[name]))

    def _without(self, name: str) -> str:
        query = self.given.copy()
        for gone in (name, "pagina"):
            query.pop(gone, None)
        return f"?{query.urlencode()}"
