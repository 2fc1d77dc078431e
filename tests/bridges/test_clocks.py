"""On the day of an import nothing that came with it is late."""

from datetime import timedelta

import pytest
from django.db.models import Q
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.bridges.taking_over.importing import import_register
from percorsi.cases import queries as cases
from percorsi.cases.models import Case
from percorsi.diary import queries as diary
from percorsi.people import queries as people
from percorsi.placements import queries as placements
from percorsi.referrals import queries as referrals
from percorsi.referrals.models import Referral
from percorsi.service.choices import USUAL_DAYS
from percorsi.traineeships import queries as traineeships
from percorsi.traineeships.models import Traineeship
from tests import cast
from tests.bridges.test_taking_over import SAMPLE


@pytest.mark.django_db
def test_the_clocks_of_imported_rows_start_on_the_day_of_the_import() -> None:
    import_register(SAMPLE, by=command_user())
    today = timezone.localdate()
    for rows in (Referral.objects, Case.objects, Traineeship.objects):
        assert set(rows.values_list("imported_on", flat=True)) == {today}
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    rooms = (referrals, cases, people, diary, traineeships, placements)
    at_once, later = (
        [row for room in rooms for row in room.due_rows(coordinator, day, Q(), USUAL_DAYS)]
        for day in (today, today + timedelta(days=60))
    )
    assert [row for row in at_once if row[0] < today] == []
    assert {"silence", "referral"} <= {row[1] for row in later}
