"""Who a person is: registering somebody, and changing name, birth, codice fiscale and the like."""

from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.kit import codice_fiscale as codes
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.actions import typed
from percorsi.people.actions.keys import rebuild_keys, sort_key
from percorsi.people.actions.numbers import give_number
from percorsi.people.actions.opening import open_person, tell
from percorsi.people.models import Person

# What of a protected person may stand in the open rooms.
OPEN_FIELDS = frozenset({"alias", "sex", "citizenship", "education"})
# What is said beside the field, where the code that was typed still stands.
BAD_CODES = {
    "cf_check_digit": _lazy(
        "L’ultima lettera non corrisponde alle altre: almeno un carattere è sbagliato. Ricopialo dalla tessera."
    ),
    "cf_format": _lazy(
        "Non ha la forma di un codice fiscale: scrivi i 16 caratteri della tessera sanitaria, con attenzione a O e 0, "
        "I e 1, oppure le 11 cifre del codice provvisorio."
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who a person is, as somebody typed it. One of surname, name and alias is enough."""

    family_names: str = ""
    given_names: str = ""
    alias: str = ""
    sex: str = ""
    born_on: date | None = None
    birth_place: str = ""
    citizenship: str = ""
    codice_fiscale: str = ""
    education: str = ""
    remark: str = ""

    @classmethod
    def of(cls, person: Person) -> "Identity":
        """Return what is recorded of the person."""
        values: dict[str, Any] = {one.name: getattr(person, one.name) or one.default for one in fields(cls)}
        return cls(**values)


@transaction.atomic
def register_person(identity: Identity, *, number: str = "", by: User) -> Person:
    """Add a person with a register number: the one given, or the next free one of the office's series.

    Raises Refused on the field at fault; Forbidden unless ``by`` may write about people.
    """
    if not (by.is_system or by.has(Permission.PEOPLE_WRITE)):
        raise Forbidden
    person = Person(**checked_identity(identity))
    _ensure_free(person.codice_fiscale, but=None)
    person.sort_key = sort_key(person)
    _write(person.save)
    give_number(person, number=number)
    rebuild_keys(person)
    tell(Act.CREATE, person, person=person, by=by)
    return person


@transaction.atomic
def change_identity(person: Person, *, identity: Identity, version: int, by: User) -> None:
    """Replace what is recorded of who the person is; search words follow. Nothing is written when nothing differs.

    ``version`` is the one that the writer saw. Raises Stale, Refused on the field at fault, Forbidden. Of a protected
    person only alias, sex, citizenship and education are written here.
    """
    now = open_person(person, by=by)
    differing = typed.changed(now, checked_identity(identity))
    if now.is_protected and differing.keys() - OPEN_FIELDS:
        raise Refused(_("La persona è protetta: il nome e gli altri dati stanno solo nell’identità protetta."))
    if "codice_fiscale" in differing:
        _ensure_free(differing["codice_fiscale"], but=now)
    if not differing:
        return
    _write(lambda: change_versioned(now, version=version, **differing))
    rebuild_keys(now)
    tell(Act.CHANGE, now, person=now, by=by, fields=differing)
    person.refresh_from_db()


def code_fault(code: codes.CodiceFiscale, *, born_on: date | None, sex: str) -> str:
    """Return what the code says otherwise than day of birth or sex, with the remedy; nothing when they agree."""
    if born_on is not None and not code.agrees_with_birth(born_on):
        said = f"{code.born_day:02}/{code.born_month:02}/..{code.born_year:02}"
        return _(
            "Il codice fiscale dice una nascita il %(said)s, la data di nascita è %(day)s: "
            "correggi quello dei due che è sbagliato."
        ) % {"said": said, "day": f"{born_on:%d/%m/%Y}"}
    if sex and code.sex and code.sex != sex:
        return _("Il codice fiscale è dell’altro sesso: correggi il codice o il sesso.")
    return ""


def checked_identity(identity: Identity) -> dict[str, Any]:
    """Return the values to write, clean; raises Refused on the field."""
    values = asdict(identity)
    for name in ("family_names", "given_names", "alias", "birth_place", "citizenship", "education", "remark"):
        values[name] = typed.text(Person, name, values[name])
    if not (values["family_names"] or values["given_names"] or values["alias"]):
        raise Refused(_("Scrivi come si chiama: cognome, nome o un alias."), field="family_names")
    values["sex"] = typed.choice(Person, "sex", identity.sex)
    values["born_on"] = typed.birth(identity.born_on)
    values["codice_fiscale"] = _code(identity)
    return values


def _code(identity: Identity) -> str | None:
    if not identity.codice_fiscale.strip():
        return None
    try:
        code = codes.read(identity.codice_fiscale)
    except codes.BadCodiceFiscale as bad:
        raise Refused(str(BAD_CODES[bad.kind]), field="codice_fiscale") from None
    fault = code_fault(code, born_on=identity.born_on, sex=identity.sex)
    if fault:
        raise Refused(fault, field="codice_fiscale")
    return code.code


def _ensure_free(code: str | None, *, but: Person | None) -> None:
    others = Person.objects.filter(codice_fiscale=code)
    if but is not None:
        others = others.exclude(pk=but.pk)
    if code is not None and others.exists():
        raise _taken()


def _write(write: Any) -> None:
    """Write, and say as :func:`_ensure_free` does when somebody else wrote the same code in this very moment."""
    try:
        with transaction.atomic():
            write()
    except IntegrityError:
        raise _taken() from None


def _taken() -> Refused:
    # It must not tell whose code it is: the reader may not know that the other person exists.
    return Refused(
        _(
            "Questo codice fiscale non si può registrare: è già in uso. Ricontrollalo sulla tessera sanitaria; "
            "se è giusto, cerca la persona o chiedi al coordinatore operativo."
        ),
        field="codice_fiscale",
    )
