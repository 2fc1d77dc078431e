"""The papers of a person: added, put right, replaced by a newer one, withdrawn and given back."""

from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.audit.queries import has_just_done
from percorsi.documents.actions import kept
from percorsi.documents.models import File
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.organisations.models import Worker
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.choices import HEALTH_PAPERS, Audience
from percorsi.people.models import Person, PersonDocument
from percorsi.people.policy import ensure_may_write_documents

FIELDS = ("kind", "title", "audience", "issued_on", "expires_on")


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """What a paper is, who may open it, and its days. Papers of health are for who reads health, whatever is said."""

    kind: str
    title: str = ""
    audience: str = Audience.TEAM
    issued_on: date | None = None
    expires_on: date | None = None


def add_document(
    person: Person, *, by: User, paper: PaperDraft, upload: UploadedFile, replaces: PersonDocument | None = None
) -> PersonDocument:
    """Keep a paper of a person, in the place of an older version where there is one; return its row.

    Of a protected person neither a title nor the name of the file is kept. Raises ``Refused`` on the field at fault,
    ``Forbidden``.
    """
    ensure_may_write_documents(by, person)
    values = _checked(person, paper, by=by)
    with kept(upload, by=by) as file:
        _nameless(file, person)
        if replaces is not None:
            _ensure_replaceable(replaces, person, by=by)
        worker = Worker.objects.filter(user=by).first()
        try:
            with transaction.atomic():
                added = PersonDocument.objects.create(
                    person=person, file=file, replaces=replaces, added_by=worker, **values
                )
        except IntegrityError:
            raise Refused(_("Qualcun altro ha appena caricato una versione nuova: apri quella.")) from None
        tell(Act.CREATE, added, person=person, by=by, fields=["file", *FIELDS])
    return added


@transaction.atomic
def change_document(document: PersonDocument, *, by: User, version: int, paper: PaperDraft) -> None:
    """Put right what is said of a paper; the file stays. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = _open(document, by=by)
    _ensure_present(now)
    differing = typed.changed(now, _checked(now.person, paper, by=by))
    if differing:
        change_versioned(document, version=version, **differing)
        tell(Act.CHANGE, document, person=now.person, by=by, fields=differing)


@transaction.atomic
def withdraw_document(document: PersonDocument, *, by: User, version: int, reason: str) -> None:
    """Take a paper out of the list, saying why; the file is kept. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    now = _open(document, by=by)
    _ensure_present(now)
    why = typed.text(PersonDocument, "withdrawn_reason", reason)
    if not why:
        raise Refused(_("Scrivi perché il documento si ritira."), field="reason")
    # The reason may name somebody: of a protected person it is not kept beside the paper.
    shown = "" if now.person.is_protected else why
    change_versioned(document, version=version, withdrawn_at=timezone.now(), withdrawn_reason=shown)
    tell(Act.CHANGE, document, person=now.person, by=by, fields=["withdrawn_at", "withdrawn_reason"])


@transaction.atomic
def take_back_withdrawal(document: PersonDocument, *, by: User) -> None:
    """Put a paper back that ``by`` has just withdrawn. Raises ``Refused``, ``Forbidden``."""
    now = _open(document, by=by)
    if now.withdrawn_at is None or not has_just_done(by, Act.CHANGE, now, field="withdrawn_at"):
        raise Refused(_("Non si può più annullare: carica di nuovo il documento."))
    change_versioned(document, version=now.version, withdrawn_at=None, withdrawn_reason="")
    details = Details(fields={"fields": ["withdrawn_at", "withdrawn_reason"]})
    record(Act.UNDO, by=by, about=document, people=[now.person_id], details=details)


def _open(document: PersonDocument, *, by: User) -> PersonDocument:
    """Return the paper as it is now, held until the transaction ends."""
    held = PersonDocument.objects.select_for_update(of=("self",))
    now = held.select_related("person").get(pk=document.pk)
    ensure_may_write_documents(by, now.person)
    _ensure_reads(now.audience, by=by)
    return now


def _ensure_present(document: PersonDocument) -> None:
    if document.withdrawn_at is not None:
        raise Refused(_("Il documento è già stato ritirato."))


def _ensure_replaceable(document: PersonDocument, person: Person, *, by: User) -> None:
    if document.person_id != person.pk:
        raise Forbidden
    _ensure_reads(document.audience, by=by)
    _ensure_present(document)


def _ensure_reads(audience: str, *, by: User) -> None:
    if audience == Audience.HEALTH and not (by.is_system or by.has(Permission.PEOPLE_HEALTH)):
        raise Forbidden


def _checked(person: Person, paper: PaperDraft, *, by: User) -> dict[str, Any]:
    kind = typed.choice(PersonDocument, "kind", paper.kind)
    if not kind:
        raise Refused(_("Scegli che documento è."), field="kind")
    title = typed.text(PersonDocument, "title", paper.title)
    if title and person.is_protected:
        raise Refused(_("Di una persona protetta basta il tipo: lascia vuoto il titolo."), field="title")
    audience = Audience.HEALTH if kind in HEALTH_PAPERS else typed.choice(PersonDocument, "audience", paper.audience)
    if audience == Audience.HEALTH and not (by.is_system or by.has(Permission.PEOPLE_HEALTH)):
        raise Refused(
            _("I documenti sulla salute li carica chi segue la persona: consegnalo a lei o a lui."), field="kind"
        )
    if paper.issued_on is not None:
        typed.not_future(paper.issued_on, field="issued_on")
    typed.span(paper.issued_on, paper.expires_on, field="expires_on")
    days = {"issued_on": paper.issued_on, "expires_on": paper.expires_on}
    return {"kind": kind, "title": title, "audience": audience, **days}


def _nameless(file: File, person: Person) -> None:
    """Of a protected person the name of the file is not kept: it often holds theirs."""
    if person.is_protected:
        file.name = nameless(file.name)
        file.save(update_fields=["name"])


def nameless(name: str) -> str:
    """Return a file's name that tells nothing but what kind of file it is."""
    return _("documento") + PurePosixPath(name).suffix
