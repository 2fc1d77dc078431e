"""``run.py check``: everything about the code that a machine can judge without running the program's tests."""

import os
import subprocess
import tempfile
from pathlib import Path

from tools import environment
from tools.console import ROOT, say
from tools.suite import test_environment

Step = tuple[str, list[str | Path]]


def main(arguments: list[str]) -> int:
    """Run every step even when one fails; 1 when any failed."""
    if arguments:
        say("check takes no words.")
        return 2
    environment.ensure("development")
    with tempfile.TemporaryDirectory() as folder:
        env = {**test_environment(os.environ), "PERCORSI_MODE": "test", "PERCORSI_DATA_DIR": folder}
        results = {name: passes(name, command, env) for name, command in steps()}
    failed = [name for name, is_passed in results.items() if not is_passed]
    say(f"\nFailed: {', '.join(failed)}" if failed else f"\nAll {len(results)} checks passed.")
    return 1 if failed else 0


def steps() -> list[Step]:
    """Return the checks, the quickest first."""
    python, ruff = environment.PYTHON, environment.VENV / "bin" / "ruff"
    djade: list[str | Path] = [environment.VENV / "bin" / "djade", "--target-version", "5.2", "--check"]
    templates: list[str | Path] = [*sorted((ROOT / "percorsi").rglob("templates/**/*.html"))]
    known: list[Step] = [
        ("lint", [ruff, "check"]),
        ("format", [ruff, "format", "--check"]),
        ("templates", [*djade, *templates]),
        ("stairs between the rooms", [environment.VENV / "bin" / "lint-imports", "--no-cache"]),
        ("migrations", [environment.PERCORSI, "makemigrations", "--check", "--dry-run"]),
        ("English messages", [python, "-m", "tools.catalogue", "check"]),
        ("types", [python, "-m", "mypy", "percorsi", "tools", "run.py"]),
    ]
    return [step for step in known if templates or step[0] != "templates"]


def passes(name: str, command: list[str | Path], env: dict[str, str]) -> bool:
    """Run one step; its words are printed only when it fails."""
    words = [str(word) for word in command]
    result = subprocess.run(
        words, cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    say(f"{'ok  ' if result.returncode == 0 else 'FAIL'}  {name}")
    if result.returncode:
        say(result.stdout.rstrip())
    return result.returncode == 0
