"""Model fields that every room uses. No models live here."""

from datetime import date
from typing import Any

from django.db import models
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from percorsi.kit.public_ids import new_public_id
from percorsi.kit.refusal import Stale


class PublicIdField(models.CharField):
    """The random id by which an object is addressed from outside (URLs, exports); integer keys stay inside."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs |= {"max_length": 22, "unique": True, "default": new_public_id, "editable": False}
        super().__init__(*args, **kwargs)


class MonthField(models.DateField):
    """A calendar month, kept as its first day. Pair it with :func:`is_first_day` in the model's constraints."""


def is_first_day(field: str, *, name: str) -> models.CheckConstraint:
    """Return the check constraint that ``field`` holds the first day of a month."""
    return models.CheckConstraint(condition=models.Q(**{f"{field}__day": 1}), name=name)


def ends_after_start(*, name: str, starts: str = "starts_on", ends: str = "ends_on") -> models.CheckConstraint:
    """Return the check constraint that an inclusive period, open at either side when blank, does not end early."""
    return models.CheckConstraint(
        condition=models.Q(**{f"{ends}__isnull": True})
        | models.Q(**{f"{starts}__isnull": True})
        | models.Q(**{f"{ends}__gte": models.F(starts)}),
        name=name,
    )


def holds_on(day: Any, *, starts: str = "starts_on", ends: str = "ends_on") -> models.Q:
    """Return the condition "this dated row holds on ``day``"; a blank start means the whole past, a blank end no end.

    ``day`` is a date or an expression.
    """
    return (models.Q(**{f"{starts}__isnull": True}) | models.Q(**{f"{starts}__lte": day})) & (
        models.Q(**{f"{ends}__isnull": True}) | models.Q(**{f"{ends}__gte": day})
    )


def blank_day(field: str) -> Coalesce:
    """Return ``field`` with a blank day as one value, so that a unique constraint holds for blanks on both engines."""
    return Coalesce(field, models.Value(date(1, 1, 1), output_field=models.DateField()))


def blank_key(field: str) -> Coalesce:
    """Return the foreign key ``field`` with a blank as one value, for unique constraints as :func:`blank_day`."""
    return Coalesce(field, models.Value(0, output_field=models.BigIntegerField()))


def change_versioned(row: models.Model, *, version: int, **values: Any) -> None:
    """Write ``values`` into a row that has a ``version``, if it is still the one that the reader saw.

    The row in hand is brought up to date as well. Raises :class:`~percorsi.kit.refusal.Stale` when somebody else
    changed it in the meantime; nothing is written then.
    """
    values = {**values, "version": version + 1}
    if not type(row)._default_manager.filter(pk=row.pk, version=version).update(**values):
        raise Stale(
            _("Qualcun altro ha modificato questi dati mentre scrivevi. Rileggi i valori di adesso e salva di nuovo.")
        )
    for name, value in values.items():
        setattr(row, name, value)
