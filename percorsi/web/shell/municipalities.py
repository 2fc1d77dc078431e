"""A municipality typed by name, with those that usually refer offered by the browser."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.places.models import Municipality
from percorsi.places.queries import named
from percorsi.service.queries import served_on

LIST_ID = "comuni"


def usual() -> QuerySet[Municipality]:
    """Return the municipalities that the service works for, or that have a body in the archive."""
    bodies = Organisation.objects.filter(kind=Kind.MUNICIPALITY).exclude(seat=None)
    served = served_on(timezone.localdate())
    return Municipality.objects.filter(Q(pk__in=bodies.values("seat")) | Q(pk__in=served.values("municipality")))


class MunicipalityField(forms.CharField):
    """Any municipality of today, by its name without regard to case and accents; "Nome (MI)" tells namesakes apart."""

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"list": LIST_ID, "autocomplete": "off", "class": "medium"}
        super().__init__(max_length=120, widget=forms.TextInput(attrs=attrs), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the municipality, or None when nothing was typed and nothing must be."""
        typed = super().clean(value)
        if not typed:
            return None
        found = list(named(typed)[:2])
        if not found:
            raise forms.ValidationError(_("Non conosciamo questo comune: controlla come si scrive."))
        if len(found) > 1:
            raise forms.ValidationError(
                _("Ci sono più comuni con questo nome: aggiungi la provincia, per esempio «%(name)s (%(province)s)».")
                % {"name": found[0].name, "province": found[0].province}
            )
        return found[0]

    def prepare_value(self, value: Any) -> Any:
        """Write a municipality by its name."""
        return value.name if isinstance(value, Municipality) else value
