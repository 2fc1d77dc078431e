"""How every action on a traineeship begins: person and row held as they are now, the right and the version checked."""

from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.kit.refusal import Refused, Stale
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship
from percorsi.traineeships.policy import ensure_may_write


def open_for_work(person: Person, *, by: User) -> Person:
    """Return the person as they are now, held until the transaction ends. Raises ``Forbidden``."""
    now = Person.objects.select_for_update().get(pk=person.pk)
    ensure_may_write(by, now)
    return now


def hold(traineeship: Traineeship, *, by: User, version: int) -> Traineeship:
    """Return the traineeship as it is now with its person, held. Raises ``Stale`` unless it is the one that was seen.

    Raises ``Forbidden``.
    """
    person = open_for_work(traineeship.person, by=by)
    now = Traineeship.objects.select_for_update(of=("self",)).get(pk=traineeship.pk)
    now.person = person
    if now.version != version:
        raise Stale(_("Qualcun altro ha modificato questo tirocinio mentre scrivevi. Rileggi i valori di adesso."))
    return now


def ensure_open(traineeship: Traineeship) -> None:
    """Refuse what only a traineeship that goes on allows."""
    if traineeship.outcome:
        raise Refused(_("Il tirocinio è chiuso: se prosegue, annulla la chiusura o registrane un altro."))
