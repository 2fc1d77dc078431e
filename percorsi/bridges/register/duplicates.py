"""Persons met more than once: certain duplicates, which are merged, and possible ones, which people decide."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Generic, Literal, TypeVar

from percorsi.kit.text import match_key, name_key

Key = TypeVar("Key", bound=Hashable)
PairKind = Literal[
    "no_cf_one_side",
    "provisional_and_final_cf",
    "same_name_different_cf",
    "same_name_omocodia",
    "twins",
    "same_surname_and_birth",
]

_DIGIT_PLACES = (6, 7, 9, 10, 12, 13, 14)
_TO_DIGITS = str.maketrans("LMNPQRSTUV", "0123456789")
# More persons with one surname and one day of birth are a fault of the file; each is then paired with the first only.
_MOST_COMPARED = 20


@dataclass(frozen=True, slots=True)
class Identity(Generic[Key]):
    """What tells a person apart. ``codice_fiscale`` is in capitals, its kind 'final', 'provisional' or ''."""

    key: Key
    family_names: str
    given_names: str
    born_on: date | None
    codice_fiscale: str
    codice_fiscale_kind: str
    address: str
    is_protected: bool


@dataclass(frozen=True, slots=True)
class PossiblePair(Generic[Key]):
    """Two persons who may be one: the keys of the first identity of each, in the order given, and why."""

    first: Key
    second: Key
    kind: PairKind


def certain_groups(identities: Iterable[Identity[Key]]) -> list[list[Key]]:
    """Return the keys with the same final codice fiscale, two or more a group, in the order given.

    Protected identities are left out: they are never merged by the program.
    """
    by_code: defaultdict[str, list[Key]] = defaultdict(list)
    for identity in identities:
        if identity.codice_fiscale_kind == "final" and not identity.is_protected:
            by_code[identity.codice_fiscale].append(identity.key)
    return [keys for keys in by_code.values() if len(keys) > 1]


def possible_pairs(identities: Iterable[Identity[Key]], groups: Iterable[Sequence[Key]]) -> list[PossiblePair[Key]]:
    """Return the pairs of different persons with the same surname and day of birth, each pair once.

    ``groups`` are the certain duplicates: the first identity speaks for all, because it alone is kept. Protected
    identities and those without a day of birth are never proposed.
    """
    joined = {key for _first, *others in groups for key in others}
    persons: defaultdict[tuple[str, date], dict[Key, Identity[Key]]] = defaultdict(dict)
    for identity in identities:
        surname = name_key(identity.family_names)
        if identity.born_on is not None and surname and not identity.is_protected and identity.key not in joined:
            persons[surname, identity.born_on].setdefault(identity.key, identity)
    return [
        PossiblePair(one, other, _kind(same[one], same[other]))
        for same in persons.values()
        for one, other in _pairs(list(same))
    ]


def _pairs(keys: list[Key]) -> Iterator[tuple[Key, Key]]:
    if len(keys) <= _MOST_COMPARED:
        yield from combinations(keys, 2)
    else:
        yield from ((keys[0], other) for other in keys[1:])


def _kind(one: Identity[Key], other: Identity[Key]) -> PairKind:
    if name_key(one.given_names) != name_key(other.given_names):
        address = match_key(one.address)
        return "twins" if address and address == match_key(other.address) else "same_surname_and_birth"
    kinds = {one.codice_fiscale_kind, other.codice_fiscale_kind}
    if len(kinds) == 2:
        return "no_cf_one_side" if "" in kinds else "provisional_and_final_cf"
    if kinds != {"final"}:
        return "same_surname_and_birth"
    is_omocodia = _without_omocodia(one.codice_fiscale) == _without_omocodia(other.codice_fiscale)
    return "same_name_omocodia" if is_omocodia else "same_name_different_cf"


def _without_omocodia(code: str) -> str:
    """Return the code as it was before digits became letters, without the check letter that depends on them."""
    letters = list(code[:-1])
    for place in _DIGIT_PLACES:
        letters[place] = letters[place].translate(_TO_DIGITS)
    return "".join(letters)
