"""Writing companies and the people of reference there."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from stdnum.it import codicefiscale, iva

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.kit.text import digits, match_key, squeeze
from percorsi.organisations.choices import Kind, Nature
from percorsi.organisations.models import Organisation, Reference
from percorsi.organisations.policy import KINDS_OF_COMPANIES, ensure_keeps_companies
from percorsi.organisations.queries import similar_to
from percorsi.places.models import Municipality

MOST_EMPLOYEES = 1_000_000


@dataclass(frozen=True, slots=True)
class CompanyDraft:
    """A company, a cooperative, a service, as somebody typed it. A blank stands for what is not known."""

    name: str
    kind: str = Kind.EMPLOYER
    nature: str = ""
    seat: Municipality | None = None
    address: str = ""
    vat_number: str = ""
    codice_fiscale: str = ""
    activity: str = ""
    employees: int | None = None
    contact_name: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class ReferenceDraft:
    """Whom one speaks with in a body, as somebody typed it."""

    name: str
    role: str = ""
    phone: str = ""
    email: str = ""


@transaction.atomic
def add_company(draft: CompanyDraft, *, by: User, is_namesake: bool = False) -> Organisation:
    """Add a body to the archive, and return it. Raises ``Refused`` on the field at fault, ``Forbidden``.

    A body whose name looks like one that is there is refused on ``is_namesake`` until somebody says that it is another.
    """
    ensure_keeps_companies(by)
    values = _sound(draft)
    _ensure_alone(values["vat_number"])
    if not is_namesake and (known := similar_to(values["name"])):
        message = _("Esiste già «%(name)s»: se è lo stesso ente usa quello; se è un altro, confermalo qui.")
        raise Refused(message % {"name": known[0].name}, field="is_namesake")
    added = Organisation.objects.create(**values)
    record(Act.CREATE, by=by, about=added, details=Details(fields={"fields": sorted(values)}))
    return added


@transaction.atomic
def change_company(company: Organisation, *, by: User, version: int, draft: CompanyDraft) -> None:
    """Write a body anew. Raises ``Refused`` on the field at fault, ``Stale``, ``Forbidden``."""
    _ensure_kept(company, by)
    values = _sound(draft)
    _ensure_alone(values["vat_number"], but=company)
    differing = sorted(name for name, value in values.items() if getattr(company, name) != value)
    change_versioned(company, version=version, **values)
    record(Act.CHANGE, by=by, about=company, details=Details(fields={"fields": differing}))


@transaction.atomic
def add_reference(company: Organisation, *, by: User, draft: ReferenceDraft) -> Reference:
    """Add somebody to speak with, from today, and return them. Raises ``Refused``, ``Forbidden``."""
    _ensure_kept(company, by)
    values = _reference(draft)
    key = match_key(values["name"])
    if any(match_key(row.name) == key for row in company.references.filter(ends_on=None)):
        raise Refused(_("È già fra le persone di riferimento: correggi quella riga."), field="name")
    added = Reference.objects.create(organisation=company, starts_on=timezone.localdate(), **values)
    record(Act.CREATE, by=by, about=added, details=Details(fields={"fields": sorted(values)}))
    return added


@transaction.atomic
def change_reference(reference: Reference, *, by: User, version: int, draft: ReferenceDraft) -> None:
    """Write somebody to speak with anew. Raises ``Refused``, ``Stale``, ``Forbidden``."""
    _ensure_kept(reference.organisation, by)
    values = _reference(draft)
    change_versioned(reference, version=version, **values)
    record(Act.CHANGE, by=by, about=reference, details=Details(fields={"fields": sorted(values)}))


@transaction.atomic
def end_reference(reference: Reference, *, by: User, last_day: date | None = None) -> None:
    """Say that one no longer speaks with them, from tomorrow unless told. Raises ``Refused``, ``Forbidden``."""
    _ensure_kept(reference.organisation, by)
    day = last_day or timezone.localdate()
    if reference.starts_on and day < reference.starts_on:
        raise Refused(_("La fine viene prima dell’inizio: correggi la data."), field="last_day")
    _set_end(reference, by=by, day=day)


@transaction.atomic
def resume_reference(reference: Reference, *, by: User) -> None:
    """Take back that one no longer speaks with them. Raises ``Forbidden``."""
    _ensure_kept(reference.organisation, by)
    _set_end(reference, by=by, day=None)


def _set_end(reference: Reference, *, by: User, day: date | None) -> None:
    now = Reference.objects.select_for_update().get(pk=reference.pk)
    if now.ends_on != day:
        change_versioned(now, version=now.version, ends_on=day)
        record(Act.CHANGE, by=by, about=now, details=Details(fields={"fields": ["ends_on"]}))


def _ensure_kept(company: Organisation, by: User) -> None:
    ensure_keeps_companies(by)
    if company.kind not in KINDS_OF_COMPANIES:
        raise Forbidden


def _sound(draft: CompanyDraft) -> dict[str, Any]:
    if draft.kind not in KINDS_OF_COMPANIES:
        raise Refused(_("Scegli il tipo di ente dall’elenco."), field="kind")
    if draft.nature and draft.nature not in Nature.values:
        raise Refused(_("Scegli la natura dall’elenco."), field="nature")
    if draft.employees is not None and not 0 <= draft.employees <= MOST_EMPLOYEES:
        raise Refused(_("Il numero di dipendenti non è possibile: controllalo."), field="employees")
    name = _text(Organisation, "name", draft.name)
    if not name:
        raise Refused(_("Scrivi come si chiama l’ente."), field="name")
    names = ("address", "activity", "contact_name", "phone")
    return {
        "name": name,
        "match_key": match_key(name),
        "kind": draft.kind,
        "nature": draft.nature,
        "seat": draft.seat,
        "employees": draft.employees,
        "vat_number": _vat_number(draft.vat_number),
        "codice_fiscale": _codice_fiscale(draft.codice_fiscale),
        "email": _email(Organisation, draft.email),
        **{field: _text(Organisation, field, getattr(draft, field)) for field in names},
    }


def _reference(draft: ReferenceDraft) -> dict[str, str]:
    name = _text(Reference, "name", draft.name)
    if not name:
        raise Refused(_("Scrivi come si chiama la persona di riferimento."), field="name")
    phone, role = _text(Reference, "phone", draft.phone), _text(Reference, "role", draft.role)
    return {"name": name, "role": role, "phone": phone, "email": _email(Reference, draft.email)}


def _text(model: type[models.Model], field: str, value: str) -> str:
    kept, column = squeeze(value), model._meta.get_field(field)
    assert isinstance(column, models.CharField) and column.max_length is not None
    if len(kept) > column.max_length:
        message = _("«%(label)s» ha %(count)d caratteri e può averne %(most)d: abbreviare.")
        words = {"label": column.verbose_name, "count": len(kept), "most": column.max_length}
        raise Refused(message % words, field=field)
    return kept


def _email(model: type[models.Model], value: str) -> str:
    kept = _text(model, "email", value)
    try:
        if kept:
            validate_email(kept)
    except ValidationError:
        raise Refused(_("Non è un indirizzo e-mail: controlla come è scritto."), field="email") from None
    return kept


def _vat_number(value: str) -> str:
    number = digits(value)
    if squeeze(value) and not iva.is_valid(number):
        raise Refused(_("La partita IVA non torna: sono 11 cifre, controllale una per una."), field="vat_number")
    return number


def _codice_fiscale(value: str) -> str:
    code = "".join(value.split()).upper()
    if code and not (iva.is_valid(code) if code.isdigit() else codicefiscale.is_valid(code)):
        message = _("Il codice fiscale non torna: 11 cifre per una società, 16 caratteri per una ditta individuale.")
        raise Refused(message, field="codice_fiscale")
    return code


def _ensure_alone(vat_number: str, *, but: Organisation | None = None) -> None:
    if not vat_number or (but is not None and but.vat_number == vat_number):
        return
    known = Organisation.objects.filter(vat_number=vat_number).first()
    if known is not None:
        message = _("Questa partita IVA è già di «%(name)s»: usa quell’ente, o correggi il numero.")
        raise Refused(message % {"name": known.name}, field="vat_number")
