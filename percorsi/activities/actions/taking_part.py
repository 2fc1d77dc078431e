"""Writing who is enrolled in an edition, and who withdrew."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.activities.models import Activity, Participation
from percorsi.activities.policy import ensure_may_take_in
from percorsi.activities.queries import may_take_back
from percorsi.audit.choices import Act
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.opening import tell
from percorsi.people.models import Person, RegisterNumber


@transaction.atomic
def enrol(
    activity: Activity, *, by: User, person: Person, register_number: RegisterNumber | None = None
) -> Participation:
    """Enrol a person, and return the row. Raises ``Refused`` when they are enrolled already, ``Forbidden``."""
    now = _held(person, by=by)
    if register_number is not None and register_number.person_id != now.pk:
        raise Refused(_("Questo N. pratica è di un’altra persona: scegline uno di questa."), field="register_number")
    if Participation.objects.filter(activity=activity, person=now, register_number=register_number).exists():
        raise Refused(_("È già fra gli iscritti di questa edizione: non serve altro."), field="person")
    added = Participation.objects.create(
        activity=activity, person=now, register_number=register_number, enrolled_on=timezone.localdate()
    )
    tell(Act.CREATE, added, person=now, by=by, fields=["activity", "register_number"])
    return added


@transaction.atomic
def take_back_enrolment(participation: Participation, *, by: User) -> None:
    """Take out an enrolment that ``by`` has just written by mistake.

    Raises ``Refused`` when a presence is marked, when somebody else wrote it or some time ago; ``Forbidden``.
    """
    person = _held(participation.person, by=by)
    if not may_take_back(participation, by):
        raise Refused(_("L’iscrizione la toglie solo chi l’ha appena scritta: se non viene più, registra il ritiro."))
    if participation.attendances.exists():
        raise Refused(_("Ha già presenze segnate: l’iscrizione resta. Se non viene più, registra il ritiro."))
    tell(Act.DELETE, participation, person=person, by=by)
    participation.delete()


@transaction.atomic
def withdraw(participation: Participation, *, by: User, version: int, on: date, reason: str) -> None:
    """Say that somebody no longer comes; they stay in the figures. Raises ``Refused``, ``Stale``, ``Forbidden``."""
    person = _held(participation.person, by=by)
    typed.not_future(on, field="withdrawn_on")
    if participation.withdrawn_on is not None:
        raise Refused(_("Il ritiro è già registrato: se la data è sbagliata, riammetti e registralo di nuovo."))
    if participation.enrolled_on and on < participation.enrolled_on:
        message = _("L’iscrizione è del %(day)s: indica quel giorno o uno dopo.")
        raise Refused(message % {"day": f"{participation.enrolled_on:%d/%m/%Y}"}, field="withdrawn_on")
    values = {
        "withdrawn_on": on,
        "withdrawal_reason": typed.text(Participation, "withdrawal_reason", reason, is_required=True),
    }
    change_versioned(participation, version=version, **values)
    tell(Act.CHANGE, participation, person=person, by=by, fields=values)


@transaction.atomic
def readmit(participation: Participation, *, by: User) -> None:
    """Take back that somebody withdrew; nothing happens when they did not. Raises ``Forbidden``."""
    person = _held(participation.person, by=by)
    now = Participation.objects.select_for_update().get(pk=participation.pk)
    if now.withdrawn_on is not None:
        change_versioned(now, version=now.version, withdrawn_on=None, withdrawal_reason="")
        tell(Act.UNDO, now, person=person, by=by, fields=["withdrawn_on", "withdrawal_reason"])


def _held(person: Person, *, by: User) -> Person:
    now = Person.objects.select_for_update().get(pk=person.pk)
    ensure_may_take_in(by, now)
    return now
