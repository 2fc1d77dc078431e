"""How a person is reached, who is close to them, and until when their permit holds."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.kit.text import digits
from percorsi.people.actions import typed
from percorsi.people.actions.keys import SHORTEST_PHONE, rebuild_keys
from percorsi.people.actions.opening import open_identity, open_person, tell
from percorsi.people.choices import ContactKind
from percorsi.people.models import Contact, Permit, Person, Relative


@transaction.atomic
def add_contact(person: Person, *, kind: str, value: str, whose: str = "", by: User) -> Contact:
    """Add a telephone or an e-mail address; ``whose`` when it is not the person's own. Raises Refused, Forbidden."""
    now = open_identity(person, by=by)
    added = Contact.objects.create(person=now, **checked_contact(kind, value, whose))
    rebuild_keys(now)
    tell(Act.CREATE, added, person=now, by=by, fields=["kind", "value", "whose"])
    return added


@transaction.atomic
def change_contact(contact: Contact, *, kind: str, value: str, whose: str = "", by: User) -> None:
    """Replace a contact; the old number finds the person no longer. Raises Refused, Forbidden."""
    now = open_identity(contact.person, by=by)
    if _change(contact, checked_contact(kind, value, whose), person=now, by=by):
        rebuild_keys(now)


@transaction.atomic
def remove_contact(contact: Contact, *, by: User) -> None:
    """Take a contact away. Raises Refused, Forbidden."""
    now = open_identity(contact.person, by=by)
    _remove(contact, person=now, by=by)
    rebuild_keys(now)


@transaction.atomic
def add_relative(person: Person, *, name: str, relation: str, phone: str = "", by: User) -> Relative:
    """Add somebody close to the person. Raises Refused, Forbidden."""
    now = open_identity(person, by=by)
    added = Relative.objects.create(person=now, **checked_relative(name, relation, phone))
    tell(Act.CREATE, added, person=now, by=by, fields=["name", "relation", "phone"])
    return added


@transaction.atomic
def change_relative(relative: Relative, *, name: str, relation: str, phone: str = "", by: User) -> None:
    """Replace what is known of a relative. Raises Refused, Forbidden."""
    now = open_identity(relative.person, by=by)
    _change(relative, checked_relative(name, relation, phone), person=now, by=by)


@transaction.atomic
def remove_relative(relative: Relative, *, by: User) -> None:
    """Take a relative away. Raises Refused, Forbidden."""
    now = open_identity(relative.person, by=by)
    _remove(relative, person=now, by=by)


@transaction.atomic
def add_permit(person: Person, *, kind: str, expires_on: date | None, by: User) -> Permit:
    """Add a residence permit; one without an end has no ``expires_on``. Raises Refused, Forbidden."""
    now = open_person(person, by=by)
    added = Permit.objects.create(person=now, **_permit(kind, expires_on))
    tell(Act.CREATE, added, person=now, by=by, fields=["kind", "expires_on"])
    return added


@transaction.atomic
def change_permit(permit: Permit, *, kind: str, expires_on: date | None, by: User) -> None:
    """Replace what is known of a permit. Raises Refused, Forbidden."""
    now = open_person(permit.person, by=by)
    _change(permit, _permit(kind, expires_on), person=now, by=by)


@transaction.atomic
def remove_permit(permit: Permit, *, by: User) -> None:
    """Take a permit away. Raises Forbidden."""
    now = open_person(permit.person, by=by)
    _remove(permit, person=now, by=by)


def checked_contact(kind: str, value: str, whose: str) -> dict[str, Any]:
    """Return the values of a contact, clean; raises Refused on the field."""
    kind = typed.choice(Contact, "kind", kind)
    value = typed.text(Contact, "value", value, is_required=True)
    if kind == ContactKind.PHONE and len(digits(value)) < SHORTEST_PHONE:
        raise Refused(_("Il telefono ha troppo poche cifre: riscriverlo per intero."), field="value")
    if kind == ContactKind.EMAIL:
        try:
            validate_email(value)
        except ValidationError:
            raise Refused(
                _("L’indirizzo e-mail non è completo: scrivilo come nome@esempio.it."), field="value"
            ) from None
    return {"kind": kind, "value": value, "whose": typed.text(Contact, "whose", whose)}


def checked_relative(name: str, relation: str, phone: str) -> dict[str, Any]:
    """Return the values of a relative, clean; raises Refused on the field."""
    return {
        "name": typed.text(Relative, "name", name, is_required=True),
        "relation": typed.text(Relative, "relation", relation, is_required=True),
        "phone": typed.text(Relative, "phone", phone),
    }


def _permit(kind: str, expires_on: date | None) -> dict[str, Any]:
    typed.span(None, expires_on, field="expires_on")
    return {"kind": typed.text(Permit, "kind", kind, is_required=True), "expires_on": expires_on}


def _change(row: Contact | Relative | Permit, values: dict[str, Any], *, person: Person, by: User) -> bool:
    differing = typed.changed(row, values)
    if differing:
        type(row)._default_manager.filter(pk=row.pk, person=person).update(**differing)
        row.refresh_from_db()
        tell(Act.CHANGE, row, person=person, by=by, fields=differing)
    return bool(differing)


def _remove(row: Contact | Relative | Permit, *, person: Person, by: User) -> None:
    tell(Act.DELETE, row, person=person, by=by)
    type(row)._default_manager.filter(pk=row.pk, person=person).delete()
