"""The filters of the list of editions; they name groups alone, so they may stand in the address."""

from typing import Any, NamedTuple

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.activities import queries as activities
from percorsi.activities.choices import EditionState
from percorsi.activities.models import Activity
from percorsi.places.models import Municipality

NAMES = ("stato", "attivita", "comune")


class Chip(NamedTuple):
    """A filter in force, with the address of the list without it."""

    label: str
    value: str
    url: str


class FilterForm(forms.Form):
    """Which editions are shown."""

    hides_optional = True
    stato = forms.ChoiceField(
        label=_("Stato"),
        choices=[("", _("Tutti")), *((state.value, capfirst(state.label)) for state in EditionState)],
        required=False,
    )
    attivita = forms.ChoiceField(label=_("Attività"), required=False)
    comune = forms.ChoiceField(label=_("Comune"), required=False)

    def __init__(self, given: QueryDict, *, reader: User):
        super().__init__(given)
        self.given, self.everything = given, activities.visible_to(reader)
        plain = Activity.objects.filter(pk__in=self.everything.order_by().values("pk"))
        names = plain.order_by("name").values_list("name", flat=True).distinct()
        towns = Municipality.objects.filter(pk__in=plain.values("municipality"))
        self._field("attivita").choices = [("", _("Tutte")), *((name, name) for name in names)]
        self._field("comune").choices = [("", _("Tutti")), *towns.order_by("name").values_list("public_id", "name")]
        self.is_valid()

    def _field(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    @cached_property
    def chosen(self) -> dict[str, str]:
        """The filters in force, by name; a choice that does not exist is none."""
        return {name: value for name in NAMES if (value := str(self.cleaned_data.get(name) or ""))}

    def found(self, today: Any) -> QuerySet[Activity]:
        """Return the editions that answer to every filter."""
        columns = {"attivita": "name", "comune": "municipality__public_id"}
        rows = self.everything.filter(**{columns[name]: self.chosen[name] for name in columns if name in self.chosen})
        if "stato" in self.chosen:
            rows = rows.filter(activities.in_state(EditionState(self.chosen["stato"]), today))
        return rows

    def chips(self) -> list[Chip]:
        """Return the filters in force, in the order of the fields."""
        return [Chip(str(self.fields[name].label), self._shown(name), self._without(name)) for name in self.chosen]

    def _shown(self, name: str) -> str:
        labels: dict[Any, Any] = dict(self._field(name).choices)  # type: ignore[arg-type]
        return str(labels[self.chosen[name]])

    def _without(self, name: str) -> str:
        query = self.given.copy()
        for gone in (name, "pagina"):
            query.pop(gone, None)
        return f"?{query.urlencode()}"
