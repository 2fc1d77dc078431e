"""Writing what was said with a company."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.employers.models import Contact
from percorsi.employers.policy import ensure_may_change, ensure_may_log
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze_lines
from percorsi.organisations.models import Organisation
from percorsi.people.actions import typed

LONGEST = 5_000


@dataclass(frozen=True, slots=True)
class ContactDraft:
    """A contact that is not written yet. Without ``next_step_on`` nothing was promised."""

    kind: str
    happened_on: date
    text: str
    next_step_on: date | None = None


@transaction.atomic
def log_contact(company: Organisation, *, by: User, draft: ContactDraft) -> Contact:
    """Write a contact with a company, and return it. Raises ``Refused`` on the field at fault, ``Forbidden``."""
    ensure_may_log(by, company)
    values = _sound(draft)
    added = Contact.objects.create(
        organisation=company,
        written_by_id=by.standing.worker if by.standing else None,
        written_at=timezone.now(),
        **values,
    )
    record(Act.CREATE, by=by, about=added, details=Details(fields={"fields": sorted(values)}))
    return added


@transaction.atomic
def change_contact(contact: Contact, *, by: User, version: int, draft: ContactDraft) -> None:
    """Write an own contact anew. Raises ``Refused``, ``Stale``, ``Forbidden``."""
    ensure_may_change(by, contact)
    values = _sound(draft)
    differing = typed.changed(contact, values)
    change_versioned(contact, version=version, **values)
    record(Act.CHANGE, by=by, about=contact, details=Details(fields={"fields": sorted(differing)}))


@transaction.atomic
def take_back_contact(contact: Contact, *, by: User) -> None:
    """Take out an own contact written by mistake. Raises ``Forbidden``."""
    ensure_may_change(by, contact)
    record(Act.DELETE, by=by, about=contact)
    contact.delete()


def _sound(draft: ContactDraft) -> dict[str, Any]:
    text = squeeze_lines(draft.text)
    if not text:
        raise Refused(_("Scrivi in due parole che cosa vi siete detti."), field="text")
    if len(text) > LONGEST:
        message = _("Il testo ha %(count)d caratteri e può averne %(most)d: abbrevialo.")
        raise Refused(message % {"count": len(text), "most": LONGEST}, field="text")
    day = typed.not_future(draft.happened_on, field="happened_on")
    typed.span(day, None, field="happened_on")
    if draft.next_step_on and draft.next_step_on < day:
        raise Refused(_("Il prossimo passo viene prima del contatto: correggi la data."), field="next_step_on")
    typed.span(None, draft.next_step_on, field="next_step_on")
    kind = typed.choice(Contact, "kind", draft.kind)
    return {"kind": kind, "happened_on": day, "text": text, "next_step_on": draft.next_step_on}
