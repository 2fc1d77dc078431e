"""Words that will be read outside the locked room: a reason, an alias. They may not tell who the person is."""

from django.utils.translation import gettext as _

from percorsi.confidential.models import ProtectedIdentity
from percorsi.confidential.queries import name_words
from percorsi.kit.refusal import Refused
from percorsi.kit.text import squeeze
from percorsi.people.models import Person


def given(reason: str, *, missing: str) -> str:
    """Return the reason as it is kept; refused with the words ``missing`` when there is none."""
    why = squeeze(reason)
    if not why:
        raise Refused(missing, field="reason")
    return why


def without_name(text: str, who: Person | ProtectedIdentity, *, field: str) -> str:
    """Return the text, if it does not tell who the person is."""
    names = name_words(who.family_names, who.given_names, who.codice_fiscale or "")
    if not names.isdisjoint(name_words(text)):
        raise Refused(_("Contiene il nome della persona: resterebbe leggibile. Scrivilo senza il nome."), field=field)
    return text
