"""Reading the trail."""

from django.db.models import QuerySet

from percorsi.audit.models import Subject


def about_person(*person_ids: int) -> QuerySet[Subject]:
    """Return what was done or seen about a person, newest first; the act is the row's ``event``.

    A person who was joined with others has several keys. Rows are added in the order of time, so the index on the
    person already holds them in order.
    """
    return Subject.objects.filter(person__in=person_ids).select_related("event").order_by("-id")
