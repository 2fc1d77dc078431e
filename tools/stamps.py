"""Notes of what was already done, so that a second start is quick: a digest of the files that a step depends on."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path]) -> str:
    """Return one digest of the names and contents of these files; folders count with all that is inside.

    Compiled Python is left out: it changes without any change of meaning.
    """
    total = hashlib.sha256()
    for path in sorted(_files(paths)):
        total.update(str(path).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_current(note: Path, value: str) -> bool:
    """Tell whether the note says that the step was done for just this digest."""
    return note.is_file() and note.read_text().strip() == value


def write(note: Path, value: str) -> None:
    """Note that the step is done; call it only after the step succeeded."""
    note.write_text(value + "\n")


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (each for each in path.rglob("*") if each.is_file() and "__pycache__" not in each.parts)
        elif path.is_file():
            yield path
