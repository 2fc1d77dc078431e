"""In which languages this installation speaks: Italian, and any other whose catalogue is complete.

Half a translation would mix languages on a page, and read days as month/day.
"""

import re
from pathlib import Path

ITALIAN = ("it", "Italiano")
_OTHERS = (("en", "English"),)
_WORDS = re.compile(r'^msgstr(?:\[\d+\])? "(.*)"\n?((?:".*"\n?)*)', re.MULTILINE)


def spoken(catalogues: Path) -> list[tuple[str, str]]:
    """Return code and name of each language whose catalogue under this folder is compiled and complete."""
    return [ITALIAN, *(each for each in _OTHERS if _is_complete(catalogues / each[0] / "LC_MESSAGES"))]


def _is_complete(folder: Path) -> bool:
    source = folder / "django.po"
    if not source.is_file() or not (folder / "django.mo").is_file():
        return False
    entries = re.split(r"\n{2,}", source.read_text(encoding="utf-8"))
    return all(_is_translated(entry) for entry in entries if _speaks(entry))


def _speaks(entry: str) -> bool:
    """Whether the entry is words of a page: not the head of the file, not one that is no longer used."""
    return re.search(r'^msgid "', entry, re.MULTILINE) is not None and not entry.startswith('msgid ""\nmsgstr')


def _is_translated(entry: str) -> bool:
    if re.search(r"^#,.*\bfuzzy\b", entry, re.MULTILINE):
        return 'msgid ""\nmsgstr' in entry  # the head of a new file is marked so
    return all(first or more.replace('"', "").strip() for first, more in _WORDS.findall(entry))
