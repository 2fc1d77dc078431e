"""Referrals that wait: by when they are answered, and those accepted that nobody began."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.referrals.choices import Outcome
from percorsi.referrals.queries import due_rows
from percorsi.service.choices import USUAL_DAYS
from tests import cast

pytestmark = pytest.mark.django_db

ON, REFERRED = date(2026, 11, 24), date(2026, 11, 20)


def told(user: User) -> list[tuple[Any, ...]]:
    return list(due_rows(user, ON, Q(), USUAL_DAYS))


def test_a_referral_is_to_be_answered_within_the_term_of_the_service() -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    row = cast.referral(cast.person(), referred_on=REFERRED)
    assert told(coordinator) == [(date(2026, 12, 4), "referral", row.person_id, REFERRED, "Rho", row.public_id)]


def test_the_clock_of_an_imported_referral_starts_on_the_day_of_the_import() -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    cast.referral(cast.person(), referred_on=date(2018, 3, 1), is_imported=True, imported_on=ON)
    assert [row[0] for row in told(coordinator)] == [ON + timedelta(days=14)]


def test_an_answered_referral_is_due_only_until_its_path_is_open() -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    accepted: dict[str, Any] = {"outcome": Outcome.ACCEPTED, "answered_on": REFERRED, "referred_on": REFERRED}
    row = cast.referral(cast.person(), **accepted)
    cast.referral(cast.person("Allodola"), outcome=Outcome.REFUSED, answered_on=REFERRED, referred_on=REFERRED)
    cast.referral(cast.person("Gheppio"), is_imported=True, **accepted)
    cast.case(cast.person("Betulla"))
    assert [(kind, link) for _day, kind, _person, _since, _text, link in told(coordinator)] == [
        ("accepted", row.public_id)
    ]


def test_who_may_not_read_referrals_is_told_of_none() -> None:
    cast.referral(cast.person(), referred_on=REFERRED)
    assert told(cast.member(Role.SCOUT)) == []
