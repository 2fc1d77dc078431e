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


def phase_of(person: Person) -> Phase:
    """Return the phase of a person read with their state: a pause comes before a traineeship."""
    facts = {name: getattr(person, name) for name in ("opened_on", "is_suspended", "is_trainee", "is_waiting")}
    if facts["is_suspended"]:
        return SUSPENDED
    if facts["is_trainee"]:
        return TRAINEESHIP
    if facts["opened_on"]:
        return IN_CHARGE
    if facts["is_waiting"]:
        return WAITING
    return CLOSED if getattr(person, "last_closed_on", None) else WITHOUT
