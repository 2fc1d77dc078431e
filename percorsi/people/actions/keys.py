"""The words by which a person is found, and the one by which lists are sorted: made anew at every change."""

from collections.abc import Iterable

from percorsi.kit.text import digits, match_key, name_key, search_words
from percorsi.people.models import Person, SearchTerm

SHORTEST_PHONE = 4
LONGEST_TERM = 150
LONGEST_KEY = 310
FORMER_NAMES = ("family_names", "given_names", "alias", "codice_fiscale")


def sort_key(person: Person) -> str:
    """Return the key by which lists are sorted: the alias, or surname and name, without case and accents."""
    # Some letters become many when they are taken apart.
    return match_key(person.alias or f"{person.family_names} {person.given_names}")[:LONGEST_KEY]


def terms(person: Person, *, numbers: Iterable[str], contacts: Iterable[str], names: Iterable[str] = ()) -> list[str]:
    """Return the words by which the person is found; ``names`` are other ways in which their name was written."""
    words = search_words(" ".join([person.family_names, person.given_names, person.alias, *names]))
    words += [name_key(person.family_names)]
    words += [word for number in numbers for word in number_terms(number)]
    words += [digits(contact) for contact in contacts]
    return list(dict.fromkeys(word[:LONGEST_TERM] for word in words if _is_worth(word)))


def number_terms(number: str) -> list[str]:
    """Return the ways in which a register number is typed: "nil 0123", "nil0123" and "0123"."""
    ways = [match_key(number), name_key(number), digits(number)]
    return [word for word in dict.fromkeys(ways) if _is_worth(word)]


def rebuild_keys(person: Person) -> None:
    """Write sort key and search words of the person anew from what is known now; no old word remains."""
    person.sort_key = sort_key(person)
    Person.objects.filter(pk=person.pk).update(sort_key=person.sort_key)
    # Who was joined to this person by a merge is still looked for under the name they had.
    lost = person.merges.filter(undone_at=None).values_list("lost", flat=True)
    wanted = terms(
        person,
        numbers=person.numbers.values_list("number", flat=True),
        contacts=person.contacts.values_list("value", flat=True),
        names=[str(one.get(name) or "") for one in lost for name in FORMER_NAMES],
    )
    person.terms.exclude(term__in=wanted).delete()
    known = set(person.terms.values_list("term", flat=True))
    SearchTerm.objects.bulk_create(SearchTerm(person=person, term=word) for word in wanted if word not in known)


def _is_worth(word: str) -> bool:
    return bool(word) and (not word.isdigit() or len(word) >= SHORTEST_PHONE)
