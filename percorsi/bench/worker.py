"""What is done inside the temporary installation, one word a process; the answer is one JSON document on stdout."""

import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings

NAMED_ONLY = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
URLS = "percorsi.bench.urls"
PROCESS = Path("/proc/self/status")
KB_IN_MB = 1024


def main(words: list[str]) -> None:
    """Run ``prepare``, ``grow PEOPLE TODAY``, ``measure`` or ``weigh``."""
    django.setup()
    settings.ROOT_URLCONF = URLS
    verbs: dict[str, Callable[..., Any]] = {"prepare": _prepare, "grow": _grow, "measure": _measure, "weigh": _weigh}
    json.dump(verbs[words[0]](*words[1:]), sys.stdout)


def _prepare() -> None:
    """Bring the empty database and the static files to where an installation has them."""
    from django.core.management import call_command

    from percorsi.command_line import main as percorsi

    percorsi(["percorsi", "migrate", "--verbosity", "0"])
    # The names of the files are all that the pages need: pressing them takes half a minute.
    pressing, settings.STORAGES = settings.STORAGES, settings.STORAGES | {"staticfiles": {"BACKEND": NAMED_ONLY}}
    call_command("collectstatic", interactive=False, verbosity=0)
    settings.STORAGES = pressing


def _grow(people: str, today: str) -> dict[str, Any]:
    from django.db import connection

    from percorsi.bench.building import grow

    began = time.perf_counter()
    grow(int(people), today=date.fromisoformat(today))
    if connection.vendor == "postgresql":  # its own housekeeper would do this within minutes
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    return {"seconds": time.perf_counter() - began}


def _measure() -> dict[str, Any]:
    from percorsi.bench.measuring import measure

    return {"figures": [asdict(figure) for figure in measure(_pages())], "load": os.getloadavg()[1]}


def _weigh() -> dict[str, Any]:
    """Serve every page a few times, as a worker of the web server would, and say how much memory it holds then."""
    import_module("gunicorn.workers.gthread")  # it is in the memory of a worker too
    for _role, visitor, targets in _pages():
        for target in [*targets, *targets, *targets]:
            visitor.ask(target.asked)
    return {"mb": _resident()}


def _pages() -> list[tuple[str, Any, Any]]:
    from percorsi.bench.targets import readers, targets
    from percorsi.bench.visiting import Visitor

    pages = []
    for user in readers():
        visitor = Visitor(user)
        pages.append((user.role, visitor, targets(visitor)))
    return pages


def _resident() -> float | None:
    """Return the resident memory of this process in MB; nothing where the system does not tell."""
    if not PROCESS.exists():
        return None
    line = next(line for line in PROCESS.read_text().splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / KB_IN_MB


if __name__ == "__main__":
    main(sys.argv[1:])
