"""Two coordinators open a path for one person in the same moment: the database lets one through."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.actions import open_case
from percorsi.cases.models import Case
from percorsi.kit.refusal import Refused
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from tests import cast

MARCH = date(2018, 3, 12)


@pytest.mark.django_db(transaction=True)
def test_two_threads_open_one_path() -> None:
    person, user = cast.person(), cast.member(Role.OPERATIONAL_COORDINATOR)
    doors = [cast.referral(person, town=town, outcome=Outcome.ACCEPTED) for town in ("Rho", "Arese")]
    together = Barrier(len(doors))

    def attempt(door: Referral, by: User) -> str:
        try:
            together.wait(timeout=20)
            open_case(door, by=by, opened_on=MARCH)
        except Refused as refusal:
            return str(refusal.message)
        finally:
            connection.close()
        return "opened"

    with ThreadPoolExecutor(len(doors)) as pool:
        said = sorted(pool.map(lambda door: attempt(door, user), doors))
    assert Case.objects.count() == 1
    assert said[1] == "opened"
    assert "percorso" in said[0]
