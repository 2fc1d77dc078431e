"""What somebody is in the service on a day: the membership that gives an account its rights."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """The membership in force of an account. ``worker``, ``organisation`` and ``municipality`` are primary keys.

    ``municipality`` is the one that the organisation governs, for municipal social workers; else None.
    """

    role: str
    worker: int
    organisation: int
    municipality: int | None = None
