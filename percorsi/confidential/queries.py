"""Reading about hidden people: where the words of somebody's name still stand in free text."""

from typing import Any, NamedTuple

from django.db import models

from percorsi.accounts.models import User
from percorsi.confidential.models import ProtectedIdentity
from percorsi.kit.text import search_words
from percorsi.people.models import Person
from percorsi.people.queries import visible_to

SHORTEST_WORD = 3


class Mention(NamedTuple):
    """How many rows of one kind name somebody; ``kind`` is the model's label, like "diary.note"."""

    kind: str
    rows: int


def name_words(*texts: str) -> frozenset[str]:
    """Return the words that name somebody; those of one or two letters say nothing."""
    return frozenset(word for word in search_words(" ".join(texts)) if len(word) >= SHORTEST_WORD)


def hidden_alike(user: User, *, codice_fiscale: str, names: str) -> list[Person]:
    """Return the protected people, among those whom the user may see, who have this code or all words of these names.

    Whoever registers somebody must not write openly of a person who is hidden already.
    """
    code, words = "".join(codice_fiscale.split()).upper(), name_words(names)
    seen = visible_to(user).filter(is_protected=True, protected_identity__isnull=False)
    rows = seen.select_related("protected_identity").order_by("pk")
    return [one for one in rows if _is_alike(one.protected_identity, code, words)]


def _is_alike(hidden: ProtectedIdentity, code: str, words: frozenset[str]) -> bool:
    has_names = bool(words) and words == name_words(hidden.family_names, hidden.given_names)
    return has_names or bool(code and code == hidden.codice_fiscale)


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
        "people.persondocument",
        "people.merge",
        "confidential.protectedidentity",
    }
)
