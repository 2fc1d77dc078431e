"""What the forms of every room share: days, acts that may be refused, rows that somebody else may have changed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.kit.reading import Unreadable, read_date
from percorsi.kit.refusal import Refused


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


def carried_out(form: forms.Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Do the act with what was typed and say whether it was done; a refusal stands on its field, nothing is lost."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    return True


class VersionedForm(forms.Form):
    """A form on a row that others may change meanwhile: what was typed stays, and the values of now stand beside it."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2_000_000_000)
    now: tuple[tuple[str | Promise, object], ...] = ()

    def show_now(self, version: int, *values: tuple[str | Promise, object]) -> None:
        """Show the values of now; the next attempt is made on them."""
        data: Any = self.data.copy()  # type: ignore[attr-defined]
        data[self.add_prefix("version")] = str(version)
        self.data, self.now = data, values
