"""Writing municipalities: the reference list, and names that an old register uses."""

from collections.abc import Collection
from datetime import date
from typing import Any

from codicefiscale.data import get_municipalities_data
from django.db import transaction

from percorsi.kit.text import match_key
from percorsi.places.models import Municipality

# Older municipalities are birthplaces only, and those are kept as written.
OLDEST_END = "2000"


@transaction.atomic
def load_reference() -> int:
    """Add the Italian municipalities that exist, or existed after 1999, and are not here yet; return how many.

    The list is the one of the national cadastral codes that the codice fiscale is made with.
    """
    rows = [_municipality(entry) for entry in get_municipalities_data() if entry["date_deleted"][:4] >= OLDEST_END]
    rows += [_municipality(entry) for entry in get_municipalities_data() if entry["active"]]
    known = set(Municipality.objects.values_list("cadastral_code", "name", "starts_on"))
    new = [row for row in rows if (row.cadastral_code, row.name, row.starts_on) not in known]
    Municipality.objects.bulk_create(new, batch_size=2_000)
    return len(new)


@transaction.atomic
def ensure_municipalities(names: Collection[str]) -> dict[str, Municipality]:
    """Return the municipality behind each name, the present one first; a name nobody knows is added without a code."""
    wanted = {match_key(name): name for name in names if name}
    found = {
        row.match_key: row
        for row in Municipality.objects.filter(match_key__in=wanted).order_by("ends_on", "cadastral_code", "-id")
        if row.ends_on is None
    }
    for key, name in wanted.items():
        if key not in found:
            found[key] = Municipality.objects.create(name=name, match_key=key)
    return {name: found[match_key(name)] for name in set(names) if name}


def _municipality(entry: dict[str, Any]) -> Municipality:
    return Municipality(
        name=entry["name"],
        match_key=match_key(entry["name"]),
        province=entry["province"],
        cadastral_code=entry["code"],
        starts_on=_day(entry["date_created"]),
        ends_on=_day(entry["date_deleted"]),
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text[:10]) if text else None
