"""Fields of the forms about work: a body by its name, hours and amounts as Italians write them."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from percorsi.kit.reading import Unreadable, read_decimal
from percorsi.kit.text import match_key, squeeze
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.web.shell.templatetags.shell import number

LIST_ID = "enti"
MOST_OFFERED = 500
_MOST_SIMILAR = 3
_NO_NUMBER = gettext_lazy("Scrivi un numero, con la virgola per i decimali: per esempio 25 o 312,50.")


def usual_bodies() -> QuerySet[Organisation]:
    """Return the companies and hosts that the browser offers while one types."""
    return Organisation.objects.filter(kind=Kind.EMPLOYER).order_by("name")[:MOST_OFFERED]


class NumberField(forms.CharField):
    """Hours or euro: 25, 312,50, 1.200. What cannot be read stays as it was typed."""

    def __init__(self, *, label: Any, help_text: Any = ""):
        attrs = {"class": "short", "inputmode": "decimal", "autocomplete": "off"}
        super().__init__(
            label=label, help_text=help_text, required=False, max_length=20, widget=forms.TextInput(attrs=attrs)
        )

    def clean(self, value: Any) -> Any:
        """Return an exact number, or None when nothing was typed."""
        typed = super().clean(value)
        if not typed:
            return None
        try:
            return read_decimal(typed)
        except Unreadable:
            raise forms.ValidationError(_NO_NUMBER, code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Write a number as Italians do."""
        return number(value) if isinstance(value, Decimal) else value


class BodyField(forms.CharField):
    """A body of the register by its name; of namesakes "Nome (Comune)". A name that nobody knows stays a text."""

    def __init__(self, *, label: Any, missing: Any, help_text: Any = ""):
        widget = forms.TextInput(attrs={"list": LIST_ID, "autocomplete": "off"})
        messages = {"required": missing}
        super().__init__(label=label, help_text=help_text, max_length=200, widget=widget, error_messages=messages)

    def clean(self, value: Any) -> Any:
        """Return the body, or the name of one that is not in the register."""
        typed = squeeze(super().clean(value))
        found = list(Organisation.objects.filter(match_key=match_key(typed)).select_related("seat")[:2])
        if not found and typed.endswith(")"):
            name, _open, seat = typed[:-1].rpartition("(")
            there = Organisation.objects.filter(match_key=match_key(name), seat__match_key=match_key(seat))
            found = list(there.order_by("pk")[:1])
        if len(found) > 1:
            seats = " / ".join(f"{body.name} ({body.seat})" for body in found if body.seat)
            raise forms.ValidationError(
                _("Ci sono più enti con questo nome: aggiungi il comune. %(seats)s") % {"seats": seats}
            )
        return found[0] if found else typed

    def prepare_value(self, value: Any) -> Any:
        """Write a body by its name."""
        return value.name if isinstance(value, Organisation) else value


def unknown_body(name: str) -> str:
    """Return what to do with a name that is not in the register, with those that look like it."""
    words = match_key(name).split()
    alike = (
        Organisation.objects.filter(match_key__contains=max(words, key=len)) if words else Organisation.objects.none()
    )
    names = [body.name for body in alike.order_by("name")[:_MOST_SIMILAR]]
    if names:
        return _(
            "Questo ente non è nel registro. Forse cercavi: %(names)s. Se è un altro, spunta «È un ente nuovo»."
        ) % {"names": ", ".join(names)}
    return _("Questo ente non è nel registro: controlla come si scrive, o spunta «È un ente nuovo».")
