"""Reading people."""

from percorsi.people.queries.due import about_own, about_visible, as_due, days_after, due_rows
from percorsi.people.queries.pairs import merges_for, open_pairs, pairs_for, trail_ids
from percorsi.people.queries.search import found_by, is_too_short
from percorsi.people.queries.visibility import (
    cleared_for,
    hidden_from,
    in_force,
    leaves_of,
    mark_seen,
    municipalities_lived_in,
    own_of,
    sees,
    sees_all_ordinary,
    visible_to,
)

__all__ = [
    "about_own",
    "about_visible",
    "as_due",
    "cleared_for",
    "days_after",
    "due_rows",
    "found_by",
    "hidden_from",
    "in_force",
    "is_too_short",
    "leaves_of",
    "mark_seen",
    "merges_for",
    "municipalities_lived_in",
    "open_pairs",
    "own_of",
    "pairs_for",
    "sees",
    "sees_all_ordinary",
    "trail_ids",
    "visible_to",
]
