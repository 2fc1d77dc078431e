"""The acts offered beside the list and beside a person, each only to who may do it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.people.models import Person


@dataclass(frozen=True)
class Offered:
    """A quiet button: an icon of the sprite, words, the page that it opens."""

    icon: str
    label: str | Promise
    url: str


def beside_the_list(reader: User) -> list[Offered]:
    """Return what the reader may do from the list of people."""
    acts = []
    if reader.has(Permission.PEOPLE_MERGE):
        acts.append(Offered("it-copy", _("Possibili doppi"), reverse("people:pairs")))
    if reader.has(Permission.REFERRALS_WRITE):
        acts.append(Offered("it-plus-circle", _("Nuova segnalazione"), reverse("referrals:new_person")))
    return acts


def beside_a_person(person: Person, reader: User) -> list[Offered]:
    """Return what the reader may do to guard a person whom they see."""
    if not reader.has(Permission.PEOPLE_PROTECT):
        return []
    if person.is_protected:
        return [Offered("it-key", _("Chi vede questo caso"), reverse("people:readers", args=[person.public_id]))]
    return [Offered("it-lock", _("Proteggi"), reverse("people:protect", args=[person.public_id]))]
