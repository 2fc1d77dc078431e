"""Fetching a person for a form: seen, writable, noted in the trail."""

from django.http import HttpRequest

from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.kit.refusal import Forbidden
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.people.policy import ensure_may_write
from percorsi.web.shell.pages import visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view


def open_to_write(request: HttpRequest, public_id: str) -> Person:
    """Return a person about whom the reader may write, and note that they were looked at."""
    person = visible_or_404(people.visible_to(reader_of(request)), public_id)
    ensure_may_write(reader_of(request), person)
    log_view(request, Act.VIEW, people=[person.pk], about=person)
    return person


def open_to_guard(request: HttpRequest, public_id: str) -> Person:
    """Return a person whom the reader may hide or show to others, and note that they were looked at."""
    reader = reader_of(request)
    person = visible_or_404(people.visible_to(reader), public_id)
    if not reader.has(Permission.PEOPLE_PROTECT):
        raise Forbidden
    log_view(request, Act.VIEW, people=[person.pk], about=person)
    return person
