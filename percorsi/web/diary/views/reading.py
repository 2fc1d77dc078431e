"""Who reads what is being written: the violet box beside every free text."""

from collections import Counter
from typing import Any

from percorsi.accounts.choices import Role
from percorsi.accounts.permissions import Permission
from percorsi.accounts.roles import RIGHTS
from percorsi.diary import queries as diary
from percorsi.people.models import Person

_MOST_NAMES = 8


def who_reads(person: Person | None) -> dict[str, Any]:
    """Say who reads what is written about a person, counted from the roles of today; without one, which roles may."""
    never = [str(Role(role).label) for role, rights in RIGHTS.items() if Permission.DIARY_READ not in rights]
    if person is None:
        reading = [str(Role(role).label) for role, rights in RIGHTS.items() if Permission.DIARY_READ in rights]
        return {"reading_roles": reading, "never": never}
    readers = diary.readers_of(person)
    by_role = Counter(str(row.get_role_display()) for row in readers)
    names = [row.worker.name for row in readers] if len(readers) <= _MOST_NAMES else []
    return {"readers": len(readers), "reader_names": names, "by_role": sorted(by_role.items()), "never": never}
