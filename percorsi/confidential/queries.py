"""Reading about hidden people: where the words of somebody's name still stand in free text."""

from typing import Any, NamedTuple

from django.db import models

from percorsi.kit.text import search_words
from percorsi.people.models import Person

SHORTEST_WORD = 3


class Mention(NamedTuple):
    """How many rows of one kind name somebody; ``kind`` is the model's label, like "diary.note"."""

    kind: str
    rows: int


def name_words(*texts: str) -> frozenset[str]:
    """Return the words that name somebody; those of one or two letters say nothing."""
    return frozenset(word for word in search_words(" ".join(texts)) if len(word) >= SHORTEST_WORD)


def mentions(person: Person) -> list[Mention]:
    """Return where free texts about the person name them: nobody but people can take the name out of those."""
    wanted = name_words(person.family_names, person.given_names)
    found = []
    for relation in _relations():
        model = relation.related_model
        columns = [one.attname for one in model._meta.concrete_fields if _is_free_text(one)]
        if columns and wanted:
            rows = model._base_manager.filter(**{relation.field.name: person}).values_list(*columns)
            count = sum(not wanted.isdisjoint(search_words(" ".join(filter(None, row)))) for row in rows)
            found += [Mention(model._meta.label_lower, count)] if count else []
    return found


def _relations() -> list[Any]:
    """Return the rows of rooms that protection does not reach: those below this one, and reasons of access."""
    return [one for one in Person._meta.related_objects if one.related_model._meta.label_lower not in _REACHED]


def _is_free_text(column: models.Field) -> bool:
    return isinstance(column, models.TextField) or (
        isinstance(column, models.CharField) and not column.choices and not column.unique
    )


_REACHED = frozenset(
    {
        "people.searchterm",
        "people.registernumber",
        "people.residence",
        "people.contact",
        "people.relative",
        "people.condition",
        "people.merge",
        "confidential.protectedidentity",
    }
)
