"""Finding people by what somebody typed: parts of names in any order, telephone, register number, codice fiscale."""

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.text import digits, match_key, name_key, search_words, squeeze
from percorsi.people.models import Person, RegisterNumber, SearchTerm
from percorsi.people.queries.visibility import visible_to

SHORTEST = 2  # characters
_SHORTEST_NUMBER = 4  # digits; shorter ones are not kept as search words
_MOST_WORDS = 8
_IN_A_NUMBER = frozenset("0123456789 +./-()")
_WHOLE_CODES = frozenset({11, 16})  # characters of a codice fiscale, provisional or not
_LAST_CHARACTER = "\U0010ffff"


def is_too_short(text: str) -> bool:
    """Whether a typed text says too little to look for somebody."""
    return len(name_key(text)) < SHORTEST


def found_by(text: str, user: User) -> QuerySet[Person]:
    """Return the visible people whom a typed text may mean.

    Every word is the beginning of a word of the person. Who may not read contacts finds nobody by telephone: a match
    would tell whose it is. A text that is too short finds nobody.
    """
    if is_too_short(text):
        return Person.objects.none()
    ways = _ways_of_digits(text, user) if _IN_A_NUMBER.issuperset(text) else _ways_of_words(text, user)
    ways.append(_by_codice_fiscale(text))
    return visible_to(user).filter(pk__in=ways[0].union(*ways[1:]))


def _ways_of_words(text: str, user: User) -> list[QuerySet]:
    words = search_words(text)[:_MOST_WORDS]
    # A surname written in one word or in two, and a register number: one search word each.
    whole = {name_key(text), match_key(text)} - {*words}
    if not user.has(Permission.PEOPLE_CONTACTS):
        # Signs between the digits make no other word of a telephone.
        words = [word for word in words if not word.isdigit()]
        whole = {word for word in whole if not word.isdigit()}
    ways = [_with_all(words)] if words else []
    ways += [_with_all([key]) for key in sorted(whole)]
    return ways or [Person.objects.none().values_list("pk", flat=True)]


def _ways_of_digits(text: str, user: User) -> list[QuerySet]:
    number = digits(text)
    ways = [RegisterNumber.objects.filter(number=squeeze(text)).values_list("person", flat=True)]
    if len(number) >= _SHORTEST_NUMBER and user.has(Permission.PEOPLE_CONTACTS):
        ways.append(_with_all([number]))
    return ways


def _by_codice_fiscale(text: str) -> QuerySet:
    code = "".join(text.split()).upper()
    rows = Person.objects.filter(codice_fiscale=code) if len(code) in _WHOLE_CODES else Person.objects.none()
    return rows.values_list("pk", flat=True)


def _with_all(words: list[str]) -> QuerySet:
    """The keys of the people who have a search word beginning with each of these; the longest is looked up first."""
    first, *others = sorted(words, key=lambda word: (-len(word), word))
    found = SearchTerm.objects.filter(_begins_with(first))
    for word in others:
        found = found.filter(Exists(SearchTerm.objects.filter(_begins_with(word), person=OuterRef("person"))))
    return found.values_list("person", flat=True)


def _begins_with(word: str) -> Q:
    """A condition that both engines answer from an index; SQLite's LIKE ignores case, and with it the index."""
    if connection.vendor == "postgresql":
        return Q(term__startswith=word)
    return Q(term__gte=word, term__lt=word + _LAST_CHARACTER)
