"""Copies of everything, and the way back. See README.md."""

from percorsi.backups.making import make_backup
from percorsi.backups.refusal import BackupRefused
from percorsi.backups.restoring import restore_backup

__all__ = ["BackupRefused", "make_backup", "restore_backup"]
