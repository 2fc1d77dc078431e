"""Reading the trail."""

from datetime import timedelta

from django.db.models import Model, QuerySet
from django.utils import timezone

from percorsi.audit.actions import Actor
from percorsi.audit.choices import Act
from percorsi.audit.models import Event, Subject

# How long an act can be taken back from the message that told of it.
UNDO_WITHIN = timedelta(minutes=15)

# What leaves an object as it was: looking at it does not stand in the way of taking an act back.
_CHANGES_NOTHING = (Act.VIEW, Act.LIST, Act.SEARCH, Act.EXPORT, Act.DENIED)


def about_person(*person_ids: int) -> QuerySet[Subject]:
    """Return what was done or seen about a person, newest first; the act is the row's ``event``.

    A person who was joined with others has several keys. Rows are added in the order of time, so the index on the
    person already holds them in order.
    """
    return Subject.objects.filter(person__in=person_ids).select_related("event").order_by("-id")


def done_lately(by: Actor, act: Act, kind: str) -> QuerySet[Event]:
    """Return what the actor did to objects of a kind ("cases.assignment") in the last minutes, the newest first."""
    since = timezone.now() - UNDO_WITHIN
    return Event.objects.filter(actor=by.pk, at__gte=since, act=act, kind=kind).order_by("-id")


def has_just_done(by: Actor, act: Act, about: Model, *, field: str = "") -> bool:
    """Say whether the last thing that happened to an object, by anybody, is this act of the actor, minutes ago.

    With ``field``, the act must have touched that field: another change of the same person is not the one to undo.
    """
    since = timezone.now() - UNDO_WITHIN
    events = Event.objects.filter(at__gte=since, kind=about._meta.label_lower, object_id=about.pk)
    newest = events.exclude(act__in=_CHANGES_NOTHING).order_by("-id").first()
    if newest is None or (newest.actor, newest.act) != (by.pk, act):
        return False
    return not field or field in newest.fields.get("fields", [])
