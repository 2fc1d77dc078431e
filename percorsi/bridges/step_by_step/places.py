"""Where the file of an import lies until it is done with, and how a living process is told from a dead one."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from percorsi.bridges.models import Import

INCOMING, FILE, AT_WORK = "incoming", "register", "at-work.lock"


def folder_of(row: Import) -> Path:
    """Return the folder of an import; it is there as long as its file is."""
    return Path(settings.DATA_DIR) / INCOMING / row.public_id


def file_of(row: Import) -> Path:
    """Return where the file of an import lies."""
    return folder_of(row) / FILE


def has_file(row: Import) -> bool:
    """Whether the file is still there."""
    return file_of(row).is_file()


def keep(upload: UploadedFile, *, row: Import) -> Path:
    """Write an uploaded file into the folder of its import, for its owner's eyes alone."""
    folder_of(row).mkdir(parents=True, mode=0o700)
    path = file_of(row)
    with open(path, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        for piece in upload.chunks():
            file.write(piece)
    return path


def forget(row: Import) -> None:
    """Delete the file of an import."""
    shutil.rmtree(folder_of(row), ignore_errors=True)


@contextmanager
def at_work(row: Import) -> Iterator[bool]:
    """Say that this process works for an import, as long as it lives: the system takes the lock from the dead.

    Waits for another process that works for it. Yields False when the file is gone.
    """
    if not folder_of(row).is_dir():
        yield False
        return
    with open(folder_of(row) / AT_WORK, "a", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        # A page that looks holds the lock for an instant only, and shares it; another worker is soon done.
        fcntl.flock(file, fcntl.LOCK_EX)
        yield True


def is_at_work(row: Import) -> bool:
    """Whether a living process of this machine works for an import."""
    try:
        with (folder_of(row) / AT_WORK).open() as file:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except FileNotFoundError:
        return False
    except BlockingIOError:
        return True
    return False
