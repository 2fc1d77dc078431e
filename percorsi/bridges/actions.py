"""Taking a register over, with all that goes with it: the right to, the turn, the copy of before, what stays known."""

import logging
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DataError, IntegrityError, transaction
from django.utils import timezone

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.backups import BackupRefused, make_backup
from percorsi.bridges.choices import REFUSED_KEPT, State, Step
from percorsi.bridges.models import Import
from percorsi.bridges.refused_rows import kept_rows
from percorsi.bridges.taking_over.importing import Report, Tell, UnreadableRegister, compare, to_nobody
from percorsi.bridges.taking_over.one_at_a_time import AlreadyImporting, service_shut, the_only_import
from percorsi.bridges.taking_over.stored_report import stored_report
from percorsi.bridges.taking_over.writing import write
from percorsi.documents.models import File
from percorsi.kit.refusal import Forbidden, Refused

LOGGER = logging.getLogger(__name__)
BACKUPS = "backups"
# Up to here the writing takes under two seconds on SQLite, and who works meanwhile only waits a moment.
LARGE = 10_000
LONGEST_NAME = 255


@dataclass(frozen=True, slots=True)
class Taken:
    """What an import did: the report, the copy made before it, and what is stored of it (None when nothing is)."""

    report: Report
    backup: Path | None = None
    stored: Import | None = None


def preview_register(path: Path, *, by: User, tell: Tell = to_nobody) -> Taken:
    """Return what an import would do, and write nothing. ``tell`` is told each step.

    Raises Refused with one line for the reader, Forbidden.
    """
    ensure_may_import(by)
    try:
        return Taken(compare(path, is_dry_run=True, tell=tell))
    except UnreadableRegister as refusal:
        raise Refused(refusal.message, field="file") from refusal


def take_register(
    path: Path, *, by: User, backs_up: bool = True, into: Import | None = None, tell: Tell = to_nobody
) -> Taken:
    """Take over all sound and new rows of a file, or nothing when the process dies on the way.

    A copy of everything is made before, if there is something to write and ``backs_up`` holds. What came in is stored
    with the digest of the file and without the file, which stays where it is: ``into`` an import that was begun, or in
    a new one, then only if something was new. ``tell`` is told each step. Raises Refused with one line for the reader,
    Forbidden.
    """
    ensure_may_import(by)
    try:
        with the_only_import():
            report = compare(path, tell=tell)
            tell(Step.COPYING, 0, 0)
            backup = make_backup(settings.DATA_DIR / BACKUPS, by=by) if report.is_new and backs_up else None
            if not (report.is_new or into):
                return Taken(report)
            tell(Step.WRITING, 0, report.size)
            with service_shut() if report.size > LARGE else nullcontext(), transaction.atomic():
                if report.is_new:
                    write(report.plan, report.archive, by=by, digest=report.digest)
                stored = _store(report, into or _begun(path, report.digest, by=by), backup=backup)
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


def ensure_may_import(by: User) -> None:
    """Raise Forbidden unless ``by`` may bring a register in."""
    if not (by.is_system or by.has(Permission.REGISTER_IMPORT)):
        raise Forbidden


def _begun(path: Path, digest: str, *, by: User) -> Import:
    return Import(file=keep_file(path, digest, name=path.name, by=by), at=timezone.now(), by=by)


def keep_file(path: Path, digest: str, *, name: str, by: User) -> File:
    """Note that a file was here, by its name, size and digest; return the note."""
    return File.objects.create(
        name=name[-LONGEST_NAME:], digest=digest, size=path.stat().st_size, added_at=timezone.now(), added_by=by.pk
    )


def _store(report: Report, row: Import, *, backup: Path | None) -> Import:
    """Write what an import did into its row, in the transaction of what it wrote: done is done, or nothing is."""
    now = timezone.now()
    row.state, row.step, row.failure, row.finished_at = State.DONE, "", "", now
    row.report, row.backup = stored_report(report), backup.name if backup else ""
    if report.refusals:
        row.refused_rows, row.refused_until = kept_rows(report), now + REFUSED_KEPT
    row.save()
    return row
