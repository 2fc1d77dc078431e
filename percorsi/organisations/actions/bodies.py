"""Writing bodies and the people who work there."""

from collections.abc import Collection

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.kit.text import match_key, squeeze
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.organisations.policy import KINDS_OF_STAFF, ensure_manages
from percorsi.places.models import Municipality
from percorsi.places.queries import named


def worker_key(name: str) -> str:
    """Return the form by which a worker is recognised: without accents, whatever the order of the names."""
    return " ".join(sorted(match_key(name).split()))


@transaction.atomic
def bulk_add(rows: Collection[Organisation]) -> dict[str, Organisation]:
    """Add bodies that carry a code, and return them by code."""
    for row in rows:
        row.match_key = match_key(row.name)
    return {str(row.code): row for row in Organisation.objects.bulk_create(rows, batch_size=1_000)}


@transaction.atomic
def ensure_services(kinds: dict[str, Kind]) -> dict[str, Organisation]:
    """Return the service or body behind each name of ``kinds``; one that is not known yet is added with that kind."""
    wanted = {match_key(name): (name, kind) for name, kind in kinds.items() if name}
    found = {row.match_key: row for row in Organisation.objects.filter(match_key__in=wanted, code=None)}
    for key, (name, kind) in wanted.items():
        if key not in found:
            found[key] = Organisation.objects.create(name=name, match_key=key, kind=kind)
    return {name: found[match_key(name)] for name in kinds if name}


@transaction.atomic
def ensure_workers(names: Collection[str], *, role: Role, body: Organisation) -> dict[str, Worker]:
    """Return the worker behind each name; one that is not known yet is added, with ``role`` in ``body``."""
    wanted = {worker_key(name): name for name in names if name}
    found = {row.match_key: row for row in Worker.objects.filter(match_key__in=wanted)}
    new = [Worker(name=name, match_key=key) for key, name in wanted.items() if key not in found]
    added = Worker.objects.bulk_create(new)
    Membership.objects.bulk_create(Membership(worker=row, organisation=body, role=role) for row in added)
    found |= {row.match_key: row for row in added}
    return {name: found[worker_key(name)] for name in names if name}


@transaction.atomic
def add_body(*, kind: str, name: str, by: User) -> Organisation:
    """Add a body in which people of the service work; a municipal one is named like "Rho" or "Rho (MI)".

    Raises Refused for a municipality that does not exist or is not told apart, and for a body that is there already.
    """
    ensure_manages(by, None)
    if kind not in KINDS_OF_STAFF:
        raise Refused(_("Scegli il tipo di ente dall’elenco."), field="kind")
    seat = _municipality(squeeze(name)) if kind == Kind.MUNICIPALITY else None
    title = _("Comune di %(name)s") % {"name": seat.name} if seat else squeeze(name)
    same = Organisation.objects.filter(kind=kind, **({"seat": seat} if seat else {"match_key": match_key(title)}))
    if same.exists():
        raise Refused(_("L’ente c’è già: sceglilo dall’elenco quando assegni il ruolo."), field="name")
    body = Organisation.objects.create(name=title, match_key=match_key(title), kind=kind, seat=seat)
    record(Act.CREATE, by=by, about=body, details=Details(fields={"name": title, "kind": kind}))
    return body


def _municipality(written: str) -> Municipality:
    found = list(named(written))
    if len(found) > 1:
        raise Refused(
            _("Più Comuni hanno questo nome: aggiungi la sigla della provincia, come «Livo (CO)»."), field="name"
        )
    if not found:
        raise Refused(_("Nessun Comune italiano di oggi ha questo nome: controlla come è scritto."), field="name")
    return found[0]
