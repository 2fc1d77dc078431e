"""The project's own virtual environment: made once, refreshed when the pinned list changes."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import stamps
from tools.console import ROOT, SetupError, must, run, say

VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
PERCORSI = VENV / "bin" / "percorsi"
# What each level installs, and the levels that come with it (development holds every runtime package too).
REQUIREMENTS = {"runtime": ROOT / "requirements.txt", "development": ROOT / "requirements-dev.txt"}
INCLUDES = {"runtime": ["runtime"], "development": ["development", "runtime"]}

# A file that both sh and Python can read: a plain "#!" line breaks when the path holds a space or is very long.
CONSOLE_SCRIPT = """\
#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
import sys

from percorsi.command_line import main

sys.exit(main())
"""


def ensure(level: str) -> None:
    """Make ``.venv`` hold every package of the level ("runtime" or "development") and the ``percorsi`` command.

    Does nothing when the pinned list is the one installed last. Ends the command with a remedy when Python lacks
    its ``venv`` module or a package cannot be installed.
    """
    if not is_usable(VENV):
        create(VENV)
    requirements = REQUIREMENTS[level]
    if not stamps.is_current(note(level), stamps.digest([requirements])):
        install(level)
    write_console_script()


def note(level: str) -> Path:
    """Return the file in the environment that tells which list of packages it holds."""
    return VENV / f".installed-{level}"


def is_usable(venv: Path) -> bool:
    """Tell whether the environment's own Python starts and finds its installer.

    It does not after the system's Python was replaced, or when an earlier set-up was interrupted.
    """
    python = venv / "bin" / "python"
    if not python.exists():
        return False
    return subprocess.run([python, "-c", "import pip"], capture_output=True, check=False).returncode == 0


def create(venv: Path) -> None:
    """Make the environment from scratch with the Python that runs this."""
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        raise SetupError(missing_venv_message())
    say("Making .venv ...")
    if run([sys.executable, "-m", "venv", "--clear", venv]):
        shutil.rmtree(venv, ignore_errors=True)
        raise SetupError(missing_venv_message())


def missing_venv_message() -> str:
    """Say which system package is missing and how to get it."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    return (
        f"Python {version} is here, but it cannot make a virtual environment.\n"
        "On Debian and Ubuntu that part is a package of its own. Install it and try again:\n"
        f"  sudo apt-get install python3-venv        (or python{version}-venv)"
    )


def install(level: str) -> None:
    """Install the pinned list, refusing every file whose digest is not the one written in it."""
    requirements = REQUIREMENTS[level]
    say(f"Installing {requirements.name} into .venv (only the first time, or when the list has changed) ...")
    quiet = {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}
    must([PYTHON, "-m", "pip", "install", "--quiet", "--no-input", "--require-hashes", "-r", requirements], env=quiet)
    for included in INCLUDES[level]:
        stamps.write(note(included), stamps.digest([REQUIREMENTS[included]]))


def write_console_script() -> None:
    """Make ``.venv/bin/percorsi`` and let the environment's Python find the project, without building a package."""
    for site_packages in VENV.glob("lib/python*/site-packages"):
        (site_packages / "percorsi.pth").write_text(f"{ROOT}\n")
    PERCORSI.write_text(CONSOLE_SCRIPT.format(python=PYTHON))
    PERCORSI.chmod(0o755)


def main(arguments: list[str]) -> int:
    """Set up one level, runtime unless told otherwise."""
    level = arguments[0] if arguments else "runtime"
    if level not in REQUIREMENTS:
        say(f"There is no level called {level}: choose {' or '.join(REQUIREMENTS)}.")
        return 2
    ensure(level)
    say(f"Ready: {PERCORSI.relative_to(ROOT)}")
    return 0
