"""One import at a time, and a sign on the door while a large one writes.

Both are locks on files of the data folder: the system frees them when their holder ends, however it ends, so that no
dead process can keep the service shut.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings

IMPORTING, WRITING = "import.lock", "import-writing.lock"


class AlreadyImporting(RuntimeError):  # noqa: N818 - it is said of the moment, not of the program
    """Another import runs. The message is Italian."""


@contextmanager
def the_only_import() -> Iterator[None]:
    """Hold the turn to import. Raises :class:`AlreadyImporting` at once when somebody else holds it."""
    with _opened(IMPORTING) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyImporting("Un’altra importazione è in corso: riprovare quando è finita.") from None
        yield


@contextmanager
def service_shut() -> Iterator[None]:
    """Keep the pages shut while a very large import writes: they answer "importazione in corso"."""
    with _opened(WRITING) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def is_service_shut() -> bool:
    """Whether a very large import writes at this moment, in any process of this machine."""
    try:
        with (Path(settings.DATA_DIR) / WRITING).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False


def _opened(name: str) -> IO[str]:
    folder = Path(settings.DATA_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    return open(folder / name, "a", opener=lambda path, flags: os.open(path, flags, 0o600))
