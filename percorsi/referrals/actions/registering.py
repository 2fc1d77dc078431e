"""Somebody is referred."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze_lines
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation, Worker
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person
from percorsi.places.models import Municipality
from percorsi.referrals.models import Referral
from percorsi.referrals.policy import ensure_may_register, speaks_for

LONGEST_REASON = 5_000
FIELDS = ("referred_on", "municipality", "sending_service", "social_worker", "reason")


@dataclass(frozen=True, slots=True)
class ReferralDraft:
    """A referral that is not written yet: who sends, by whom, when, and why."""

    referred_on: date
    municipality: Municipality | None = None
    sending_service: Organisation | None = None
    social_worker: Worker | None = None
    reason: str = ""


@transaction.atomic
def register_referral(person: Person, *, by: User, draft: ReferralDraft) -> Referral:
    """Write down that somebody was referred, and return the referral, which waits for its answer.

    Raises ``Forbidden`` when the user may not refer this person; ``Refused`` when the referral cannot be as told.
    """
    ensure_may_register(by, person)
    return add_referral(person, by=by, draft=draft)


def add_referral(person: Person, *, by: User, draft: ReferralDraft) -> Referral:
    """Check and write a referral for an action that has already asked who may; call it in its transaction."""
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


def _own_worker(by: User) -> Worker | None:
    if by.role != Role.SOCIAL_WORKER or by.standing is None:
        return None
    return Worker.objects.get(pk=by.standing.worker)


def _check(person: Person, by: User, draft: ReferralDraft) -> None:
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
    if service is not None and service.kind == Kind.ANTI_VIOLENCE_CENTRE and not person.is_protected:
        raise Refused(
            _(
                "Chi arriva da un centro antiviolenza va protetto: registra la persona con un alias, oppure proteggila"
                " dalla sua scheda, poi aggiungi la segnalazione."
            ),
            field="sending_service",
        )
