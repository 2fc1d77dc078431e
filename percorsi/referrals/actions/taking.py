"""The service takes a sent form in: the person is somebody known, or somebody new."""

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.confidential.actions import register_protected
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.people.actions import Address, Identity, add_contact, move
from percorsi.people.actions.opening import tell
from percorsi.people.choices import ContactKind
from percorsi.people.models import Person
from percorsi.referrals.actions.answers import Answers, birth_of, line, municipality_of
from percorsi.referrals.actions.registering import NewReferral, refer_new_person, register_referral
from percorsi.referrals.choices import DraftState
from percorsi.referrals.choices.forms import FORMS
from percorsi.referrals.models import Referral, ReferralDraft
from percorsi.referrals.policy import ensure_may_take


@transaction.atomic
def take_draft(draft: ReferralDraft, *, by: User, version: int, person: Person | None = None) -> Referral:
    """Register the referral that a sent form tells of, and return it; the clock runs from the day it was sent.

    ``person`` is the one that the service knows already; without, somebody new is registered. What tells who they are
    leaves the form. Raises ``Refused``, ``Stale``, ``Forbidden``.
    """
    held = ReferralDraft.objects.select_for_update(of=("self",))
    now = held.select_related("municipality", "author").get(pk=draft.pk)
    ensure_may_take(by, now)
    if now.state != DraftState.SENT or now.sent_on is None:
        raise Refused(_("Questa segnalazione è già stata presa in esame, o aspetta una risposta dal Comune."))
    told = NewReferral(
        referred_on=now.sent_on,
        municipality=now.municipality,
        social_worker=now.author,
        reason=line(now.answers, "reason"),
    )
    referral = _of_known(person, now, told, by=by) if person is not None else _of_new(now, told, by=by)
    form = FORMS[now.form_version]
    hidden = {one.key for one in form.asked(is_protected=False) if one.tells_who}
    answers = {key: value for key, value in now.answers.items() if key not in hidden}
    change_versioned(draft, version=version, state=DraftState.TAKEN, referral=referral, answers=answers)
    tell(Act.CHANGE, draft, person=referral.person, by=by, fields=["answers", "referral", "state"])
    return referral


def identity_of(answers: Answers) -> Identity:
    """Return who the form tells of. A year alone is no day of birth: it stands among the remarks."""
    born_on, year = birth_of(line(answers, "born"))
    names = ("family_names", "given_names", "codice_fiscale", "sex", "citizenship")
    remark = _("Data di nascita incerta: anno %(year)d") % {"year": year} if year else ""
    return Identity(**{name: line(answers, name) for name in names}, born_on=born_on, remark=remark)


def _of_known(person: Person, draft: ReferralDraft, told: NewReferral, *, by: User) -> Referral:
    if draft.is_protected and not person.is_protected:
        raise Refused(_("Arriva da un luogo protetto: prima proteggi la persona dalla sua scheda, poi torna qui."))
    return register_referral(person, by=by, draft=told)


def _of_new(draft: ReferralDraft, told: NewReferral, *, by: User) -> Referral:
    answers = draft.answers
    if draft.is_protected:
        why = _("Segnalata da un luogo protetto")
        return register_referral(register_protected(reason=why, by=by), by=by, draft=told)
    referral = refer_new_person(identity_of(answers), by=by, draft=told)
    home = Address(municipality_of(line(answers, "residence")), line(answers, "address"))
    if home.municipality or home.address:
        move(referral.person, to=home, on=None, by=by)
    if phone := line(answers, "phone"):
        whose = line(answers, "phone_of")
        add_contact(referral.person, kind=ContactKind.PHONE, value=phone, whose=whose, by=by)
    return referral
