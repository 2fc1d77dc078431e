"""The answer to a referral, and taking it back."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.referrals.policy import ensure_may_answer


@transaction.atomic
def accept(referral: Referral, *, by: User, version: int, answered_on: date) -> None:
    """Accept a referral that waits. Raises ``Refused`` when it was answered already or the day cannot be."""
    ensure_may_answer(by, referral.person)
    _check_waits(referral)
    _check_day(referral, answered_on)
    change_versioned(referral, version=version, outcome=Outcome.ACCEPTED, refusal_reason="", answered_on=answered_on)
    tell(Act.CHANGE, referral, person=referral.person, by=by, fields=["outcome", "answered_on"])


@transaction.atomic
def refuse(referral: Referral, *, by: User, version: int, answered_on: date, reason: str) -> None:
    """Refuse a referral that waits, saying why. Raises ``Refused`` without a reason, or as :func:`accept`."""
    ensure_may_answer(by, referral.person)
    _check_waits(referral)
    _check_day(referral, answered_on)
    reason = _checked_reason(reason, _("Scrivi perché la segnalazione non è accolta: chi ha segnalato lo legge."))
    change_versioned(referral, version=version, outcome=Outcome.REFUSED, refusal_reason=reason, answered_on=answered_on)
    tell(Act.CHANGE, referral, person=referral.person, by=by, fields=["outcome", "answered_on", "refusal_reason"])


@transaction.atomic
def reopen_referral(referral: Referral, *, by: User, version: int, reason: str) -> None:
    """Put an answered referral back among those that wait, with the term running anew; the reason stays in the trail.

    An earlier refusal stays readable until the new answer. Raises ``Refused`` when it waits already or has a path.
    """
    ensure_may_answer(by, referral.person)
    if referral.outcome == Outcome.WAITING:
        raise Refused(_("La segnalazione è già in attesa: puoi rispondere subito."))
    if Person.objects.filter(pk=referral.person_id, cases__referral=referral).exists():
        raise Refused(_("Da questa segnalazione è nato un percorso: chiudi il percorso, se non deve proseguire."))
    reason = _checked_reason(reason, _("Scrivi perché la segnalazione si riapre."))
    values = {"outcome": Outcome.WAITING, "answered_on": None, "reopened_on": timezone.localdate()}
    change_versioned(referral, version=version, **values)
    details = Details(reason=reason, fields={"fields": sorted(values)})
    record(Act.CHANGE, by=by, about=referral, people=[referral.person_id], details=details)


def _check_waits(referral: Referral) -> None:
    if referral.outcome == Outcome.REFUSED:
        raise Refused(_("Questa segnalazione non è stata accolta. Per rispondere di nuovo riaprila, con il motivo."))
    if referral.outcome == Outcome.ACCEPTED:
        raise Refused(_("Questa segnalazione è già stata accolta. Per cambiare la risposta riaprila, con il motivo."))


def _check_day(referral: Referral, answered_on: date) -> None:
    if answered_on < referral.referred_on:
        came = referral.referred_on.strftime("%d/%m/%Y")
        raise Refused(
            _("La risposta non può venire prima della segnalazione (%(day)s): scegli quel giorno o uno dopo.")
            % {"day": came},
            field="answered_on",
        )
    typed.not_future(answered_on, field="answered_on")


def _checked_reason(reason: str, missing: str) -> str:
    try:
        kept = typed.text(Referral, "refusal_reason", reason)
    except Refused as refusal:
        raise Refused(refusal.message, field="reason") from None
    if not kept:
        raise Refused(missing, field="reason")
    return kept
