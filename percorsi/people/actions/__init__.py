"""Writing people."""

from percorsi.people.actions.bulk import PersonDraft, add_numbers, bulk_add
from percorsi.people.actions.keys import rebuild_keys, sort_key

__all__ = ["PersonDraft", "add_numbers", "bulk_add", "rebuild_keys", "sort_key"]
