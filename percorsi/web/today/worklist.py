"""The worklist: what every room has that is due, read in one query, in bands, a page at a time."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F, OuterRef, Subquery
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.cases.models import Assignment
from percorsi.kit.compiled import compiled
from percorsi.kit.fields import holds_on
from percorsi.people.models import Person, Residence
from percorsi.service.choices import Standard
from percorsi.service.queries import standards
from percorsi.web.shell.moments import day_and_month, distance
from percorsi.web.today.kinds import GROUPS, KINDS, Kind
from percorsi.web.today.reading import MOST_READ, read_due
from percorsi.web.today.reasons import Due
from percorsi.web.today.screens import Screen

ROWS_A_PAGE = 25
# The standard that the reason of a kind quotes.
_TERMS = {
    "referral": Standard.ANSWER,
    "silence": Standard.SILENCE,
    "month": Standard.MONTH_ENTRY,
}
DAYS_IN_YEAR = 365
_NAMED = ("public_id", "family_names", "given_names", "alias", "is_protected")
_KIND_ORDER = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True)
class Band:
    """Rows of the page under one word, with how many there are in the whole list."""

    key: str
    word: str | Promise
    icon: str
    tone: str
    count: int
    rows: "list[Row]"


@dataclass(frozen=True)
class Pill:
    """One view of the list: all, or the rows of one group."""

    key: str
    word: str | Promise
    count: int
    is_current: bool


@dataclass(frozen=True)
class Row:
    """One thing to do, as the page shows it."""

    due: Due
    kind: Kind
    name: str
    public_id: str
    is_protected: bool
    town: str
    follower: str
    what: str
    reason: str
    act: str
    url: str

    @property
    def far(self) -> str:
        """How far the day is, with the word of delay when it has passed."""
        return late_by(-self.due.days) if self.due.days < 0 else distance(self.due.due_on, self.due.today)

    @property
    def by(self) -> str:
        """The day itself."""
        day = day_and_month(self.due.due_on, self.due.today)
        return gettext("entro il %(day)s") % {"day": day} if self.due.days < 0 else day

    @property
    def tone(self) -> str:
        """The colour of the words: late, soon for today, none for what comes."""
        return "late" if self.due.days < 0 else "" if self.due.days else "soon"


_BANDS: Mapping[str, tuple[str | Promise, str, str]] = {
    "first": ("", "it-inbox", ""),
    "late": (_("In ritardo"), "it-clock", "late"),
    "today": (_("Per oggi"), "it-calendar", "soon"),
    "coming": (_("In arrivo"), "it-flag", ""),
}


class Worklist:
    """What is due for one reader on a day; ``group`` narrows what is shown, never the figures of the head."""

    def __init__(self, user: User, today: date, screen: Screen, *, group: str = "") -> None:
        self._user, self._today, self._screen = user, today, screen
        self._terms = standards()
        self.group = group if group in GROUPS else ""

    @cached_property
    def all_rows(self) -> list[Due]:
        """Everything that is due, in order: first kinds first, then by day."""
        rows: dict[tuple[str, int, str], Due] = {}
        for due in read_due(self._user, self._today, self._terms, is_own=self._screen.is_own):
            if due.kind in self._screen.kinds:
                # Imported history may hold two open paths of one person: that is one person to hear.
                rows.setdefault((due.kind, due.person, due.link), due)
        return sorted(rows.values(), key=self._place)

    def _place(self, due: Due) -> tuple[Any, ...]:
        return due.kind not in self._screen.first, due.due_on, _KIND_ORDER[due.kind], due.person

    @cached_property
    def narrowed(self) -> list[Due]:
        """The rows of the group asked for."""
        return [due for due in self.all_rows if not self.group or KINDS[due.kind].group == self.group]

    @property
    def is_cut(self) -> bool:
        """Whether there is more than is read."""
        return len(self.all_rows) >= MOST_READ

    @cached_property
    def counts(self) -> Counter[str]:
        """How many rows each band has in all."""
        return Counter(self._band_of(due) for due in self.all_rows)

    @property
    def figures(self) -> list[tuple[int, str, bool]]:
        """How many rows each band has, in words, those of the bands with some; and which is to be seen first."""
        words = {
            "first": gettext("da rispondere e affidare"),
            "late": gettext("in ritardo"),
            "today": gettext("per oggi"),
            "coming": gettext("in arrivo"),
        }
        urgent = {"first", "late"}
        return [(self.counts[key], word, key in urgent) for key, word in words.items() if self.counts[key]]

    @property
    def people_count(self) -> int:
        """How many people the list is about."""
        return len({due.person for due in self.all_rows})

    @property
    def pills(self) -> list[Pill]:
        """The views that have something to show; none where there is only one."""
        counts = Counter(KINDS[due.kind].group for due in self.all_rows)
        some = [Pill(key, word, counts[key], key == self.group) for key, word in GROUPS.items() if counts[key]]
        if len(some) < 2 and not self.group:
            return []
        return [Pill("", _("Tutto"), len(self.all_rows), not self.group), *some]

    def page(self, number: str | None) -> Page:
        """Return a page of the list; a number that does not exist gives the nearest."""
        return Paginator(self.narrowed, ROWS_A_PAGE).get_page(number)

    def bands(self, page: Page) -> list[Band]:
        """Return the rows of a page under their bands."""
        known = self._people_of({due.person for due in page})
        sizes = Counter(self._band_of(due) for due in self.narrowed)
        found = []
        for key, group in groupby(page, key=self._band_of):
            word, icon, tone = _BANDS[key]
            rows = [self._row(due, known[due.person]) for due in group if due.person in known]
            found.append(Band(key, word or self._screen.first_word, icon, tone, sizes[key], rows))
        return found

    def _people_of(self, keys: set[int]) -> dict[int, Person]:
        found = Person.objects.filter(pk__in=keys).only(*_NAMED)
        is_told = {"town": self._user.has(Permission.PEOPLE_CONTACTS), "follower": self._screen.has_team}
        told = _told(self._today)
        found = found.annotate(**{name: told[name] for name, is_shown in is_told.items() if is_shown})
        return {person.pk: person for person in found}

    def _band_of(self, due: Due) -> str:
        if due.kind in self._screen.first:
            return "first"
        return "late" if due.days < 0 else "coming" if due.days else "today"

    def _row(self, due: Due, person: Person) -> Row:
        # Where somebody protected was sent from, works or trains would tell of her.
        told = due._replace(text="") if person.is_protected else due
        kind = KINDS[due.kind]
        what = kind.what(told) if callable(kind.what) else str(kind.what)
        term = self._terms[_TERMS[due.kind]] if due.kind in _TERMS else 0
        act, url = _way(kind, due, person, self._user)
        return Row(
            due=due,
            kind=kind,
            name=str(person),
            public_id=person.public_id,
            is_protected=person.is_protected,
            town="" if person.is_protected else getattr(person, "town", None) or "",
            follower=getattr(person, "follower", None) or "",
            what=what,
            reason=kind.reason(told, term),
            act=act,
            url=url,
        )


@lru_cache(maxsize=2)
def _told(today: date) -> dict[str, Any]:
    """Where each person lives and who follows them, written as SQL once a day."""
    homes = Residence.objects.filter(holds_on(today), person=OuterRef("pk"))
    followers = Assignment.objects.filter(holds_on(today), case__person=OuterRef("pk"), case__closed_on=None)
    told: dict[str, Any] = {
        "town": homes.order_by(F("ends_on").desc(nulls_first=True)).values("municipality__name")[:1],
        "follower": followers.order_by("-starts_on", "-id").values("worker__name")[:1],
    }
    return compiled(Person.objects.all(), {name: Subquery(rows) for name, rows in told.items()})


def _way(kind: Kind, due: Due, person: Person, user: User) -> tuple[str, str]:
    """The first act of the kind that the reader may do and whose page exists."""
    for way in kind.ways:
        month = f"{due.since:%Y-%m}" if due.since else ""
        taken = {"person": person.public_id, "link": due.link, "month": month}[way.takes]
        if taken and user.has(way.right) and (url := _address(way.url_name, taken)):
            return str(way.label), url
    return "", ""


def _address(url_name: str, taken: str) -> str:
    try:
        return reverse(url_name, args=[taken])
    except NoReverseMatch:
        return ""


def late_by(days: int) -> str:
    """Say a delay: "1 giorno di ritardo", "oltre 2 anni di ritardo"."""
    if days > DAYS_IN_YEAR:
        years = days // DAYS_IN_YEAR
        return ngettext("oltre %(n)d anno di ritardo", "oltre %(n)d anni di ritardo", years) % {"n": years}
    return ngettext("%(n)d giorno di ritardo", "%(n)d giorni di ritardo", days) % {"n": days}


def keys_of(rows: Iterable[Due]) -> list[int]:
    """The people of some rows, each once, in order."""
    return list(dict.fromkeys(due.person for due in rows))
