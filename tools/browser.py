"""Finding a Chromium for the browser tests."""

import os
import shutil
import subprocess
from collections.abc import Mapping

from tools.console import say

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = (
    "No Chromium was found, so the browser tests cannot run. Install one (Debian: sudo apt-get install chromium)\n"
    "or name yours: CHROMIUM=/path/to/chrome make test"
)


def find(environ: Mapping[str, str]) -> str | None:
    """Return the browser to use: the one named by CHROMIUM, else the first of the usual names on PATH."""
    named = environ.get("CHROMIUM")
    if named:
        return shutil.which(named)
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def find_or_install(environ: Mapping[str, str]) -> str | None:
    """Like ``find``; as root on Debian, a missing browser is installed."""
    path = find(environ)
    if path is None and os.geteuid() == 0 and shutil.which("apt-get"):
        say("Installing Debian's chromium for the browser tests ...")
        quiet = {**environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            result = subprocess.run(["apt-get", "-qq", *words], env=quiet, capture_output=True, text=True, check=False)
            if result.returncode:
                say(result.stderr.strip())
                return None
        path = find(environ)
    return path
