"""Taking a register over, with all that goes with it: the right to, the turn, the copy of before, what stays known."""

import logging
import tempfile
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.backups import BackupRefused, make_backup
from percorsi.bridges.models import Import
from percorsi.bridges.taking_over.importing import Report, UnreadableRegister, compare
from percorsi.bridges.taking_over.one_at_a_time import AlreadyImporting, service_shut, the_only_import
from percorsi.bridges.taking_over.stored_report import stored_report
from percorsi.bridges.taking_over.writing import write
from percorsi.documents.models import File
from percorsi.kit.refusal import Forbidden, Refused

LOGGER = logging.getLogger(__name__)
BACKUPS, INCOMING = "backups", "incoming"
# Up to here the writing takes under two seconds on SQLite, and who works meanwhile only waits a moment.
LARGE = 10_000
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: the report, the copy made before it, and what is stored of it (None when nothing is)."""

    report: Report
    backup: Path | None = None
    stored: Import | None = None


def preview_register(path: Path, *, by: User) -> Taken:
    """Return what an import would do, and write nothing. Raises Refused with one line for the reader, Forbidden."""
    _ensure_may_import(by)
    try:
        return Taken(compare(path, is_dry_run=True))
    except UnreadableRegister as refusal:
        raise Refused(refusal.message, field="file") from refusal


def take_register(path: Path, *, by: User, name: str = "", backs_up: bool = True, always_stores: bool = False) -> Taken:
    """Take over all sound and new rows of a file, or nothing when the process dies on the way.

    A copy of everything is made before, if there is something to write and ``backs_up`` holds. What came in is stored
    with the digest of the file and without the file, which stays where it is; a file with nothing new is stored only
    when ``always_stores`` holds. Raises Refused with one line for the reader, Forbidden.
    """
    _ensure_may_import(by)
    try:
        with the_only_import():
            report = compare(path)
            backup = make_backup(settings.DATA_DIR / BACKUPS, by=by) if report.is_new and backs_up else None
            if not (report.is_new or always_stores):
                return Taken(report)
            with service_shut() if report.size > LARGE else nullcontext(), transaction.atomic():
                if report.is_new:
                    write(report.plan, report.archive, by=by, digest=report.digest)
                stored = _store(report, path, by=by, name=name or path.name, backup=backup.name if backup else "")
            return Taken(report, backup, stored)
    except UnreadableRegister as refusal:
        raise Refused(refusal.message, field="file") from refusal
    except (AlreadyImporting, BackupRefused) as refusal:
        raise Refused(refusal) from refusal
    except (IntegrityError, DataError) as error:
        # The database's own words may hold values of the row: only the name of the constraint goes into a log.
        about = getattr(error.__cause__, "diag", None)
        LOGGER.error("The database refused an import: %s", about.constraint_name if about else error)
        raise Refused(
            "Mentre il file veniva letto l’archivio è cambiato, o un valore non vi può stare: non è stato scritto "
            "nulla. Riprovare."
        ) from error


def take_upload(upload: UploadedFile, *, by: User) -> Import:
    """Take over a register that came through a page, and return what is stored of it; the file is deleted.

    Raises Refused with one line for the reader, Forbidden.
    """
    _ensure_may_import(by)
    folder = Path(settings.DATA_DIR) / INCOMING
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=folder) as place:
        path = Path(place) / "register"
        with path.open("wb") as file:
            for piece in upload.chunks():
                file.write(piece)
        taken = take_register(path, by=by, name=Path(upload.name or "registro").name, always_stores=True)
    assert taken.stored is not None, "an upload is always stored"
    return taken.stored


def _ensure_may_import(by: User) -> None:
    if not (by.is_system or by.has(Permission.REGISTER_IMPORT)):
        raise Forbidden


def _store(report: Report, path: Path, *, by: User, name: str, backup: str) -> Import:
    now = timezone.now()
    file = File.objects.create(
        name=name[-LONGEST_NAME:], digest=report.digest, size=path.stat().st_size, added_at=now, added_by=by.pk
    )
    return Import.objects.create(file=file, at=now, by=by, report=stored_report(report), backup=backup)
