"""Keeping the agenda: an appointment is made, moved, kept or missed, or cancelled; it is never deleted."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.diary.actions.notes import TypedNote, checked, write_note
from percorsi.diary.choices import AppointmentKind, AppointmentState, NoteKind
from percorsi.diary.models import Appointment, Note
from percorsi.diary.policy import ensure_may_keep, ensure_may_make, reads_all_agendas
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.kit.text import squeeze, squeeze_lines
from percorsi.organisations.models import Worker
from percorsi.people.actions import typed
from percorsi.people.models import Person

LONGEST_NOTE = 2_000
PLANNED, CAME, ABSENT, CANCELLED = AppointmentState
_NOTE_KINDS = {
    AppointmentKind.INTERVIEW: NoteKind.INTERVIEW,
    AppointmentKind.CALL: NoteKind.CALL,
    AppointmentKind.VISIT: NoteKind.VISIT,
}


@dataclass(frozen=True, slots=True)
class Slot:
    """An appointment as it was typed; a blank end means that nobody said how long it takes."""

    held_on: date
    starts_at: time
    ends_at: time | None = None
    kind: str = AppointmentKind.INTERVIEW
    place: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an appointment: came or absent, what to write of it, when to meet again."""

    state: str
    text: str = ""
    next_on: date | None = None
    next_at: time | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """What an outcome left behind: the note and the next appointment, where there are any."""

    note: Note | None = None
    following: Appointment | None = None


@transaction.atomic
def make_appointment(person: Person | None, *, by: User, slot: Slot, worker: Worker | None = None) -> Appointment:
    """Put an appointment into the agenda of ``worker`` (of ``by`` unless given), and return it.

    Raises ``Refused`` on the field at fault, ``Forbidden`` also for a colleague's agenda, unless ``by`` keeps them all.
    """
    ensure_may_make(by, person)
    own = by.standing.worker if by.standing else None
    whose = worker.pk if worker else own
    if whose is None or (whose != own and not (by.is_system or reads_all_agendas(by))):
        raise Forbidden
    values = _checked(slot, person)
    made = Appointment.objects.create(
        person=person, worker_id=whose, made_by_id=own, made_at=timezone.now(), state=PLANNED, **values
    )
    _tell(Act.CREATE, made, by=by, fields=values)
    return made


@transaction.atomic
def move_appointment(appointment: Appointment, *, by: User, version: int, slot: Slot) -> None:
    """Move an appointment that is still to come, or correct it. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    ensure_may_keep(by, appointment)
    _ensure_planned(appointment)
    values = _checked(slot, appointment.person)
    change_versioned(appointment, version=version, **values)
    _tell(Act.CHANGE, appointment, by=by, fields=values)


@transaction.atomic
def record_outcome(appointment: Appointment, *, by: User, version: int, outcome: Outcome) -> Recorded:
    """Say who came and who did not, with a note and the next appointment in the same save.

    The note needs a person; that of somebody who did not come is an absence. Raises ``Stale``, ``Refused``,
    ``Forbidden``.
    """
    ensure_may_keep(by, appointment)
    _ensure_planned(appointment)
    if outcome.state not in {CAME, ABSENT}:
        raise Refused(_("Scegli se la persona è venuta o no."), field="state")
    if appointment.held_on > timezone.localdate():
        raise Refused(_("L’appuntamento è ancora da venire: aspetta quel giorno, oppure spostalo o annullalo."))
    # All is checked before anything is written: the row in hand must stay as it is when something is refused.
    note, slot = _note_of(appointment, outcome), _following(appointment, outcome)
    change_versioned(appointment, version=version, state=outcome.state)
    _tell(Act.CHANGE, appointment, by=by, fields={"state": outcome.state})
    person = appointment.person
    return Recorded(
        note=write_note(person, by=by, note=note) if person and note else None,
        following=make_appointment(person, by=by, slot=slot, worker=_whose(appointment, by)) if slot else None,
    )


@transaction.atomic
def cancel_appointment(appointment: Appointment, *, by: User, version: int) -> None:
    """Call an appointment off; it stays in the diary as cancelled. Raises ``Stale``, ``Refused``, ``Forbidden``."""
    ensure_may_keep(by, appointment)
    _ensure_planned(appointment)
    change_versioned(appointment, version=version, state=CANCELLED)
    _tell(Act.CHANGE, appointment, by=by, fields={"state": CANCELLED})


@transaction.atomic
def reopen_appointment(appointment: Appointment, *, by: User) -> None:
    """Take an outcome or a cancellation back: the appointment is planned again. Notes written with it stay.

    Raises ``Refused`` when it is planned already, ``Forbidden``.
    """
    ensure_may_keep(by, appointment)
    if appointment.state == PLANNED:
        raise Refused(_("L’appuntamento è già fissato."))
    change_versioned(appointment, version=appointment.version, state=PLANNED)
    _tell(Act.UNDO, appointment, by=by, fields={"state": PLANNED})


def _checked(slot: Slot, person: Person | None) -> dict[str, Any]:
    typed.span(None, slot.held_on, field="held_on")
    if slot.ends_at is not None and slot.ends_at <= slot.starts_at:
        raise Refused(_("La fine viene prima dell’inizio: correggi una delle due ore."), field="ends_at")
    if person is None and slot.kind != AppointmentKind.MEETING:
        raise Refused(_("Senza una persona può esserci solo una riunione: scegli «Riunione»."), field="kind")
    note = squeeze_lines(slot.note)
    if len(note) > LONGEST_NOTE:
        raise Refused(_("L’annotazione può avere 2.000 caratteri: accorciala."), field="note")
    return {
        "held_on": slot.held_on,
        "starts_at": slot.starts_at,
        "ends_at": slot.ends_at,
        "kind": typed.choice(Appointment, "kind", slot.kind),
        "place": typed.text(Appointment, "place", squeeze(slot.place)),
        "note": note,
    }


def _ensure_planned(appointment: Appointment) -> None:
    if appointment.state != PLANNED:
        raise Refused(
            _("L’appuntamento ha già un esito («%(state)s»): per cambiarlo riaprilo prima.")
            % {"state": appointment.get_state_display()}
        )


def _note_of(appointment: Appointment, outcome: Outcome) -> TypedNote | None:
    if appointment.person is None or not outcome.text.strip():
        return None
    came = outcome.state == CAME
    kind = _NOTE_KINDS.get(AppointmentKind(appointment.kind), NoteKind.OTHER) if came else NoteKind.ABSENCE
    note = TypedNote(kind, appointment.held_on, outcome.text)
    checked(note)
    return note


def _following(appointment: Appointment, outcome: Outcome) -> Slot | None:
    """The next appointment: like this one, on another day, and at the same hour unless another was said."""
    if outcome.next_on is None:
        if outcome.next_at is not None:
            raise Refused(_("Indica anche il giorno del prossimo appuntamento."), field="next_on")
        return None
    if outcome.next_on <= appointment.held_on:
        raise Refused(_("Il prossimo appuntamento viene dopo questo: correggi il giorno."), field="next_on")
    typed.span(None, outcome.next_on, field="next_on")
    at = outcome.next_at or appointment.starts_at
    return Slot(outcome.next_on, at, kind=appointment.kind, place=appointment.place)


def _whose(appointment: Appointment, by: User) -> Worker | None:
    """Whose the next appointment is: the same colleague's, for who keeps their agenda; else of who writes."""
    own = by.standing.worker if by.standing else None
    keeps_it = by.is_system or appointment.worker_id == own or reads_all_agendas(by)
    return appointment.worker if keeps_it else None


def _tell(act: Act, appointment: Appointment, *, by: User, fields: Any) -> None:
    people = [appointment.person_id] if appointment.person_id else []
    record(act, by=by, about=appointment, people=people, details=Details(fields={"fields": sorted(fields)}))
