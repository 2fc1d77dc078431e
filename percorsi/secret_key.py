"""The installation's secret key: made once, kept in a file that only its owner reads."""

import os
import secrets
from pathlib import Path


def read_or_make_secret_key(folder: Path) -> str:
    """Return the key kept in ``folder/secret.key``; make the folder and the key at the first start.

    Two processes that start together agree on one key: the file is written whole under another name and then
    linked, and the loser of the race reads the winner's. Raises ``OSError`` when the folder cannot be written.
    """
    path = folder / "secret.key"
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = folder / f"secret.key.{os.getpid()}"
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text()
