"""Why a row stands on the worklist, in one sentence. ``term`` is the service's own, in days."""

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percorsi.diary.choices import AppointmentKind
from percorsi.kit.dates import MONTH_NAMES
from percorsi.people.choices import Paper
from percorsi.web.shell.moments import day_and_month

# From how many days on the end of a contract is said in these words.
_NEARER_AND_NEARER = (15, 30, 60)


class Due(NamedTuple):
    """A row of the worklist as the rooms tell it (kit/due.py), and the day of the reader."""

    due_on: date
    kind: str
    person: int
    since: date | None
    text: str
    link: str
    today: date

    @property
    def days(self) -> int:
        """How many days are left; below zero it is late."""
        return (self.due_on - self.today).days

    @property
    def said(self) -> str:
        """The day it goes back to, as people say it; nothing when none is known."""
        return day_and_month(self.since, self.today) if self.since else ""


def referral(due: Due, term: int) -> str:
    """Who waits for an answer, and since when."""
    if due.since is None:  # pragma: no cover - a referral has its day
        return ""
    waited = (due.today - due.since).days
    by = _("Segnalata dal Comune di %(town)s il %(day)s") if due.text else _("Segnalata il %(day)s")
    waits = ngettext("aspetta da %(n)d giorno", "aspetta da %(n)d giorni", waited) % {"n": waited}
    rule = _("si risponde entro %(n)d giorni") % {"n": term}
    if due.due_on - timedelta(days=term) > due.since:  # the clock of an import
        waits = _("il termine si conta dall’importazione")
    return f"{by % {'town': due.text, 'day': due.said}}: {waits}, {rule}."


def accepted(due: Due, _term: int) -> str:
    """Accepted, and not begun."""
    return _("La segnalazione del %(day)s è accolta, il percorso non è ancora aperto.") % {"day": due.said}


def unassigned(due: Due, _term: int) -> str:
    """In charge, and nobody's."""
    return _("In carico dal %(day)s, ma oggi nessuno segue questo percorso.") % {"day": due.said}


def appointment(due: Due, _term: int) -> str:
    """It was in the agenda, and nobody said what became of it."""
    kind = str(AppointmentKind(due.text).label) if due.text else _("appuntamento")
    return _("%(kind)s in agenda: manca se è avvenuto.") % {"kind": capfirst(kind)}


def follow_up(due: Due, _term: int) -> str:
    """Somebody promised it in a note."""
    return _("Promemoria della nota del %(day)s.") % {"day": due.said}


def silence(due: Due, term: int) -> str:
    """Nothing was heard for as long as the service allows."""
    rule = _("un contatto almeno ogni %(n)d giorni") % {"n": term}
    begun = due.due_on - timedelta(days=term)
    if due.since is None:
        return _("Ancora nessuna nota: %(rule)s.") % {"rule": rule}
    if begun > due.since:
        said = {"day": due.said, "rule": rule}
        return _("Ultima nota del %(day)s, prima dell’importazione: %(rule)s.") % said
    return _("Ultima nota del %(day)s: %(rule)s.") % {"day": due.said, "rule": rule}


def pause(due: Due, _term: int) -> str:
    """The day on which a suspension is looked at again."""
    since = _("Sospeso dal %(day)s") % {"day": due.said} if due.since else _("Percorso sospeso")
    return f"{since}: {due.text.rstrip('.')}." if due.text else f"{since}."


def month_to_enter(due: Due) -> str:
    """The month of a traineeship that is missing."""
    if due.since is None:  # pragma: no cover - the row is about a month
        return ""
    name = MONTH_NAMES[due.since.month - 1]
    year = "" if due.since.year == due.today.year else f" {due.since.year}"
    return _("Mese di %(month)s.") % {"month": f"{name}{year}"}


def month(due: Due, term: int) -> str:
    """Hours and amount of a month that is over."""
    rule = ngettext("si registra entro %(n)d giorno", "si registra entro %(n)d giorni", term) % {"n": term}
    return _("%(where)sore e importo mancano, %(rule)s dalla fine del mese.") % {"where": _at(due), "rule": rule}


def traineeship_end(due: Due, _term: int) -> str:
    """An end without a decision."""
    if due.days < 0:
        return _("%(where)sè finito e manca l’esito.") % {"where": _at(due)}
    return _("%(where)snon c’è ancora una decisione su proroga o assunzione.") % {"where": _at(due)}


def contract_end(due: Due, _term: int) -> str:
    """A contract that ends, in the words of 60, 30 and 15 days."""
    if due.days < 0:
        return _("%(where)sè finito, e nessuno ha scritto come.") % {"where": _at(due)}
    near = next((days for days in _NEARER_AND_NEARER if due.days <= days), None)
    if near is None:
        return _("%(where)ssenti persona e azienda sul rinnovo.") % {"where": _at(due)}
    said = {"where": _at(due), "n": near}
    return _("%(where)smeno di %(n)d giorni, senti persona e azienda sul rinnovo.") % said


def permit(due: Due, _term: int) -> str:
    """A residence permit."""
    kind = f"{capfirst(due.text)}: " if due.text else ""
    end = _("è scaduto, verifica la richiesta di rinnovo.") if due.days < 0 else _("il rinnovo si chiede prima.")
    return f"{kind}{end}"


def invalidity(due: Due, _term: int) -> str:
    """The review of a recognised invalidity."""
    return _("La revisione è passata: aggiorna il verbale.") if due.days < 0 else _("Prepara la visita di revisione.")


def paper(due: Due, _term: int) -> str:
    """A document of the person."""
    name = capfirst(str(Paper(due.text).label)) if due.text else _("Documento")
    end = _("è scaduto, chiedi quello nuovo.") if due.days < 0 else _("chiedi quello nuovo in tempo.")
    return f"{name}: {end}"


def _at(due: Due) -> str:
    return _("Presso %(host)s: ") % {"host": due.text} if due.text else ""
