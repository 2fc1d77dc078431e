"""Reading people."""

from percorsi.people.queries.search import found_by, is_too_short
from percorsi.people.queries.visibility import (
    cleared_for,
    hidden_from,
    in_force,
    municipalities_lived_in,
    own_of,
    sees_all_ordinary,
    visible_to,
)

__all__ = [
    "cleared_for",
    "found_by",
    "hidden_from",
    "in_force",
    "is_too_short",
    "municipalities_lived_in",
    "own_of",
    "sees_all_ordinary",
    "visible_to",
]
