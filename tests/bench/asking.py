"""A reader of its own process who opens people's pages until a file appears; prints how each went, as JSON."""

import json
import sys
import time
from pathlib import Path

import django
from django.conf import settings


def main(stop: Path) -> None:
    django.setup()
    settings.ROOT_URLCONF = "percorsi.bench.urls"
    from percorsi.bench.targets import person_pages, readers
    from percorsi.bench.visiting import Visitor

    visitor = Visitor(readers()[0])
    pages = [target.asked for target in person_pages()]
    asked: list[tuple[int, float]] = []
    while not stop.exists():
        for page in pages:
            began = time.perf_counter()
            status = visitor.ask(page).status
            asked.append((status, time.perf_counter() - began))
    json.dump(asked, sys.stdout)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
