"""What somebody typed, as it is kept: cleaned, or refused on its own field with the remedy."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze

# Nobody alive is older: an earlier year is a slip of the keyboard.
OLDEST_YEAR_OF_BIRTH = 1900
FURTHEST_YEAR = 2200


def text(model: type[models.Model], field: str, value: str, *, is_required: bool = False) -> str:
    """Return the text without what no one sees; refused when it is too long for the field, or missing."""
    kept = squeeze(value)
    column = model._meta.get_field(field)
    assert isinstance(column, models.CharField | models.TextField)
    if column.max_length is not None and len(kept) > column.max_length:
        message = _("«%(label)s» ha %(count)d caratteri e può averne %(most)d: abbreviare.")
        raise Refused(
            message % {"label": column.verbose_name, "count": len(kept), "most": column.max_length}, field=field
        )
    if is_required and not kept:
        raise Refused(_("Manca «%(label)s»: scrivilo.") % {"label": column.verbose_name}, field=field)
    return kept


def choice(model: type[models.Model], field: str, value: str) -> str:
    """Return the value if it is one of the field's list; blank only where the field may be blank."""
    column = model._meta.get_field(field)
    assert isinstance(column, models.CharField)
    known = {key for key, _label in column.flatchoices}
    if value in known or (not value and column.blank):
        return value
    raise Refused(_("«%(label)s»: scegli una voce dell’elenco.") % {"label": column.verbose_name}, field=field)


def birth(born_on: date | None) -> date | None:
    """Return the day of birth if somebody alive can have it."""
    if born_on is not None and born_on.year < OLDEST_YEAR_OF_BIRTH:
        raise Refused(_("La data di nascita è di oltre un secolo fa: controlla l’anno."), field="born_on")
    if born_on is not None and born_on > timezone.localdate():
        raise Refused(_("La data di nascita è nel futuro: controlla l’anno."), field="born_on")
    return born_on


def not_future(day: date, *, field: str = "starts_on") -> date:
    """Return the day unless it is still to come."""
    if day > timezone.localdate():
        raise Refused(_("La data è nel futuro: indica un giorno già venuto."), field=field)
    return day


def span(starts: date | None, ends: date | None, *, field: str = "ends_on") -> None:
    """Refuse a period that ends before it begins, or whose years no document can have."""
    if starts and ends and ends < starts:
        raise Refused(_("La fine viene prima dell’inizio: correggi una delle due date."), field=field)
    for day in (starts, ends):
        if day and not OLDEST_YEAR_OF_BIRTH <= day.year <= FURTHEST_YEAR:
            raise Refused(_("L’anno non è possibile: controlla la data."), field=field)


def changed(row: models.Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return those of ``values`` that differ from what the row holds."""
    return {name: value for name, value in values.items() if getattr(row, name) != value}
