"""Reading about hidden people: where the words of somebody's name still stand in free text."""

from collections.abc import Iterator
from typing import NamedTuple

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
    """Return where free texts about the person name them: nobody but people can take the name out of those.

    Read are the rows of other rooms about the person and those that hang on them, like the form behind a referral and
    what was asked about it.
    """
    wanted = name_words(person.family_names, person.given_names)
    found = []
    for model, way in _rows_about(Person) if wanted else ():
        columns = [one.attname for one in model._meta.concrete_fields if _is_free_text(one)]
        if columns:
            rows = model._base_manager.filter(**{way: person}).values_list(*columns)
            count = sum(not wanted.isdisjoint(search_words(" ".join(_texts(row)))) for row in rows)
            found += [Mention(model._meta.label_lower, count)] if count else []
    return found


def _rows_about(above: type[models.Model], way: str = "") -> Iterator[tuple[type[models.Model], str]]:
    """Yield the rows that protection does not reach, and the way from each to the person.

    Those are of the rooms below this one, and reasons of access.
    """
    for one in above._meta.related_objects:
        model = one.related_model
        # What hangs on a row and has its person besides is read as that person's.
        has_own = above is not Person and any(field.related_model is Person for field in model._meta.concrete_fields)
        if model is not above and not has_own and model._meta.label_lower not in _REACHED:
            there = f"{one.field.name}__{way}" if way else one.field.name
            yield model, there
            yield from _rows_about(model, there)


def _is_free_text(column: models.Field) -> bool:
    return isinstance(column, models.TextField | models.JSONField) or (
        isinstance(column, models.CharField) and not column.choices and not column.unique
    )


def _texts(told: object) -> Iterator[str]:
    """Yield every text in the columns of a row, also those within JSON; keys are the program's own words."""
    if isinstance(told, str):
        yield told
    elif isinstance(told, dict | list | tuple):
        for one in told.values() if isinstance(told, dict) else told:
            yield from _texts(one)


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
