"""Reading the municipalities."""

import re

from django.db.models import QuerySet

from percorsi.kit.text import match_key, squeeze
from percorsi.places.models import Municipality

_WITH_PROVINCE = re.compile(r"(?P<name>.+?)\s*\((?P<province>[A-Za-z]{2})\)")


def named(typed: str) -> QuerySet[Municipality]:
    """Return the municipalities of today with this name, without regard to case and accents.

    Several share a name: "Nome (MI)" is the one of that province.
    """
    written = squeeze(typed)
    parts = _WITH_PROVINCE.fullmatch(written)
    rows = Municipality.objects.filter(match_key=match_key(parts["name"] if parts else written), ends_on=None)
    return rows.filter(province=parts["province"].upper()) if parts else rows
