"""Recognised invalidities: health data, so the trail holds the names of the fields and never a value."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import open_person, tell
from percorsi.people.models import Invalidity, Person

WHOLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """What the certificate says, as somebody typed it; ``percent`` is whole, 0-100."""

    percent: int | None = None
    kind: str = ""
    issued_on: date | None = None
    review_on: date | None = None


@transaction.atomic
def add_invalidity(person: Person, *, certificate: Certificate, by: User) -> Invalidity:
    """Add a recognised invalidity. Raises Refused on the field, Forbidden."""
    now = open_person(person, by=by)
    added = Invalidity.objects.create(person=now, **_checked(certificate))
    tell(Act.CREATE, added, person=now, by=by, fields=asdict(certificate))
    return added


@transaction.atomic
def change_invalidity(invalidity: Invalidity, *, certificate: Certificate, by: User) -> None:
    """Replace what the certificate says. Raises Refused on the field, Forbidden."""
    now = open_person(invalidity.person, by=by)
    row = Invalidity.objects.get(pk=invalidity.pk, person=now)
    differing = typed.changed(row, _checked(certificate))
    if differing:
        Invalidity.objects.filter(pk=row.pk).update(**differing)
        tell(Act.CHANGE, row, person=now, by=by, fields=differing)


@transaction.atomic
def remove_invalidity(invalidity: Invalidity, *, by: User) -> None:
    """Take away an invalidity that was written by mistake. Raises Forbidden."""
    now = open_person(invalidity.person, by=by)
    tell(Act.DELETE, invalidity, person=now, by=by)
    Invalidity.objects.filter(pk=invalidity.pk, person=now).delete()


def _checked(certificate: Certificate) -> dict[str, Any]:
    values = asdict(certificate)
    values["kind"] = typed.text(Invalidity, "kind", certificate.kind)
    if certificate.percent is None and not values["kind"]:
        raise Refused(_("Scrivi la percentuale o il tipo di invalidità."), field="percent")
    if certificate.percent is not None and not 0 <= certificate.percent <= WHOLE:
        raise Refused(_("La percentuale va da 0 a 100: ricontrolla il verbale."), field="percent")
    if certificate.issued_on is not None:
        typed.not_future(certificate.issued_on, field="issued_on")
    typed.span(certificate.issued_on, certificate.review_on, field="review_on")
    return values
