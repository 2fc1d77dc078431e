"""The few ways in which the set-up speaks and runs other programs."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class SetupError(SystemExit):
    """Something outside the project is missing; the message says what, and what to do about it."""

    def __init__(self, message: str) -> None:
        print(f"\n{message}", file=sys.stderr, flush=True)
        super().__init__(1)


def say(text: str) -> None:
    """Print at once, so that our lines keep their place among those of the programs we start."""
    print(text, flush=True)


def run(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> int:
    """Run a program from the project's root, its output going where ours goes, and return its exit code."""
    return subprocess.call([str(word) for word in command], cwd=ROOT, env=env)


def must(command: Sequence[str | Path], *, env: Mapping[str, str] | None = None) -> None:
    """Like ``run``, but a failure ends the whole command with the words of the program that failed."""
    code = run(command, env=env)
    if code:
        raise SetupError(f"This step failed with exit code {code}:\n  {' '.join(map(str, command))}")
