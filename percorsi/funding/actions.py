"""Writing projects and purses as an old register names them."""

from collections.abc import Collection

from django.db import transaction

from percorsi.funding.choices import PayerKind
from percorsi.funding.models import Payer, Project
from percorsi.kit.text import match_key
from percorsi.places.actions import ensure_municipalities

OF_MUNICIPALITY = "comune di "
KINDS = {"progetto": PayerKind.PROJECT, "azienda": PayerKind.HOST}


@transaction.atomic
def ensure_projects(names: Collection[str]) -> dict[str, Project]:
    """Return the project behind each name; one that is not known yet is added."""
    wanted = {match_key(name): name for name in names if name}
    found = {row.match_key: row for row in Project.objects.filter(match_key__in=wanted)}
    new = [Project(name=name, match_key=key) for key, name in wanted.items() if key not in found]
    found |= {row.match_key: row for row in Project.objects.bulk_create(new)}
    return {name: found[match_key(name)] for name in names if name}


@transaction.atomic
def ensure_payers(names: Collection[str]) -> dict[str, Payer]:
    """Return the purse behind each name; "Comune di ..." is tied to its municipality."""
    wanted = {match_key(name): name for name in names if name}
    found = {row.match_key: row for row in Payer.objects.filter(match_key__in=wanted)}
    new = {key: name for key, name in wanted.items() if key not in found}
    seats = ensure_municipalities([name[len(OF_MUNICIPALITY) :] for name in new.values() if _is_municipal(name)])
    rows = [
        Payer(
            name=name,
            match_key=key,
            kind=PayerKind.MUNICIPALITY if _is_municipal(name) else KINDS.get(key, PayerKind.OTHER),
            municipality=seats[name[len(OF_MUNICIPALITY) :]] if _is_municipal(name) else None,
        )
        for key, name in new.items()
    ]
    found |= {row.match_key: row for row in Payer.objects.bulk_create(rows)}
    return {name: found[match_key(name)] for name in names if name}


def _is_municipal(name: str) -> bool:
    return name.casefold().startswith(OF_MUNICIPALITY)
