"""Why a backup or a restore did not happen."""


class BackupRefused(Exception):  # noqa: N818 - it is an answer: nothing was changed
    """A backup or a restore cannot be done. The message is one Italian line that says what to do."""
