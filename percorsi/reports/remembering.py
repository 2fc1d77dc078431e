"""Figures are counted once and kept until something changes, so that a page costs the same with any number of people.

Every write passes through an action that leaves an event in the trail, so an event that is not a mere reading means
that figures may have changed. They are kept in the memory of the process, raw: what a reader may not see is hidden
afterwards, for each reader. See docs/decisions for why.
"""

from collections.abc import Callable, Hashable
from datetime import date, datetime, timedelta
from hashlib import blake2s
from typing import Any, NamedTuple, TypeVar

from django.core.cache.backends.locmem import LocMemCache
from django.db import models
from django.db.models import CharField, Max, QuerySet, Value
from django.db.models.functions import Cast
from django.utils import timezone

from percorsi.activities.models import Activity, Participation
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.cases.models import Case
from percorsi.kit.public_ids import new_public_id
from percorsi.people.models import Person
from percorsi.placements.models import Placement
from percorsi.traineeships.models import TraineeshipMonth

T = TypeVar("T")

READINGS = (Act.VIEW, Act.LIST, Act.SEARCH, Act.EXPORT, Act.LOGIN, Act.LOGIN_FAILED, Act.LOGOUT, Act.DENIED)
# Longer than any transaction lasts: after so long no event with a lower number can still appear.
_SETTLED = timedelta(minutes=10)
_ANCHOR_LASTS = timedelta(minutes=30)
# Rows that importers and tools add by bulk show here even before their event.
_GROWING: tuple[type[models.Model], ...] = (Person, Case, TraineeshipMonth, Placement, Activity, Participation)
_kept = LocMemCache("andamento", {"TIMEOUT": 24 * 60 * 60, "OPTIONS": {"MAX_ENTRIES": 60}})


class _Signs(NamedTuple):
    """By what a change shows: the changes noted after the anchor, the newest row of each table, the anchor itself."""

    changes: frozenset[str]
    newest: frozenset[tuple[str, str]]


class _State(NamedTuple):
    """What the data looked like when ``name`` was given to it.

    ``anchor`` is an event before which nothing can appear any more. Events get their number before they are committed,
    so one may appear late, below others: that is why every change after the anchor counts, not only the latest.
    """

    name: str
    day: date
    anchor: int
    anchored_at: datetime
    signs: _Signs


class Memory:
    """What was counted of the data as they are now. Make one for each request: it looks at the trail once."""

    def __init__(self) -> None:
        self._name = _state_now().name

    def remembered(self, question: Hashable, count: Callable[[], T]) -> T:
        """Return the answer to ``question``, counted now if nobody asked since the last change."""
        key = f"{self._name}-{blake2s(repr(question).encode()).hexdigest()}"
        found: list[T] | None = _kept.get(key)
        if found is None:
            found = [count()]
            _kept.set(key, found)
        return found[0]


def _state_now() -> _State:
    """Return the state kept if the data still look the same, else a new one with a new name.

    What was planned for tomorrow is a fact tomorrow, so each day has its own.
    """
    kept: _State | None = _kept.get("state")
    now, day = timezone.now(), timezone.localdate()
    signs = _signs(kept.anchor) if kept else None
    if kept and kept.signs == signs and kept.day == day:
        if now - kept.anchored_at < _ANCHOR_LASTS:
            return kept
        name = kept.name
    else:
        name = new_public_id()
    anchor = _settled_event(now)
    state = _State(name, day, anchor, now, _signs(anchor))
    if kept and name == kept.name and not state.signs.changes <= kept.signs.changes:
        state = state._replace(name=new_public_id())  # something changed while the anchor moved on
    _kept.set("state", state)
    return state


def _settled_event(now: datetime) -> int:
    settled = Event.objects.filter(at__lt=now - _SETTLED).order_by("-at").values_list("pk", flat=True)
    return settled.first() or 0


def _signs(anchor: int) -> _Signs:
    """Look at the trail after the anchor and at the end of each table: one query, answered by the indexes."""
    changes = Event.objects.filter(pk__gt=anchor).exclude(act__in=READINGS).order_by()
    own = Event.objects.filter(pk=anchor).order_by()
    tables = [_sign(model._meta.label, model._default_manager.order_by(), Max("pk")) for model in _GROWING]
    # Row numbers can come again after a restored backup; random ids do not.
    people = _sign("names", Person.objects.order_by(), Max("public_id"))
    rows = changes.values(source=Value("change"), sign=Cast("pk", CharField())).union(
        own.values(source=Value("anchor"), sign=Cast("at", CharField())), people, *tables, all=True
    )
    found = [(row["source"], row["sign"] or "") for row in rows]
    return _Signs(
        frozenset(sign for source, sign in found if source == "change"),
        frozenset((source, sign) for source, sign in found if source != "change"),
    )


def _sign(source: str, rows: QuerySet[Any], newest: Max) -> QuerySet[Any]:
    return rows.values(source=Value(source)).annotate(sign=Cast(newest, CharField())).values("source", "sign")
