"""What every table holds, to compare the database with itself."""

from collections.abc import Container
from typing import Any

from django.apps import apps

# Search words are made anew, so their keys are not compared; a version only ever rises.
NOT_COMPARED: dict[str, set[str]] = {"people.searchterm": {"id"}, "people.person": {"version"}}


def tables(*, but: Container[str] = ()) -> dict[str, list[str]]:
    """Return the rows of every model, as sorted texts, by the model's label."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label_lower
        if label not in but:
            rows = model._base_manager.values()
            found[label] = sorted(_words(row, NOT_COMPARED.get(label, set())) for row in rows)
    return found


def _words(row: dict[str, Any], left_out: set[str]) -> str:
    return repr({name: value for name, value in row.items() if name not in left_out})
