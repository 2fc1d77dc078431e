"""Which pages are measured, as whom, and where they are in the database at hand."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.bench.aims import EXPORT_ROWS
from percorsi.bench.building.plan import TALKATIVE
from percorsi.bench.visiting import Asked, Visitor
from percorsi.organisations.models import Membership
from percorsi.organisations.queries import reader
from percorsi.people.models import Person
from percorsi.placements.indicators import HIRES
from percorsi.placements.models import Placement

BARE = "bare page"
LIST, PERSON, REPORT, EXPORT, PLAIN = "list", "person", "report", "export", "plain"
TODAY, TEAM = "today", "team"
ROLES = (Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR)
ORDINARY = 0  # open, followed by the first mediator
A_SURNAME = "ca"  # more people than a page shows, at every size
_PAGE_NUMBER = re.compile(rb"[?&;]pagina=(\d+)")


@dataclass(frozen=True, slots=True)
class Target:
    """A page to measure. ``kind`` says which aims it has; ``is_cold``: something changed before."""

    title: str
    kind: str
    asked: Asked
    is_cold: bool = False


def readers() -> list[User]:
    """Return who the pages are measured as: the first account of each role."""
    found = []
    for role in ROLES:
        rows = Membership.objects.filter(role=role, worker__user__isnull=False).order_by("pk")
        user = reader(rows.values_list("worker__user", flat=True)[0] or 0)
        assert user is not None
        found.append(user)
    return found


def targets(visitor: Visitor) -> list[Target]:
    """Return the pages, in the order in which they are printed; the bare one first."""
    return [
        Target(BARE, PLAIN, Asked(reverse("bare"))),
        _first_screen(visitor),
        *_lists(visitor),
        *person_pages(),
        *_report(),
    ]


def _first_screen(visitor: Visitor) -> Target:
    """What is due: for a mediator about own people, for who coordinates about everybody."""
    is_own = visitor.role == Role.MEDIATOR
    return Target("Oggi" if is_own else "Équipe", TODAY if is_own else TEAM, Asked(reverse("today:today")))


def _lists(visitor: Visitor) -> Iterator[Target]:
    address = reverse("people:list")
    numbers = _PAGE_NUMBER.findall(visitor.ask(Asked(address)).body)
    # The very last one shows five rows at one size and twenty at another: full pages are compared.
    last = max(max(map(int, numbers), default=1) - 1, 1)
    yield Target("people list, first page", LIST, Asked(address))
    yield Target("people list, last full page", LIST, Asked(f"{address}?pagina={last}"))
    search = reverse("people:search")
    yield Target("search, start of a surname", LIST, Asked(search, {"testo": A_SURNAME}))
    yield Target("search, telephone", LIST, Asked(search, {"testo": f"333{ORDINARY:07}"}))


def person_pages() -> list[Target]:
    """Return the page of an ordinary person and that of the one with very many notes."""
    return [
        Target("person", PERSON, Asked(_page_of(ORDINARY))),
        Target("person with 500 notes", PERSON, Asked(_page_of(TALKATIVE))),
    ]


def _page_of(number: int) -> str:
    person = Person.objects.get(numbers__number=f"B-{number:06}")
    return reverse("people:person", args=[person.public_id])


def _report() -> Iterator[Target]:
    address = reverse("reports:overview")
    yield Target("Andamento, figures counted anew", REPORT, Asked(address), is_cold=True)
    yield Target("Andamento", REPORT, Asked(address))
    yield Target("Andamento, XLSX", REPORT, Asked(reverse("reports:workbook")))
    yield Target("hires, XLSX of 2,600 rows", EXPORT, Asked(f"{reverse('reports:rows_workbook')}?{_hires()}"))


def _hires() -> str:
    """Return the question whose answer is the latest 2,600 hires, or all of them where there are fewer."""
    days = Placement.objects.order_by("-starts_on").values_list("starts_on", flat=True)[:EXPORT_ROWS]
    last, *_, first = days
    return urlencode({"cifra": HIRES.key, "dal": first.isoformat(), "al": last.isoformat()})
