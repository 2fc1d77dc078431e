"""How a person stands with work and at home, with dates. The trail holds the names of the fields and never a value."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.dated import end_present
from percorsi.people.actions.opening import open_person, tell
from percorsi.people.models import Person, Situation


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What somebody declared of work and home; None is not known. ``jobless_since`` says that they are jobless."""

    is_jobless: bool | None = None
    jobless_since: date | None = None
    is_losing_job: bool | None = None
    never_had_regular_job: bool | None = None
    left_education_on: date | None = None
    lives_alone_with_dependants: bool | None = None


@transaction.atomic
def record_situation(person: Person, *, declared: Declaration, on: date | None, by: User) -> Situation:
    """Write a new situation from the day ``on``; the present one ends the day before. Return the new one.

    ``on`` may be unknown for the first one only: it then holds for the whole past. Raises Refused, Forbidden.
    """
    now = open_person(person, by=by)
    values = _checked(declared, now, starts_on=on)
    end_present(
        now.situations.all(),
        on=on,
        no_day=_("Indica da quale giorno vale la nuova situazione."),
        too_early=_("La situazione attuale comincia il %(day)s: indica un giorno dopo, o correggi quella."),
    )
    added = Situation.objects.create(person=now, **values)
    tell(Act.CREATE, added, person=now, by=by, fields=values)
    return added


@transaction.atomic
def correct_situation(situation: Situation, *, declared: Declaration, starts_on: date | None, by: User) -> None:
    """Correct a situation that was written wrongly; its end stays. A change of fact is another situation.

    Raises Refused, Forbidden.
    """
    now = open_person(situation.person, by=by)
    row = Situation.objects.get(pk=situation.pk, person=now)
    values = _checked(declared, now, starts_on=starts_on)
    typed.span(starts_on, row.ends_on, field="starts_on")
    differing = typed.changed(row, values)
    if differing:
        Situation.objects.filter(pk=row.pk).update(**differing)
        tell(Act.CHANGE, row, person=now, by=by, fields=differing)


@transaction.atomic
def remove_situation(situation: Situation, *, by: User) -> None:
    """Take away a situation that never was. Raises Forbidden."""
    now = open_person(situation.person, by=by)
    tell(Act.DELETE, situation, person=now, by=by)
    Situation.objects.filter(pk=situation.pk, person=now).delete()


def _checked(declared: Declaration, person: Person, *, starts_on: date | None) -> dict[str, Any]:
    """Return the values to write, if they can be true together."""
    values = asdict(declared)
    if all(value is None for value in values.values()):
        raise Refused(_("Non c’è ancora niente: rispondi almeno a una domanda."), field="is_jobless")
    for name in ("starts_on", "jobless_since", "left_education_on"):
        _possible({**values, "starts_on": starts_on}[name], person, field=name)
    if declared.jobless_since is not None:
        _ensure_jobless_since(declared, starts_on)
        values["is_jobless"] = True
    if values["is_jobless"] and declared.is_losing_job:
        raise Refused(
            _("Chi è senza lavoro non sta per perderlo: correggi una delle due risposte."), field="is_losing_job"
        )
    return {**values, "starts_on": starts_on}


def _possible(day: date | None, person: Person, *, field: str) -> None:
    if day is None:
        return
    typed.not_future(day, field=field)
    typed.span(day, None, field=field)
    if person.born_on is not None and day < person.born_on:
        raise Refused(_("È prima della nascita: correggi la data."), field=field)


def _ensure_jobless_since(declared: Declaration, starts_on: date | None) -> None:
    if declared.is_jobless is False:
        raise Refused(
            _("Risulta che lavora: cancella questa data, o scegli che è senza lavoro."), field="jobless_since"
        )
    if starts_on is not None and declared.jobless_since is not None and declared.jobless_since > starts_on:
        raise Refused(
            _("È dopo il giorno da cui vale la situazione: correggi una delle due date."), field="jobless_since"
        )
