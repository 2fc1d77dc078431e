"""A path begins: out of an accepted referral, one open path a person."""

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.cases.actions.following import add_assignment
from percorsi.cases.actions.holding import in_figures
from percorsi.cases.models import Case
from percorsi.cases.policy import ensure_may
from percorsi.kit.refusal import Refused
from percorsi.organisations.models import Worker
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person
from percorsi.referrals.actions import accept
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral


@transaction.atomic
def open_case(referral: Referral, *, by: User, opened_on: date, worker: Worker | None = None) -> Case:
    """Take the referred person in charge, followed by ``worker`` from the same day; return the path.

    Raises ``Refused`` when the referral was not accepted or the person has an open path; ``Forbidden``.
    """
    person = Person.objects.select_for_update().get(pk=referral.person_id)
    ensure_may(by, Permission.CASES_ASSIGN, person)
    _check_referral(referral)
    _check_day(referral, opened_on)
    _check_other_paths(person, opened_on)
    try:
        with transaction.atomic():
            case = Case.objects.create(person=person, referral=referral, opened_on=opened_on)
    except IntegrityError:
        # A colleague did the same in this very moment: the database lets one through.
        raise Refused(_("Un’altra persona ha appena aperto questo percorso: apri la scheda per vederlo.")) from None
    tell(Act.CREATE, case, person=person, by=by, fields=["referral", "opened_on"])
    if worker is not None:
        add_assignment(case, by=by, worker=worker, starts_on=opened_on)
    return case


@transaction.atomic
def accept_and_open(referral: Referral, *, by: User, version: int, on: date, worker: Worker | None = None) -> Case:
    """Accept a referral that waits and take the person in charge the same day, followed by ``worker``; return the path.

    Raises ``Stale`` when somebody changed the referral meanwhile, ``Refused``, ``Forbidden``.
    """
    accept(referral, by=by, version=version, answered_on=on)
    return open_case(referral, by=by, opened_on=on, worker=worker)


def _check_referral(referral: Referral) -> None:
    outcome = Referral.objects.values_list("outcome", flat=True).get(pk=referral.pk)
    if outcome == Outcome.WAITING:
        raise Refused(_("La segnalazione aspetta una risposta: accoglila, poi apri il percorso."))
    if outcome == Outcome.REFUSED:
        raise Refused(_("La segnalazione non è stata accolta: riaprila e accoglila, poi apri il percorso."))
    if Case.objects.filter(referral=referral).exists():
        raise Refused(
            _("Da questa segnalazione è già nato un percorso: se è chiuso riaprilo, oppure registra una segnalazione.")
        )


def _check_day(referral: Referral, opened_on: date) -> None:
    typed.not_future(opened_on, field="opened_on")
    if opened_on < referral.referred_on:
        raise Refused(
            _("La presa in carico non può venire prima della segnalazione (%(day)s): scegli quel giorno o uno dopo.")
            % {"day": in_figures(referral.referred_on)},
            field="opened_on",
        )


def _check_other_paths(person: Person, opened_on: date) -> None:
    """Imported history counts too: who has an open path of the old register is in charge already."""
    present = Case.objects.filter(person=person, closed_on=None).first()
    if present is not None:
        raise Refused(
            _("La persona ha già un percorso aperto, dal %(day)s: continua con quello, oppure chiudilo prima.")
            % {"day": in_figures(present.opened_on)}
        )
    last = Case.objects.filter(person=person).aggregate(last=Max("closed_on"))["last"]
    if last is not None and opened_on < last:
        raise Refused(
            _("Il percorso di prima è chiuso il %(day)s: il nuovo può cominciare da quel giorno in poi.")
            % {"day": in_figures(last)},
            field="opened_on",
        )
