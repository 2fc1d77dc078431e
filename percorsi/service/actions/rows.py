"""How every setting is written: guarded by its version, noted with the values of before, and taken back by them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused

_WRITTEN = (Act.CREATE, Act.CHANGE, Act.UNDO)


def add(row: models.Model, *, by: User) -> None:
    """Add a row, and note it."""
    row.save(force_insert=True)
    fields = [field for field in row._meta.concrete_fields if field.name not in {"id", "public_id", "version"}]
    after = {field.attname: _plain(getattr(row, field.attname)) for field in fields}
    record(Act.CREATE, by=by, about=row, details=Details(fields={"after": after}))


def change(row: models.Model, *, by: User, version: int, values: Mapping[str, Any]) -> bool:
    """Write what differs, and note it with what stood before; False when nothing differs. Raises ``Stale``."""
    columns = {row._meta.get_field(name).attname: value for name, value in values.items()}  # type: ignore[union-attr]
    columns = {name: value.pk if isinstance(value, models.Model) else value for name, value in columns.items()}
    before = {name: getattr(row, name) for name, value in columns.items() if getattr(row, name) != value}
    if not before:
        return False
    change_versioned(row, version=version, **{name: columns[name] for name in before})
    _note(Act.CHANGE, row, by=by, before=before)
    return True


def undo(row: models.Model, *, by: User, version: int) -> bool:
    """Take back the last act on the row, if nobody acted after it: True when the row is gone because it was new.

    Raises ``Refused`` when there is nothing to take back, ``Stale`` when somebody changed the row meanwhile.
    """
    last = Event.objects.filter(kind=row._meta.label_lower, object_id=row.pk, act__in=_WRITTEN).order_by("-pk").first()
    if last is None or last.act == Act.UNDO:
        raise Refused(_("Non c’è niente da annullare: controlla i valori di adesso."))
    if last.act == Act.CREATE:
        change_versioned(row, version=version)
        record(Act.UNDO, by=by, about=row)
        row.delete()
        return True
    stood = last.fields["before"]
    fields = [field for field in row._meta.concrete_fields if field.attname in stood]
    values = {field.attname: _value(field, stood[field.attname]) for field in fields}
    before = {name: getattr(row, name) for name in values}
    change_versioned(row, version=version, **values)
    _note(Act.UNDO, row, by=by, before=before)
    return False


def _note(act: Act, row: models.Model, *, by: User, before: Mapping[str, Any]) -> None:
    after = {name: _plain(getattr(row, name)) for name in before}
    told = {"before": {name: _plain(value) for name, value in before.items()}, "after": after}
    record(act, by=by, about=row, details=Details(fields=told))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _value(field: Any, plain: Any) -> Any:
    return field.to_python(plain) if isinstance(field, models.DateField) else plain
