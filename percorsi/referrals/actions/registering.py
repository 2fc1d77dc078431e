"""Somebody is referred."""

from dataclasses import dataclass, replace
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.confidential.actions import register_protected
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze_lines
from percorsi.organisations.actions import ensure_services
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation, Worker
from percorsi.people.actions import Identity, register_person, typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person
from percorsi.places.models import Municipality
from percorsi.referrals.models import Referral
from percorsi.referrals.policy import ensure_may_register, speaks_for

LONGEST_REASON = 5_000
FIELDS = ("referred_on", "municipality", "sending_service", "social_worker", "reason")


@dataclass(frozen=True, slots=True)
class NewService:
    """A specialist service that is not in the archive yet, and what it is."""

    name: str
    kind: Kind = Kind.SERVICE


@dataclass(frozen=True, slots=True)
class NewReferral:
    """A referral that is not written yet: who sends, by whom, when, and why.

    ``new_service``, where there is no ``sending_service``, is found by its name or added to the archive.
    """

    referred_on: date
    municipality: Municipality | None = None
    sending_service: Organisation | None = None
    new_service: NewService | None = None
    social_worker: Worker | None = None
    reason: str = ""


@transaction.atomic
def register_referral(person: Person, *, by: User, draft: NewReferral) -> Referral:
    """Write down that somebody was referred, and return the referral, which waits for its answer.

    Raises ``Forbidden`` when the user may not refer this person; ``Refused`` when the referral cannot be as told.
    """
    ensure_may_register(by, person)
    return _write(person, by, draft)


@transaction.atomic
def refer_new_person(identity: Identity, *, by: User, draft: NewReferral, number: str = "") -> Referral:
    """Register a person who was never here, with the referral that brings them, and return the referral.

    Whom an anti-violence centre sends is protected from the start: of them only an alias is written. Raises
    ``Refused`` on the field at fault, ``Forbidden``.
    """
    draft = _with_service(draft)
    if not _is_protecting(draft.sending_service):
        return register_referral(register_person(identity, number=number, by=by), by=by, draft=draft)
    if identity != Identity(alias=identity.alias, sex=identity.sex):
        raise Refused(
            _("Di chi arriva da un centro antiviolenza si scrive solo un alias: cancella nome e altri dati."),
            field="alias",
        )
    why = _("Segnalata da un centro antiviolenza")
    person = register_protected(alias=identity.alias, number=number, reason=why, by=by)
    return register_referral(person, by=by, draft=draft)


def _write(person: Person, by: User, draft: NewReferral) -> Referral:
    draft = _with_service(draft)
    _check(person, by, draft)
    referral = Referral.objects.create(
        person=person,
        referred_on=draft.referred_on,
        municipality=draft.municipality,
        sending_service=draft.sending_service,
        social_worker=draft.social_worker or _own_worker(by),
        reason=squeeze_lines(draft.reason),
    )
    tell(Act.CREATE, referral, person=person, by=by, fields=FIELDS)
    return referral


def _with_service(draft: NewReferral) -> NewReferral:
    if draft.sending_service is not None or draft.new_service is None:
        return draft
    name = typed.text(Organisation, "name", draft.new_service.name)
    service = ensure_services({name: draft.new_service.kind})[name] if name else None
    return replace(draft, sending_service=service, new_service=None)


def _is_protecting(service: Organisation | None) -> bool:
    return service is not None and service.kind == Kind.ANTI_VIOLENCE_CENTRE


def _own_worker(by: User) -> Worker | None:
    if by.role != Role.SOCIAL_WORKER or by.standing is None:
        return None
    return Worker.objects.get(pk=by.standing.worker)


def _check(person: Person, by: User, draft: NewReferral) -> None:
    if draft.municipality is None and draft.sending_service is None:
        raise Refused(
            _("Indica chi segnala: il comune, il servizio specialistico o tutti e due."), field="municipality"
        )
    if not speaks_for(by, draft.municipality):
        raise Refused(_("Puoi segnalare solo per il tuo comune: scegli quello."), field="municipality")
    typed.not_future(draft.referred_on, field="referred_on")
    typed.span(draft.referred_on, None, field="referred_on")
    if len(draft.reason) > LONGEST_REASON:
        raise Refused(_("È troppo lungo: servono al massimo 5.000 caratteri."), field="reason")
    _check_origin(person, draft.sending_service)
    same = Referral.objects.filter(
        person=person,
        referred_on=draft.referred_on,
        municipality=draft.municipality,
        sending_service=draft.sending_service,
    )
    if same.exists():
        raise Refused(
            _("C’è già una segnalazione di questa persona, dello stesso giorno e dallo stesso ente: apri quella."),
            field="referred_on",
        )


def _check_origin(person: Person, service: Organisation | None) -> None:
    if _is_protecting(service) and not person.is_protected:
        raise Refused(
            _(
                "Chi arriva da un centro antiviolenza va protetto: registra la persona con un alias, oppure proteggila"
                " dalla sua scheda, poi aggiungi la segnalazione."
            ),
            field="sending_service",
        )
