"""Asking for everything: each page for each object, every link found on the way, every form sent empty."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction
from django.test import Client

from percorsi.audit.models import Event, Subject
from tests.web.site_map import matrix
from tests.web.stage import Stage

LINK = re.compile(r'(?:href|action)="(/[^"#]*|\?[^"#]*)"')
MOST_PAGES = 3_000
# Leaving would end the crawl.
LEAVES = {"account_logout"}


@dataclass(frozen=True)
class Answer:
    """What came back for one request, and whom the trail names because of it."""

    method: str
    path: str
    status: int
    body: bytes
    noted: frozenset[int]


def every_answer(stage: Stage, client: Client) -> Iterator[Answer]:
    """Yield the answer of every page that can be reached or guessed, then of every form sent empty."""
    rows = [row for row in matrix().values() if row.name not in LEAVES]
    guessed = [row.path(stage, kind) for row in rows if "GET" in row.methods for kind in row.kinds()]
    yield from every_get(client, ["/", *guessed])
    for row in rows:
        for kind in row.kinds() if "POST" in row.methods else ():
            yield empty_post(client, row.path(stage, kind))


def every_get(client: Client, start: list[str]) -> Iterator[Answer]:
    """Follow every link from these addresses on, each once."""
    waiting, seen = list(dict.fromkeys(start)), set(start)
    while waiting:
        path = waiting.pop(0)
        last = newest_event()
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        yield Answer("GET", path, answer.status_code, body, noted_since(last))
        if answer.status_code == 302 and answer["Location"].startswith("/"):
            found = [answer["Location"]]
        else:
            found = [link if link[0] == "/" else path.split("?")[0] + link for link in links(body)]
        new = [link for link in dict.fromkeys(found) if link not in seen and not link.startswith("/static/")]
        seen.update(new)
        waiting.extend(new)
        assert len(seen) < MOST_PAGES, "the pages link to ever new addresses"


def empty_post(client: Client, path: str) -> Answer:
    """Send an empty form, and take back whatever it changed."""
    last = newest_event()
    with transaction.atomic():
        answer = client.post(path, {})
        noted = noted_since(last)
        transaction.set_rollback(True)
    return Answer("POST", path, answer.status_code, answer.content, noted)


def newest_event() -> int:
    """The number of the last event of the trail."""
    return Event.objects.order_by("-id").values_list("id", flat=True).first() or 0


def noted_since(event: int) -> frozenset[int]:
    """The people whom the trail names after an event."""
    return frozenset(Subject.objects.filter(event__id__gt=event).values_list("person", flat=True))


def links(body: bytes) -> list[str]:
    """The addresses on a page, as a browser would ask for them."""
    return [html.unescape(link) for link in LINK.findall(body.decode("utf-8", "replace"))]
