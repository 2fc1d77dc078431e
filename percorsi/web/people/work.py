"""Traineeships with their months, hires and activities of one person, within the reader's rights."""

from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.functional import Promise

from percorsi.accounts.models import User
from percorsi.activities import queries as activities
from percorsi.activities.models import Activity
from percorsi.funding.policy import label_of
from percorsi.funding.queries import purse_name
from percorsi.people.models import Person
from percorsi.placements import queries as placements
from percorsi.placements.models import Placement
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.models import Traineeship, TraineeshipMonth


@dataclass(frozen=True)
class Work:
    """A traineeship with the name of its project as the reader may know it."""

    traineeship: Traineeship
    project: str | Promise


@dataclass(frozen=True)
class WorkOfPerson:
    """What a person did, newest first in each list; every edition of an activity once."""

    traineeships: list[Work]
    placements: list[Placement]
    activities: list[Activity]


def work_of(person: Person, user: User, *, is_own: bool) -> WorkOfPerson:
    """Read what the person did; ``is_own`` says that they are in the reader's hands."""
    purse = purse_name(user, "payer", is_own=is_own)
    done = traineeships.of_person(person, user).select_related("host", "project").annotate(purse=purse)
    months = Prefetch("months", TraineeshipMonth.objects.annotate(purse=purse).order_by("month"))
    hires = placements.of_person(person, user).select_related("employer", "traineeship__host")
    shares = activities.participations_of(person, user)
    seen = {share.activity_id: share.activity for share in shares.select_related("activity__municipality")}
    return WorkOfPerson(
        [
            Work(row, label_of(user, row.project, is_own=is_own) if row.project else "")
            for row in done.prefetch_related(months).order_by("-starts_on", "-id")
        ],
        list(hires.order_by("-starts_on", "-id")),
        sorted(seen.values(), key=lambda one: (one.starts_on is not None, one.starts_on, one.pk), reverse=True),
    )
