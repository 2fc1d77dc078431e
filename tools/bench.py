"""``run.py bench``: the product's own measuring command, with everything it needs installed."""

import os

from tools import environment
from tools.console import run
from tools.suite import test_environment


def main(arguments: list[str]) -> int:
    """Run ``percorsi bench`` with the words given and return its exit code."""
    environment.ensure("development")
    env = {**test_environment(os.environ), "PERCORSI_MODE": "test"}
    return run([environment.PERCORSI, "bench", *arguments], env=env)
