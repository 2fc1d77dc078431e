"""The papers of a person on a page: what is present, what was replaced, what was withdrawn; when each expires."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.http import HttpRequest
from django.urls import reverse

from percorsi.people import queries as people
from percorsi.people.models import PersonDocument
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.web.people.head import Head, open_person
from percorsi.web.shell.pages import visible_or_404
from percorsi.web.shell.readers import reader_of


@dataclass(frozen=True)
class Shown:
    """A present paper, the tone of its expiry, and its older versions, the newest first."""

    document: PersonDocument
    tone: str
    older: list[PersonDocument]


@dataclass(frozen=True)
class Papers:
    """The papers of a person: the present ones, and those withdrawn."""

    present: list[Shown]
    withdrawn: list[PersonDocument]


def papers_of(rows: Iterable[PersonDocument], today: date) -> Papers:
    """Put older versions under the present ones."""
    found = list(rows)
    by_key = {row.pk: row for row in found}
    newer = {row.replaces_id for row in found}
    soon = today + timedelta(days=standards()[Standard.DOCUMENT_ENDING])
    present = [
        Shown(row, _tone(row.expires_on, today, soon), _older(row, by_key))
        for row in found
        if row.pk not in newer and row.withdrawn_at is None
    ]
    return Papers(present, [row for row in found if row.withdrawn_at is not None])


def opened(request: HttpRequest, document_id: str) -> tuple[PersonDocument, Head]:
    """Fetch a paper that the reader may open, with the top of its person's pages, and note the look."""
    document = visible_or_404(people.readable_documents(reader_of(request)), document_id)
    return document, with_tab(open_person(request, document.person.public_id))


def with_tab(head: Head) -> Head:
    """Mark the papers as the section that is open."""
    url = reverse("documents:of_person", args=[head.person.public_id])
    return replace(head, tabs=[replace(tab, is_current=tab.url == url) for tab in head.tabs])


def _older(row: PersonDocument, by_key: dict[int, PersonDocument]) -> list[PersonDocument]:
    chain: list[PersonDocument] = []
    before = by_key.get(row.replaces_id or 0)
    while before is not None:
        chain.append(before)
        before = by_key.get(before.replaces_id or 0)
    return chain


def _tone(expires_on: date | None, today: date, soon: date) -> str:
    if expires_on is None or expires_on > soon:
        return ""
    return "late" if expires_on < today else "soon"
