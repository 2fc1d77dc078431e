"""Reading people."""

from percorsi.people.queries.documents import documents_of, expiring_documents, readable_documents
from percorsi.people.queries.due import (
    about,
    about_visible,
    about_written,
    as_due,
    days_after,
    due_rows,
    keys_hidden_from,
    keys_of_own,
)
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
    "about",
    "about_visible",
    "about_written",
    "as_due",
    "cleared_for",
    "days_after",
    "documents_of",
    "due_rows",
    "expiring_documents",
    "found_by",
    "hidden_from",
    "in_force",
    "is_too_short",
    "keys_hidden_from",
    "keys_of_own",
    "leaves_of",
    "mark_seen",
    "merges_for",
    "municipalities_lived_in",
    "open_pairs",
    "own_of",
    "pairs_for",
    "readable_documents",
    "sees",
    "sees_all_ordinary",
    "trail_ids",
    "visible_to",
]
