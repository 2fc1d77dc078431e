"""What the forms of every room share: days, acts that may be refused, rows that somebody else may have changed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.kit.reading import Unreadable, read_date
from percorsi.kit.refusal import Refused

T = TypeVar("T")


class DayField(forms.DateField):
    """A day as people write it: 3/6/2019, 03.06.2019, 3 giugno 2019. What cannot be read stays as it was typed."""

    widget = forms.DateInput

    def to_python(self, value: Any) -> date | None:
        """Read the day with the same eyes as the office's register."""
        if value in self.empty_values:
            return None
        try:
            return read_date(value)
        except Unreadable:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from None


def day_field(label: Any, *, missing: Any = "", help_text: Any = "", initial: Any = None) -> DayField:
    """Return a field for a day. It is optional unless ``missing`` says what to do."""
    return DayField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        initial=initial,
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "short", "autocomplete": "off"}),
        error_messages={"required": missing, "invalid": _("Questo giorno non esiste: scrivilo così, 3/6/2019.")},
    )


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent; None when the form is only asked for."""
    return request.POST if request.method == "POST" else None


@dataclass(frozen=True)
class Done(Generic[T]):
    """An act was carried out; ``result`` is what it returned."""

    result: T


def carried_out(form: forms.Form, act: Callable[[dict[str, Any]], T]) -> Done[T] | None:
    """Do the act with what was typed; None when there is something to correct, and nothing typed is lost."""
    return attempted(form, lambda: act(form.cleaned_data)) if form.is_valid() else None


def attempted(form: forms.Form, act: Callable[[], T]) -> Done[T] | None:
    """Do an act that needs nothing of what was typed; a refusal stands on its field, or above the form."""
    try:
        return Done(act())
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None


class VersionedForm(forms.Form):
    """A form on a row that others may change meanwhile: what was typed stays, and the values of now stand beside it.

    ``shell/now.html`` shows them. Version 0, also when none was sent, is that of a row which is not there yet.
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2_000_000_000)
    now: tuple[tuple[str | Promise, object], ...] = ()

    def clean_version(self) -> int:
        """Return the version that the reader saw."""
        return self.cleaned_data["version"] or 0

    def show_now(self, version: int, *values: tuple[str | Promise, object]) -> None:
        """When the row has another version than the one that was sent, show its values; the next attempt is on them."""
        name = self.add_prefix("version")
        if not self.is_bound or str(self.data.get(name, "")) == str(version):
            return
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[name] = str(version)
        self.data, self.now = data, values

    def show_differing(self, version: int, present: Mapping[str, object]) -> None:
        """Like ``show_now``, of the fields in which something else was typed."""
        if not self.is_bound:
            return
        typed = self.typed()
        names = [name for name in self.fields if name in present and typed.get(name) != present[name]]
        fields = [(self.fields[name], present[name]) for name in names]
        self.show_now(version, *((str(field.label), _in_words(field, value)) for field, value in fields))

    def typed(self) -> dict[str, Any]:
        """What was typed, in the shape of the present values."""
        return self.cleaned_data


def _in_words(field: forms.Field, value: object) -> object:
    if isinstance(field, forms.ChoiceField):
        return dict(field.choices).get(value, value)  # type: ignore[arg-type]
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else value
