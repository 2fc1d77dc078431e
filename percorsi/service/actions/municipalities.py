"""Writing which municipalities the service works for, and when."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.places.models import Municipality
from percorsi.service.actions import rows
from percorsi.service.models import ServedMunicipality
from percorsi.service.policy import ensure_manages_service


@dataclass(frozen=True, slots=True)
class ServedDraft:
    """From when to when a municipality is served; a blank start means the whole past, a blank end no end."""

    is_in_convention: bool = False
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def serve(municipality: Municipality, *, by: User, draft: ServedDraft) -> ServedMunicipality:
    """Add a municipality to those served, and return the row. Raises ``Refused`` on the field at fault, Forbidden."""
    ensure_manages_service(by)
    served = ServedMunicipality(municipality=municipality, **asdict(draft))
    _check(served)
    rows.add(served, by=by)
    return served


@transaction.atomic
def change_served(served: ServedMunicipality, *, by: User, version: int, draft: ServedDraft) -> None:
    """Correct since when, until when and how it is served. Raises ``Stale``, ``Refused``, Forbidden."""
    ensure_manages_service(by)
    values = asdict(draft)
    _check(ServedMunicipality(pk=served.pk, municipality=served.municipality, **values))
    rows.change(served, by=by, version=version, values=values)


@transaction.atomic
def undo_served(served: ServedMunicipality, *, by: User, version: int) -> None:
    """Take back the last act on the row; one just added goes. Raises ``Stale``, ``Refused``, Forbidden."""
    ensure_manages_service(by)
    if not rows.undo(served, by=by, version=version):
        _check(served)


def _check(served: ServedMunicipality) -> None:
    typed.span(served.starts_on, served.ends_on)
    others = ServedMunicipality.objects.filter(municipality=served.municipality).exclude(pk=served.pk)
    if served.ends_on:
        others = others.filter(Q(starts_on=None) | Q(starts_on__lte=served.ends_on))
    if served.starts_on:
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=served.starts_on))
    if others.exists():
        message = _("«%(name)s» è già tra i Comuni serviti in questi giorni: correggi le date di quella riga.")
        raise Refused(message % {"name": served.municipality.name}, field="municipality")
