"""Reading the trail."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from percorsi.audit.actions import Actor
from percorsi.audit.choices import Act
from percorsi.audit.models import Event, Subject

# How long an act can be taken back from the message that told of it.
UNDO_WITHIN = timedelta(minutes=15)


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
