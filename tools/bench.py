"""``run.py bench``: the product's own measuring command, with everything it needs installed.

More words go to ``percorsi bench``; with ``--postgres`` it measures on the PostgreSQL that the tests would use.
"""

import os
from contextlib import nullcontext
from pathlib import Path

from tools import environment, postgres
from tools.console import SetupError, run
from tools.suite import POSTGRES_FLAG, test_environment


def main(arguments: list[str]) -> int:
    """Run ``percorsi bench`` with the words given and return its exit code."""
    environment.ensure("development")
    command: list[str | Path] = [environment.PERCORSI, "bench", *(word for word in arguments if word != POSTGRES_FLAG)]
    env = test_environment(os.environ)
    if POSTGRES_FLAG not in arguments:
        return run(command, env=env)
    url = postgres.named_url(os.environ)
    programs = None if url else postgres.find()
    if url is None and programs is None:
        raise SetupError(postgres.MISSING)
    with nullcontext(url) if programs is None else postgres.private_server(programs) as address:
        return run([*command, "--database-url", str(address)], env=env)
