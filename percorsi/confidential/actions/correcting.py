"""Correcting what is known of a protected person: what stands in the open rooms, and what stands in this one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.confidential.actions.saying import without_name
from percorsi.confidential.models import ProtectedIdentity
from percorsi.confidential.policy import ensure_may_correct, ensure_may_reveal
from percorsi.confidential.queries import name_words
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.actions import Identity, change_identity, typed
from percorsi.people.actions.contacts import checked_contact, checked_relative
from percorsi.people.actions.identity import checked_identity
from percorsi.people.models import Person, Residence

Row = Mapping[str, str]
LISTS = ("residences", "contacts", "relatives")
_WORDS = ("family_names", "given_names", "birth_place", "codice_fiscale", "remark")


@dataclass(frozen=True, slots=True, kw_only=True)
class HiddenIdentity:
    """Who a protected person is, as somebody typed it. The rows are those of ``ProtectedIdentity``, days as ISO text.

    A row that stays as it was is given as it was; a new one has neither ``id`` nor ``municipality_id``.
    """

    family_names: str = ""
    given_names: str = ""
    born_on: date | None = None
    birth_place: str = ""
    codice_fiscale: str = ""
    residences: tuple[Row, ...] = ()
    contacts: tuple[Row, ...] = ()
    relatives: tuple[Row, ...] = ()
    remark: str = ""

    @classmethod
    def of(cls, hidden: ProtectedIdentity | None) -> "HiddenIdentity":
        """Return what is recorded; nothing of whom only an alias is known."""
        if hidden is None:
            return cls()
        values = {one.name: getattr(hidden, one.name) for one in fields(cls)}
        return cls(**values | {name: tuple(values[name]) for name in LISTS})


@transaction.atomic
def change_protected(person: Person, *, identity: Identity, version: int, by: User) -> None:
    """Change what stands in the open rooms of a protected person: alias, sex, citizenship, education.

    As ``people.actions.change_identity``; an alias that tells the hidden name is refused as well.
    """
    ensure_may_reveal(by, person)
    hidden = ProtectedIdentity.objects.filter(person=person).first()
    if hidden is not None:
        without_name(identity.alias, hidden, field="alias")
    change_identity(person, identity=identity, version=version, by=by)


@transaction.atomic
def change_protected_identity(person: Person, *, identity: HiddenIdentity, version: int, by: User) -> None:
    """Replace what this room holds of who the person is, or write it for the first time (``version`` is then 0).

    ``version`` is the one that the writer saw. The trail holds the names of the fields. Raises Stale, Refused on the
    field at fault, Forbidden unless ``by`` is cleared and may write about the person.
    """
    now = Person.objects.select_for_update().get(pk=person.pk)
    if not now.is_protected:
        raise Forbidden
    ensure_may_correct(by, now)
    hidden = ProtectedIdentity.objects.filter(person=now).first()
    values = _checked(identity, now, HiddenIdentity.of(hidden))
    changed = typed.changed(hidden or ProtectedIdentity(), values)
    if hidden is None:
        hidden = ProtectedIdentity.objects.create(person=now, **values)
    elif changed:
        change_versioned(hidden, version=version, **changed)
    if changed:
        details = Details(fields={"fields": sorted(changed)})
        record(Act.CHANGE, by=by, about=hidden, people=[now.pk], details=details)


def _checked(identity: HiddenIdentity, person: Person, known: HiddenIdentity) -> dict[str, Any]:
    """Return the values to write, clean."""
    told = {name: getattr(identity, name) for name in (*_WORDS, "born_on")}
    clean = checked_identity(replace(Identity.of(person), **told))
    values: dict[str, Any] = {name: clean[name] or "" for name in _WORDS} | {"born_on": clean["born_on"]}
    names = name_words(values["family_names"], values["given_names"], values["codice_fiscale"])
    new = names - name_words(known.family_names, known.given_names, known.codice_fiscale)
    if not new.isdisjoint(name_words(person.alias)):
        raise Refused(_("L’alias contiene questo nome e si legge: prima cambia l’alias."), field="family_names")
    for name, check in _CHECKS.items():
        values[name] = _rows(name, getattr(identity, name), getattr(known, name), check)
    if sum(not row["ends_on"] for row in values["residences"]) > 1:
        raise Refused(_("Una sola residenza può essere senza fine: chiudi le altre."), field="residences")
    return values


def _rows(
    name: str, rows: tuple[Row, ...], known: tuple[Row, ...], check: Callable[[Row], dict[str, str]]
) -> list[dict[str, str]]:
    """Return the rows, clean; what was there already passes as it is, with its key."""
    checked: list[dict[str, str]] = []
    for line, row in enumerate(rows, start=1):
        try:
            checked.append(dict(row) if row in known else check(row))
        except Refused as refusal:
            words = _("Riga %(line)d: %(fault)s") % {"line": line, "fault": refusal.message}
            raise Refused(words, field=name) from None
    return checked


def _residence(row: Row) -> dict[str, str]:
    place = typed.text(Residence, "address", row.get("municipality", ""))
    address = typed.text(Residence, "address", row.get("address", ""))
    if not place and not address:
        raise Refused(_("Manca dove abita: scrivi il comune o l’indirizzo."))
    # Of a place that no municipality is called, both will stand in one field when protection ends.
    typed.text(Residence, "address", f"{place}, {address}")
    starts_on, ends_on = (_day(row.get(name, "")) for name in ("starts_on", "ends_on"))
    typed.span(starts_on, ends_on)
    if starts_on is not None:
        typed.not_future(starts_on)
    days = {"starts_on": str(starts_on or ""), "ends_on": str(ends_on or "")}
    return {"municipality": place, "address": address, **days}


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _contact(row: Row) -> dict[str, str]:
    return checked_contact(row.get("kind", ""), row.get("value", ""), row.get("whose", ""))


def _relative(row: Row) -> dict[str, str]:
    return checked_relative(row.get("name", ""), row.get("relation", ""), row.get("phone", ""))


_CHECKS: Mapping[str, Callable[[Row], dict[str, str]]] = {
    "residences": _residence,
    "contacts": _contact,
    "relatives": _relative,
}
