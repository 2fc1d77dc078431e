"""Running the console command as an operator does: a process of its own, with an environment of its own."""

import os
import subprocess
from pathlib import Path

from tools import environment
from tools.console import ROOT


def percorsi(
    *words: str | Path, folder: Path, database: str = "", mode: str = "production", typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """Run ``percorsi`` with its data in ``folder`` and a SQLite database there, unless ``database`` is a URL."""
    url = database or f"sqlite:///{folder / 'percorsi.sqlite3'}"
    env = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "DATABASE_URL": url}
    env |= {"PERCORSI_DATA_DIR": str(folder)} | ({"PERCORSI_MODE": mode} if mode != "production" else {})
    command = [environment.PERCORSI, *map(str, words)]
    return subprocess.run(
        command, cwd=ROOT, env=env, input=typed, capture_output=True, text=True, check=False, timeout=120
    )
