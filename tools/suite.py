"""``run.py test``: every test on SQLite, then again on PostgreSQL.

More words go to pytest, and then only SQLite is used unless ``--postgres`` is among them.
"""

import os
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from tools import browser, environment, postgres
from tools.console import run, say

WHOLE_SUITE = ["-n", "2", "--durations=10"]
NOT_SQLITE_ONLY = ["-m", "not sqlite_only"]
POSTGRES_FLAG = "--postgres"


@dataclass(frozen=True)
class Outcome:
    """How many tests passed, failed (broken set-ups count as failed) and were skipped."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(self.passed + other.passed, self.failed + other.failed, self.skipped + other.skipped)

    def __str__(self) -> str:
        skipped = f", {self.skipped} skipped" if self.skipped else ""
        return f"{self.passed} passed, {self.failed} failed{skipped}"


def main(arguments: list[str]) -> int:
    """Run the tests and print the sum of both runs on the last line; 1 when anything failed or is missing in CI."""
    environment.ensure("development")
    words = [word for word in arguments if word != POSTGRES_FLAG]
    env = test_environment(os.environ)
    total = Outcome()
    chromium = browser.find(os.environ) if words else browser.find_or_install(os.environ)
    if chromium:
        env["CHROMIUM"] = chromium
    else:
        total += missing(browser.MISSING, os.environ)
    total += pytest("SQLite", words or WHOLE_SUITE, env)
    if not words or POSTGRES_FLAG in arguments:
        total += on_postgres(words, env)
    say(f"\n{total}")
    return 1 if total.failed else 0


def test_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the tests: nothing in it names a real installation."""
    kept = {name: value for name, value in environ.items() if not name.startswith(("PERCORSI_", "DJANGO_"))}
    kept.pop("DATABASE_URL", None)
    kept.pop("CHROMIUM", None)
    return kept


def missing(reason: str, environ: Mapping[str, str]) -> Outcome:
    """Say what is missing. In continuous integration it is a failure: a green run means that everything ran."""
    say(f"\n{reason}")
    return Outcome(failed=1) if environ.get("CI") == "true" else Outcome()


def on_postgres(words: Sequence[str], env: Mapping[str, str]) -> Outcome:
    """Run the tests on the PostgreSQL that is named, found on the machine, or carried by a package, in this order."""
    url = postgres.named_url(os.environ)
    programs = None if url else postgres.find()
    if url is None and programs is None:
        return missing(postgres.MISSING, os.environ)
    with nullcontext(url) if programs is None else postgres.private_server(programs) as address:
        name = f"PostgreSQL of {programs}" if programs else "PostgreSQL named by DATABASE_URL"
        return pytest(name, [*NOT_SQLITE_ONLY, *(words or WHOLE_SUITE)], {**env, "DATABASE_URL": str(address)})


def pytest(title: str, words: Sequence[str], env: Mapping[str, str]) -> Outcome:
    """Run pytest once, print its own summary, and return what it counted."""
    say(f"\n--- Tests on {title} ---")
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        code = run([environment.PYTHON, "-m", "pytest", f"--junit-xml={report}", *words], env=env)
        outcome = read_report(report)
    # A run that broke off before or after its tests (usage error, no test found) must not look green.
    return outcome if code == 0 or outcome.failed else outcome + Outcome(failed=1)


def read_report(report: Path) -> Outcome:
    """Read pytest's own counts; a report that was never written counts nothing."""
    if not report.exists():
        return Outcome()
    total = Outcome()
    for suite in ET.parse(report).getroot().iter("testsuite"):
        tests, skipped = int(suite.get("tests", 0)), int(suite.get("skipped", 0))
        failed = int(suite.get("failures", 0)) + int(suite.get("errors", 0))
        total += Outcome(passed=max(tests - failed - skipped, 0), failed=failed, skipped=skipped)
    return total
