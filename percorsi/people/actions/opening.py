"""How every action on one person begins and ends: the row held and the right checked; the trail told."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Refused
from percorsi.people.models import Person
from percorsi.people.policy import ensure_may_write


def open_person(person: Person, *, by: User) -> Person:
    """Return the person as they are now, held until the transaction ends.

    Raises :class:`~percorsi.kit.refusal.Forbidden` unless ``by`` may write about them.
    """
    now = Person.objects.select_for_update().get(pk=person.pk)
    ensure_may_write(by, now)
    return now


def open_identity(person: Person, *, by: User) -> Person:
    """Return the person as :func:`open_person` does, for a change of what tells who or where they are.

    Raises Refused for a protected person: nothing of that kind may be written in the open rooms.
    """
    now = open_person(person, by=by)
    if now.is_protected:
        raise Refused(
            _("La persona è protetta: nome, recapiti, indirizzo e familiari stanno solo nell’identità protetta.")
        )
    return now


def tell(act: Act, about: models.Model, *, person: Person, by: User, fields: Iterable[str] = ()) -> None:
    """Write into the trail what was done; of the fields only the names, for a person may be protected one day."""
    details = Details(fields={"fields": sorted(fields)} if fields else {})
    record(act, by=by, about=about, people=[person.pk], details=details)
