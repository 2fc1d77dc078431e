"""Codes of the register for what the product made without one: without them a row could not be told again."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import models, transaction

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.bridges.taking_over.archived_rows import (
    GIVEN_COMPANY,
    GIVEN_TRAINEESHIP,
    given_code,
    hosting_bodies,
    read_numbers,
)
from percorsi.people.actions import add_numbers
from percorsi.people.models import Person
from percorsi.traineeships.models import Traineeship

BATCH = 1_000


@transaction.atomic
def give_codes(*, by: User) -> dict[str, int]:
    """Give people without folder, bodies of the sheet of companies and traineeships a code; return how many of each.

    The codes stay: the next export finds them, and a file that comes back is recognised by them.
    """
    made = [row for row in read_numbers(Person.objects.in_bulk()).values() if row.pk is None]
    add_numbers(made)
    bodies = _coded(hosting_bodies().filter(code=None), GIVEN_COMPANY)
    traineeships = _coded(Traineeship.objects.filter(code=None), GIVEN_TRAINEESHIP)
    given = {"register_numbers": len(made), "organisations": len(bodies), "traineeships": len(traineeships)}
    if any(given.values()):
        people = [*(row.person_id for row in made), *(row.person_id for row in traineeships)]
        details = Details(role=Role.COMMAND, where="export-register", fields={"given": given})
        record(Act.CHANGE, by=by, people=sorted(set(people)), details=details)
    return given


def _coded(rows: Iterable[Any], prefix: str) -> Sequence[Any]:
    coded = list(rows)
    for row in coded:
        row.code = given_code(prefix)
    if coded:
        model: type[models.Model] = type(coded[0])
        model._default_manager.bulk_update(coded, ["code"], batch_size=BATCH)
    return coded
