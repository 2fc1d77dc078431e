"""Making a backup, while others work."""

import os
import tarfile
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

import percorsi
from percorsi.accounts.actions import command_user
from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.backups.archive import Manifest, Writer
from percorsi.backups.counters import read_counters
from percorsi.backups.refusal import BackupRefused
from percorsi.backups.snapshot import frozen_database
from percorsi.backups.tables import columns, lines, models_at


def make_backup(folder: Path, *, by: User | None = None) -> Path:
    """Put the whole database and the files into one new archive in ``folder``, and return its path.

    The archive holds personal data in clear, and never the secret key. ``by`` is the command's user unless given; the
    trail tells it. Others may write meanwhile. Raises :class:`BackupRefused`, leaving nothing behind.
    """
    now = timezone.now()
    try:
        if not MigrationLoader(connection).applied_migrations:
            raise BackupRefused("Il database è vuoto: eseguire prima «percorsi migrate».")
        record(Act.EXPORT, by=by or command_user(), details=Details(where="backup", fields={"folder": str(folder)}))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix=".percorsi-", dir=folder) as work:
            draft = Path(work) / "archive.tar"
            with frozen_database(Path(work)) as frozen, tarfile.open(draft, "x") as tar:
                _fill(Writer(tar, Path(work)), frozen, now)
            return _publish(draft, folder, now)
    except OSError as error:
        raise BackupRefused(f"La copia non è stata fatta: {error.strerror or error} ({folder}).") from error
    except DatabaseError as error:
        raise BackupRefused(f"La copia non è stata fatta: il database risponde «{error}».") from error


def _fill(writer: Writer, frozen: BaseDatabaseWrapper, now: datetime) -> None:
    manifest = Manifest(percorsi.__version__, now.astimezone(UTC).isoformat(timespec="seconds"), frozen.vendor)
    manifest.migrations = sorted(MigrationLoader(frozen).applied_migrations)
    models = models_at(frozen, manifest.migrations)
    for model in models:
        table = model._meta.db_table
        manifest.tables[table] = writer.add_table(table, columns(model), lines(model, frozen))
    manifest.counters = read_counters(frozen, models)
    root = Path(settings.MEDIA_ROOT)
    for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
        name = path.relative_to(root).as_posix()
        entry = writer.add_file(name, path)
        if entry:
            manifest.files[name] = entry
    writer.add_manifest(manifest)


def _publish(draft: Path, folder: Path, now: datetime) -> Path:
    """Give the finished archive its name, once it is safe on the disk. Never over another one."""
    draft.chmod(0o600)
    with draft.open("rb") as file:
        os.fsync(file.fileno())
    stem = f"percorsi-{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for number in range(1, 1_000):
        path = folder / (f"{stem}.tar" if number == 1 else f"{stem}-{number}.tar")
        try:
            path.touch(mode=0o600, exist_ok=False)
        except FileExistsError:
            continue
        return draft.replace(path)
    raise BackupRefused(f"Ci sono già troppe copie di questo secondo in {folder}.")
