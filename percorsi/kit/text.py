"""Text as it is stored, compared and searched. Every function accepts any string, in any script."""

import re
import unicodedata
from functools import lru_cache

_CACHED_KEYS = 16_384

# What no one sees and no database should keep: control characters (blanks apart), halves of surrogate pairs, soft
# hyphens, zero-width and direction marks, byte order marks. The joiners of Persian and Indian scripts stay.
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff\ufeff"
    "\ufffe\uffff]"
)
_APOSTROPHES = "'`´’‘‛ʼʻʹʽʾʿ′＇"
_VANISHING = dict.fromkeys(map(ord, _APOSTROPHES + "ºª\u200c\u200d"))
# Letters that Unicode does not take apart, though whoever types without a special keyboard does.
_PLAIN_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ð": "d", "ø": "o", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"})
_ACRONYM = re.compile(r"(?<![\w.])[^\W\d_](?:\.[^\W\d_](?!\w))+")
_NOT_A_WORD = re.compile(r"[\W_]+")
_ELISION = re.compile(rf"(?<=[^\W\d_aeiouAEIOU])[{_APOSTROPHES}](?=[^\W\d_])")
_NAME_PART = re.compile(r"([^\W\d_])((?:[^\W\d_]|[\u0300-\u036f])*)")
_BLANK_LINES = re.compile(r"\n{3,}")
_NOT_A_DIGIT = re.compile(r"[^0-9]+")


def squeeze(text: str) -> str:
    """Return the text as it is stored: trimmed, every run of blanks one, nothing unseen in it, accents composed."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    return unicodedata.normalize("NFC", " ".join(_UNSEEN.sub("", text).split()))


def squeeze_lines(text: str) -> str:
    """Return a text of several lines as it is stored: each line as :func:`squeeze` gives it, one blank line at most."""
    lines = "\n".join(squeeze(line) for line in text.splitlines())
    return _BLANK_LINES.sub("\n\n", lines).strip()


@lru_cache(maxsize=_CACHED_KEYS)
def match_key(text: str) -> str:
    """Return the form in which two writings of one thing are equal: lower case, no accents, words apart by one blank.

    Apostrophes vanish, also one used as an accent ("Pero'" = "Però"), and so do the full stops of an acronym
    ("S.r.l." = "SRL"); any other punctuation separates words ("L.68/99" = "L. 68 / 99"). Letters of every script stay.
    """
    if text.isascii():
        key = text.lower().translate(_VANISHING)
    else:
        # Two rounds, because taking a letter apart can give a capital, and lowering one can give an accent.
        key = _unaccented(_unaccented(text).casefold()).casefold().translate(_PLAIN_LETTERS)
    if "." in key:
        key = _ACRONYM.sub(lambda found: found[0].replace(".", ""), key)
    return _NOT_A_WORD.sub(" ", key).strip()


def name_key(text: str) -> str:
    """Return the match key of a person's or company's name, without blanks: D'Aquila = D Aquila = DAquila."""
    return match_key(text).replace(" ", "")


def header_key(text: str) -> str:
    """Return the key of a column header: the match key without blanks, a leading % kept ('% inv.' is not 'Inv.')."""
    return "%" * text.lstrip().startswith("%") + name_key(text)


def search_words(text: str) -> list[str]:
    """Return the words of a name or of a search, each a match key, in their order and without repetitions.

    An apostrophe after a consonant leaves out a vowel and separates two words (D'Aquila gives d, aquila); after a vowel
    it stands for an accent (Pele'r gives peler). Use it both for what is searched and for what is typed.
    """
    return list(dict.fromkeys(match_key(_ELISION.sub(" ", text)).split()))


def proper_name(text: str) -> str:
    """Return a name written all in capitals in normal case ("D'AQUILA" gives "D'Aquila"); any other as written."""
    if not text.isupper():
        return text
    return _NAME_PART.sub(lambda found: found[1] + found[2].lower(), text)


def digits(text: str) -> str:
    """Return the digits 0-9 of the text, in order: the comparable form of a telephone or VAT number."""
    return _NOT_A_DIGIT.sub("", text)


def _unaccented(text: str) -> str:
    # Apostrophes go first as well as last: Unicode takes some apart into a blank and an accent.
    parts = unicodedata.normalize("NFKD", text.translate(_VANISHING)).translate(_VANISHING)
    return "".join([part for part in parts if unicodedata.category(part) != "Mn"])
