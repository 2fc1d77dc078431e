"""Writing under which contract the service runs, and when."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.kit.refusal import Refused
from percorsi.organisations.actions import ensure_services
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation
from percorsi.people.actions import typed
from percorsi.service.actions import rows
from percorsi.service.models import ContractPeriod
from percorsi.service.policy import ensure_manages_service

_CIG = re.compile(r"[0-9A-Z]{10}")


@dataclass(frozen=True, slots=True)
class ContractDraft:
    """A contract as it was typed; ``provider`` is the name of the body that runs the service."""

    name: str
    provider: str
    starts_on: date
    ends_on: date
    act: str = ""
    cig: str = ""


@transaction.atomic
def add_contract(draft: ContractDraft, *, by: User) -> ContractPeriod:
    """Add a contract period, and return it. Raises ``Refused`` on the field at fault, Forbidden."""
    ensure_manages_service(by)
    contract = ContractPeriod(**_checked(draft))
    _ensure_alone(contract)
    rows.add(contract, by=by)
    return contract


@transaction.atomic
def change_contract(contract: ContractPeriod, *, by: User, version: int, draft: ContractDraft) -> None:
    """Correct a contract period. Raises ``Stale``, ``Refused`` on the field at fault, Forbidden."""
    ensure_manages_service(by)
    values = _checked(draft)
    _ensure_alone(ContractPeriod(pk=contract.pk, **values))
    rows.change(contract, by=by, version=version, values=values)


@transaction.atomic
def undo_contract(contract: ContractPeriod, *, by: User, version: int) -> None:
    """Take back the last act on a contract period; one just added goes. Raises ``Stale``, ``Refused``, Forbidden."""
    ensure_manages_service(by)
    if not rows.undo(contract, by=by, version=version):
        _ensure_alone(contract)


def _checked(draft: ContractDraft) -> dict[str, Any]:
    cig = draft.cig.replace(" ", "").upper()
    if cig and not _CIG.fullmatch(cig):
        raise Refused(_("Il CIG ha 10 caratteri, lettere e cifre: controlla come è scritto nell’atto."), field="cig")
    typed.span(draft.starts_on, draft.ends_on)
    return {
        "name": typed.text(ContractPeriod, "name", draft.name, is_required=True),
        "provider": _provider(draft.provider),
        "act": typed.text(ContractPeriod, "act", draft.act),
        "cig": cig,
        "starts_on": draft.starts_on,
        "ends_on": draft.ends_on,
    }


def _provider(written: str) -> Organisation:
    try:
        name = typed.text(Organisation, "name", written, is_required=True)
    except Refused as refusal:
        raise Refused(refusal.message, field="provider") from None
    return ensure_services({name: Kind.PROVIDER})[name]


def _ensure_alone(contract: ContractPeriod) -> None:
    """Refuse two contracts on one day: rows of other rooms belong to a contract by date."""
    others = ContractPeriod.objects.filter(starts_on__lte=contract.ends_on, ends_on__gte=contract.starts_on)
    if other := others.exclude(pk=contract.pk).order_by("starts_on").first():
        message = _("In questi giorni vale già «%(name)s», dal %(first)s al %(last)s: correggi le date.")
        days = {"first": f"{other.starts_on:%d/%m/%Y}", "last": f"{other.ends_on:%d/%m/%Y}"}
        raise Refused(message % {"name": other.name, **days}, field="starts_on")
