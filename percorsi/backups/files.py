"""The files' folder: staged beside the present one, put in its place by renaming, put back when the rest fails."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings

from percorsi.backups.archive import Reader


def holds_files() -> bool:
    """Tell whether the files' folder holds any file."""
    return any(path.is_file() for path in Path(settings.MEDIA_ROOT).rglob("*"))


class StagedFiles:
    """A new files' folder that waits to be put in place."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self.new, self._old = (root.with_name(f".{root.name}.{word}") for word in ("new", "old"))
        self._is_swapped = False

    def put_in_place(self) -> None:
        """Make the staged folder the present one."""
        if self._root.exists():
            self._root.rename(self._old)
        self._is_swapped = True
        self.new.rename(self._root)

    def put_back(self) -> None:
        """Undo :meth:`put_in_place`."""
        if self._is_swapped:
            if self._root.exists():
                shutil.rmtree(self._root)
            if self._old.exists():
                self._old.rename(self._root)

    def clear(self) -> None:
        """Remove what is left beside the present folder."""
        for folder in (self.new, self._old):
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def staged_files(archive: Reader) -> Iterator[StagedFiles]:
    """Unpack the archive's files beside the present ones. When the block fails, the present ones stay."""
    staged = StagedFiles(Path(settings.MEDIA_ROOT))
    staged.clear()
    try:
        staged.new.mkdir(parents=True, mode=0o700)
        for name in archive.manifest.files:
            archive.copy_file(name, staged.new / name)
        yield staged
    except BaseException:
        staged.put_back()
        raise
    finally:
        staged.clear()
