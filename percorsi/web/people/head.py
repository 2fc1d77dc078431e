"""What stands at the top of every page about one person: who it is, how far the path has come, the sections."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BooleanField, Expression, ExpressionWrapper, Value
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.web.people.facts import Facts, facts_of
from percorsi.web.people.listing import Row, rows_of, with_state
from percorsi.web.shell.pages import visible_or_404
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view

# The facts that the identity bar itself shows.
IN_THE_BAR = ("numbers", "followers")
_SECTIONS = (
    (_("Sintesi"), "people:person", Permission.PEOPLE_READ),
    (_("Dati"), "people:record", Permission.PEOPLE_CONTACTS),
    (_("Percorsi"), "cases:of_person", Permission.CASES_READ),
    (_("Tirocini e lavoro"), "people:work", Permission.WORK_READ),
    (_("Documenti"), "documents:of_person", Permission.DOCUMENTS_READ),
    (_("Accessi"), "people:accesses", Permission.ACCESSES_READ),
)
_FOLLOWERS = frozenset({Role.MEDIATOR, Role.PSYCHOLOGIST})
# The forms behind "Modifica", by the part of what is known that they change.
_FORMS = {
    "identity": "people:change_identity",
    "residences": "people:residences",
    "contacts": "people:contacts",
    "relatives": "people:relatives",
    "conditions": "people:conditions",
    "situations": "people:situations",
    "invalidities": "people:invalidities",
    "permits": "people:permits",
    "numbers": "people:numbers",
}


@dataclass(frozen=True)
class Tab:
    """A section of the person's pages."""

    label: str | Promise
    url: str
    is_current: bool


@dataclass(frozen=True)
class Head:
    """A person on the page, with what the reader is to them."""

    person: Person
    row: Row
    facts: Facts
    tabs: list[Tab]
    is_own: bool
    may_write: bool
    today: date


def open_person(request: HttpRequest, public_id: str, *, everything: bool = False) -> Head:
    """Fetch a person whom the reader may see, note the look in the trail, and return what the page's top shows.

    Raises Http404 for everybody else. ``everything`` reads all facts instead of those of the top alone.
    """
    reader, today = reader_of(request), timezone.localdate()
    seen = with_state(people.visible_to(reader), reader, today)
    person = visible_or_404(seen.annotate(is_own=_is_own(reader)), public_id)
    people.mark_seen(reader, person)
    is_own = bool(getattr(person, "is_own", False))
    is_outside = reader.role == Role.MEDIATOR and not is_own
    log_view(request, Act.VIEW, people=[person.pk], about=person, is_outside_own=is_outside)
    return Head(
        person=person,
        row=rows_of([person], reader, today)[0],
        facts=facts_of(person, reader, only=None if everything else IN_THE_BAR),
        tabs=_tabs(request, reader, public_id),
        is_own=is_own,
        may_write=reader.has(Permission.PEOPLE_WRITE) and (is_own or reader.role == Role.OPERATIONAL_COORDINATOR),
        today=today,
    )


def editing_links(head: Head) -> dict[str, str]:
    """The forms that change what is known, for who may write; those that this installation lacks are empty."""
    if not head.may_write:
        return {}
    return {part: url_or_empty(name, head.person.public_id) for part, name in _FORMS.items()}


def url_or_empty(name: str, *args: str) -> str:
    """The address of a page with its parameters; empty when this installation has no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def _is_own(reader: User) -> Expression:
    """Whether the person is in the reader's hands; asked only for who follows people."""
    if reader.standing is None or reader.role not in _FOLLOWERS:
        return Value(False)
    return ExpressionWrapper(people.own_of(reader.standing.worker), output_field=BooleanField())


def _tabs(request: HttpRequest, reader: User, public_id: str) -> list[Tab]:
    named = [(label, url_or_empty(name, public_id)) for label, name, right in _SECTIONS if reader.has(right)]
    return [Tab(label, url, url == request.path) for label, url in named if url]
