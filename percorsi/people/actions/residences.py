"""Where a person lives, with dates."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.dated import end_present
from percorsi.people.actions.opening import open_identity, tell
from percorsi.people.models import Person, Residence
from percorsi.places.models import Municipality


@dataclass(frozen=True, slots=True)
class Address:
    """A place to live in: the municipality, the street, or both."""

    municipality: Municipality | None = None
    address: str = ""


@transaction.atomic
def move(person: Person, *, to: Address, on: date | None, by: User) -> Residence:
    """Write a new residence from the day ``on``; the present one ends the day before. Return the new one.

    ``on`` may be unknown for the first residence only: it then holds for the whole past. Raises Refused, Forbidden.
    """
    now = open_identity(person, by=by)
    values = _checked(to, on)
    end_present(
        now.residences.all(),
        on=on,
        no_day=_("Indica da quale giorno abita nel nuovo posto."),
        too_early=_("La residenza attuale comincia il %(day)s: indica un giorno dopo, o correggi quella."),
    )
    added = Residence.objects.create(person=now, **values)
    tell(Act.CREATE, added, person=now, by=by, fields=values)
    return added


@transaction.atomic
def correct_residence(residence: Residence, *, to: Address, starts_on: date | None, by: User) -> None:
    """Correct a residence that was written wrongly; its end stays. Raises Refused, Forbidden."""
    now = open_identity(residence.person, by=by)
    row = Residence.objects.get(pk=residence.pk, person=now)
    values = _checked(to, starts_on)
    typed.span(starts_on, row.ends_on, field="starts_on")
    differing = typed.changed(row, values)
    if differing:
        Residence.objects.filter(pk=row.pk).update(**differing)
        tell(Act.CHANGE, row, person=now, by=by, fields=differing)


@transaction.atomic
def remove_residence(residence: Residence, *, by: User) -> None:
    """Take away a residence that never was. Raises Refused, Forbidden."""
    now = open_identity(residence.person, by=by)
    tell(Act.DELETE, residence, person=now, by=by)
    Residence.objects.filter(pk=residence.pk, person=now).delete()


def _checked(to: Address, starts_on: date | None) -> dict[str, Any]:
    address = typed.text(Residence, "address", to.address)
    if to.municipality is None and not address:
        raise Refused(_("Manca dove abita: scegli il comune o scrivi l’indirizzo."), field="municipality")
    if starts_on is not None:
        typed.not_future(starts_on)
        typed.span(starts_on, None, field="starts_on")
    return {"municipality": to.municipality, "address": address, "starts_on": starts_on}
