"""The English catalogue: collected from the Italian texts marked in Python and templates, checked, compiled.

Runs inside ``.venv`` as ``python -m tools.catalogue update|check``. Babel does what the gettext programs would do,
so that no system package is needed; Django itself turns a template into something that Babel can read.
"""

import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools.console import ROOT, say

SOURCE = ROOT / "percorsi"
PO = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    **{f"{name}_lazy": DEFAULT_KEYWORDS[name] for name in ("gettext", "ngettext", "pgettext", "npgettext")},
    "gettext_noop": None,
}
COMMENT_TAG = "Translators"


def template_messages(file: Any, keywords: Any, comment_tags: Any, options: Any) -> Iterator[Any]:
    """Yield the marked texts of one Django template, as Babel's own readers do for Python."""
    as_code = templatize(file.read().decode("utf-8"))
    # What is left of the page around the calls is filler, whose indentation would not be valid Python.
    flat = "\n".join(line.lstrip() for line in as_code.splitlines())
    yield from extract_python(io.BytesIO(flat.encode("utf-8")), keywords, comment_tags, {"encoding": "utf-8"})


def collect(source: Path = SOURCE) -> Catalog:
    """Return every text marked for translation under a folder, without translations."""
    catalogue = Catalog()
    patterns = ("*.py", "templates/**/*.html", "templates/**/*.txt")
    for path in sorted(path for pattern in patterns for path in source.rglob(pattern)):
        if "migrations" in path.parts:
            continue
        method = "python" if path.suffix == ".py" else template_messages
        with path.open("rb") as file:
            for line, text, comments, context in extract(method, file, KEYWORDS, [COMMENT_TAG], {}):
                place = [(path.relative_to(source.parent).as_posix(), line)]
                catalogue.add(text, locations=place, auto_comments=comments, context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """Return the catalogue kept in a file."""
    with path.open("rb") as file:
        return read_po(file, locale="en")


def update(path: Path = PO) -> None:
    """Add new texts without a translation, drop those gone, keep the rest; then compile."""
    found = collect()
    kept = read(path) if path.exists() else Catalog(locale="en", project="Percorsi", fuzzy=False)
    # Dates and line numbers would change the file at every run although no text has changed.
    found.creation_date = kept.creation_date
    kept.update(found, no_fuzzy_matching=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, kept, include_lineno=False, ignore_obsolete=True, sort_output=True)
    path.with_suffix(".mo").write_bytes(compiled(read(path)))
    say(f"{path.relative_to(ROOT)}: {len(kept)} texts, {len(untranslated(kept))} still to translate.")


def compiled(catalogue: Catalog) -> bytes:
    """Return the form that Django reads."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[str]:
    """Return the texts without a sure translation; a plural needs each of its forms."""
    return [_name(message) for message in catalogue if message.id and (message.fuzzy or not _is_complete(message))]


def problems(path: Path, found: Catalog) -> list[str]:
    """Return what keeps the catalogue from being complete, one line each."""
    kept = read(path)
    known = {(message.id, message.context) for message in kept}
    lines = [f"not in the catalogue: {_name(each)}" for each in found if (each.id, each.context) not in known]
    lines += [f"not translated: {text}" for text in untranslated(kept)]
    if not path.with_suffix(".mo").exists() or path.with_suffix(".mo").read_bytes() != compiled(kept):
        lines.append(f"{path.with_suffix('.mo').name} was not compiled from {path.name}")
    return lines


def check(path: Path = PO) -> int:
    """Print what is wrong and how to mend it; 0 when nothing is, or when there is no catalogue yet."""
    if not path.exists():
        say("There is no English catalogue yet.")
        return 0
    found = problems(path, collect())
    for line in found:
        say(line)
    if found:
        say(f"Run 'make messages', then translate in {path.relative_to(ROOT)} and run it again.")
    return 1 if found else 0


def _is_complete(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple | list) else bool(message.string)


def _name(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def main(arguments: Sequence[str]) -> int:
    """Carry out ``update`` or ``check``."""
    match list(arguments):
        case ["update"]:
            update()
            return 0
        case ["check"]:
            return check()
    say("usage: python -m tools.catalogue update|check")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
