"""Two people side by side: what is known of each, and where they differ."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.people.actions import in_order
from percorsi.people.choices import PairDecision
from percorsi.people.models import Person, PossibleDuplicate
from percorsi.web.shell.templatetags.shell import day

# Why the register's reader found two people alike.
KINDS = {
    "no_cf_one_side": _("Stesso nome e nascita; una delle due non ha il codice fiscale"),
    "provisional_and_final_cf": _("Stesso nome e nascita; un codice fiscale è provvisorio"),
    "same_name_different_cf": _("Stesso nome e nascita; codici fiscali diversi"),
    "same_name_omocodia": _("Stesso nome e nascita; codici fiscali che differiscono per omocodia"),
    "twins": _("Stesso cognome, nascita e indirizzo; nomi diversi: forse gemelli"),
    "same_surname_and_birth": _("Stesso cognome e stessa data di nascita"),
}


# Facts of which one person has one; of the others somebody may have several.
TELLING = (_("Cognome"), _("Nome"), _("Sesso"), _("Data di nascita"), _("Luogo di nascita"), _("Codice fiscale"))


@dataclass(frozen=True)
class Row:
    """A pair as the pages show it."""

    pair: PossibleDuplicate
    people: tuple[Person, ...]
    numbers: tuple[str, str]
    why: str | Promise

    @property
    def is_open(self) -> bool:
        """Whether nobody has decided yet."""
        return self.pair.decision == PairDecision.OPEN


@dataclass(frozen=True)
class Line:
    """One fact of both people."""

    label: str | Promise
    first: str
    second: str
    tells_apart: bool

    @property
    def differs(self) -> bool:
        """Whether both are known, say something else, and that speaks for two people."""
        return bool(self.tells_apart and self.first and self.second and self.first != self.second)


def row_of(pair: PossibleDuplicate) -> Row:
    """Return a pair with its people, the one who would stay first."""
    keep, _goes = in_order(pair)
    numbers = (pair.first.number, pair.second.number)
    ordered = numbers if pair.first.person == keep else numbers[::-1]
    return Row(pair, people_of(pair), ordered, KINDS.get(pair.kind, _("Da confrontare")))


def people_of(pair: PossibleDuplicate) -> tuple[Person, ...]:
    """Return the people of a pair: two, or the one whom they became."""
    return tuple(dict.fromkeys(in_order(pair)))


def lines_of(keep: Person, lose: Person) -> list[Line]:
    """Return the facts by which somebody tells two people apart."""
    first, second = _facts(keep), _facts(lose)
    return [Line(label, first[label], second[label], label in TELLING) for label in first]


def _facts(person: Person) -> dict[Any, str]:
    residence = person.residences.filter(ends_on=None).select_related("municipality").first()
    return {
        _("Cognome"): person.family_names,
        _("Nome"): person.given_names,
        _("Alias"): person.alias,
        _("Sesso"): str(person.get_sex_display()),
        _("Data di nascita"): day(person.born_on) if person.born_on else "",
        _("Luogo di nascita"): person.birth_place,
        _("Codice fiscale"): person.codice_fiscale or "",
        _("Cittadinanza"): person.citizenship,
        _("Titolo di studio"): person.education,
        _("Residenza"): str(residence or ""),
        _("Recapiti"): ", ".join(person.contacts.order_by("pk").values_list("value", flat=True)),
        _("Numeri di pratica"): ", ".join(person.numbers.order_by("pk").values_list("number", flat=True)),
        _("Annotazione"): person.remark,
    }
