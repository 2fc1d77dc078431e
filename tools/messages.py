"""``run.py messages``: bring the English catalogue up to date with the Italian texts marked in the source."""

from tools import environment
from tools.console import run


def main(arguments: list[str]) -> int:
    """Collect, merge and compile; the work is done inside ``.venv``, where Babel and Django are."""
    environment.ensure("development")
    return run([environment.PYTHON, "-m", "tools.catalogue", *(arguments or ["update"])])
