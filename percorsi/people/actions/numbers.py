"""Register numbers (N. pratica): given by hand or the next of the office's series."""

import re

from django.db import IntegrityError, transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people.actions import typed
from percorsi.people.actions.keys import rebuild_keys
from percorsi.people.actions.opening import open_person, tell
from percorsi.people.models import Person, RegisterNumber

# The first number of a service that has none yet; the office goes on from whatever it writes instead.
FIRST_NUMBER = "P-0001"
TRIES = 5
_SERIES = re.compile(r"(?P<series>.*?)(?P<count>[0-9]{1,9})", re.DOTALL)


@transaction.atomic
def add_number(person: Person, *, number: str = "", by: User) -> RegisterNumber:
    """Open one more folder for the person, and make it searchable; return it. Raises Refused, Forbidden."""
    now = open_person(person, by=by)
    added = give_number(now, number=number)
    rebuild_keys(now)
    tell(Act.CREATE, added, person=now, by=by)
    return added


def give_number(person: Person, *, number: str = "") -> RegisterNumber:
    """Write a folder for the person; without ``number`` the next free one. Raises Refused when the number is taken."""
    wanted = typed.text(RegisterNumber, "number", number)
    for _try in range(TRIES):
        try:
            with transaction.atomic():
                return RegisterNumber.objects.create(person=person, number=wanted or next_number())
        except IntegrityError:
            if wanted:
                # It may be the folder of somebody whom the reader may not see: not a word about whose it is.
                raise Refused(
                    _("Questo N. pratica è già in uso: lasciarlo vuoto per avere il prossimo libero."), field="number"
                ) from None
    raise Refused(_("In questo momento più persone registrano insieme: riprova."), field="number")


def next_number() -> str:
    """Return the next free number of the series that the last folder belongs to: NIL-0007 after NIL-0006."""
    last = RegisterNumber.objects.order_by("-pk").values_list("number", flat=True)
    found = next((match for match in map(_SERIES.fullmatch, last.iterator(chunk_size=50)) if match), None)
    if found is None:
        return FIRST_NUMBER
    series, width = found["series"], len(found["count"])
    same = RegisterNumber.objects.filter(number__startswith=series).order_by(Length("number").desc(), "-number")
    numbers = map(_SERIES.fullmatch, same.values_list("number", flat=True).iterator(chunk_size=50))
    highest = next(int(match["count"]) for match in numbers if match is not None and match["series"] == series)
    return f"{series}{highest + 1:0{width}}"


def order_of(number: str) -> tuple[str, int, str]:
    """Return the key by which register numbers stand in order: NIL-9 before NIL-10."""
    match = _SERIES.fullmatch(number)
    return (match["series"], int(match["count"]), number) if match else (number, 0, number)
