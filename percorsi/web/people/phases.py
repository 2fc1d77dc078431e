"""How far a path has come, in a word: what the tag beside a name says, and what lists are filtered by."""

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.people.models import Person


class State(models.TextChoices):
    """The states by which lists are filtered; the values stand in addresses."""

    ACTIVE = "attivo", _("attivo")
    WAITING = "in-attesa", _("in attesa di risposta")
    SUSPENDED = "sospeso", _("sospeso")
    TRAINEESHIP = "in-tirocinio", _("in tirocinio")
    CLOSED = "chiuso", _("chiuso")
    ALL = "tutti", _("tutti")


@dataclass(frozen=True)
class Phase:
    """A tag: its tint, its icon, its word."""

    tint: str
    icon: str
    word: str | Promise


SUSPENDED = Phase("soon", "it-clock", _("Sospeso"))
TRAINEESHIP = Phase("ok", "it-check-circle", _("In tirocinio"))
IN_CHARGE = Phase("", "it-user", _("In carico"))
WAITING = Phase("line", "it-inbox", _("In attesa"))
CLOSED = Phase("line", "it-check", _("Percorso chiuso"))
WITHOUT = Phase("line", "it-minus", _("Senza percorso"))
_FACTS = ("opened_on", "is_suspended", "is_trainee", "is_waiting", "last_closed_on")


def phase_of(person: Person) -> Phase:
    """Return the phase of a person read with their state: a pause comes before a traineeship."""
    is_open, is_suspended, is_trainee, is_waiting, was_closed = (getattr(person, name) for name in _FACTS)
    if is_open:
        return SUSPENDED if is_suspended else TRAINEESHIP if is_trainee else IN_CHARGE
    if is_waiting:
        return WAITING
    return CLOSED if was_closed else WITHOUT
