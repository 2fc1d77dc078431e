"""A sent form beside the people that it may be about."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.kit.text import match_key
from percorsi.people.models import Person
from percorsi.referrals.actions.answers import line
from percorsi.referrals.models import ReferralDraft
from percorsi.web.shell.templatetags.shell import day


@dataclass(frozen=True)
class Side:
    """What is known of one person, and whether it is the same as in the form."""

    value: str
    is_same: bool


@dataclass(frozen=True)
class Line:
    """One fact as the form has it, and as it is known of each person."""

    label: str | Promise
    written: str
    sides: list[Side]


def sides_of(draft: ReferralDraft, people: Sequence[Person]) -> list[Line]:
    """Return the facts by which somebody sees whether the form is about one of these people."""
    known = [_facts(person) for person in people]
    written = {
        _("Cognome"): line(draft.answers, "family_names"),
        _("Nome"): line(draft.answers, "given_names"),
        _("Data di nascita"): line(draft.answers, "born"),
        _("Codice fiscale"): line(draft.answers, "codice_fiscale"),
        _("Residenza"): ", ".join(filter(None, [line(draft.answers, "address"), line(draft.answers, "residence")])),
        _("Telefono"): line(draft.answers, "phone"),
        _("Numeri di pratica"): "",
    }
    return [
        Line(label, text, [Side(facts[place], _is_same(text, facts[place])) for facts in known])
        for place, (label, text) in enumerate(written.items())
    ]


def _facts(person: Person) -> list[str]:
    """The same facts, in the same order; of a protected person the alias and the numbers alone."""
    residence = person.residences.filter(ends_on=None).select_related("municipality").first()
    return [
        person.family_names or person.alias,
        person.given_names,
        day(person.born_on) if person.born_on else "",
        person.codice_fiscale or "",
        str(residence or ""),
        ", ".join(person.contacts.order_by("pk").values_list("value", flat=True)),
        ", ".join(person.numbers.order_by("pk").values_list("number", flat=True)),
    ]


def _is_same(written: str, known: str) -> bool:
    return bool(written) and match_key(written) == match_key(known)
