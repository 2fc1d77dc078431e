#!/usr/bin/env python3
"""The project's front door: ``python3 run.py demo | test | check | bench | sizes | messages | setup``.

Needs nothing but Python 3.11 or later: every verb first makes or refreshes ``.venv`` as far as that verb needs it.
"""

import importlib
import signal
import sys

VERBS = {
    "demo": ("tools.demo", "set up and serve the demo with invented people (HOST, PORT, RESET=1)"),
    "test": ("tools.suite", "run every test, on SQLite and then on PostgreSQL; more words go to pytest"),
    "check": ("tools.checks", "format, lint, types, stairs between the rooms, migrations, messages"),
    "bench": ("tools.bench", "measure the pages on databases of growing size"),
    "sizes": ("tools.sizes", "print the ten longest functions, files and templates"),
    "messages": ("tools.messages", "collect the marked texts into the English catalogue and compile it"),
    "setup": ("tools.environment", "only make or refresh .venv (one word: runtime or development)"),
}


def usage():
    """Return the list of verbs, one a line."""
    return "\n".join(["usage: python3 run.py VERB", *(f"  {verb:<9} {text}" for verb, (_, text) in VERBS.items())])


def stop_cleanly(*_):
    """Turn a termination signal into an exit, so that servers started on the way are stopped too."""
    sys.exit(128 + signal.SIGTERM)


def main(arguments):
    """Run the verb and return the exit code; 2 when there is no such verb or Python is too old."""
    if sys.version_info < (3, 11):
        found = ".".join(map(str, sys.version_info[:3]))
        print("Percorsi needs Python 3.11 or later, this is " + found + ".", file=sys.stderr)
        print("Name a newer one: make demo PYTHON=python3.12, or python3.12 run.py demo", file=sys.stderr)
        return 2
    if not arguments or arguments[0] not in VERBS:
        print(usage(), file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, stop_cleanly)
    verb = importlib.import_module(VERBS[arguments[0]][0])
    try:
        return verb.main(arguments[1:])
    except KeyboardInterrupt:
        return 128 + signal.SIGINT


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
