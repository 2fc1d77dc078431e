"""Acts on a path taken back from the message that told of them."""

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Assignment, Case, Suspension
from percorsi.people.models import AccessException
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def do(user: User, act: str, case: Case, **values: Any) -> str:
    answer = cast.client_of(user).post(reverse(f"cases:{act}", args=[case.public_id]), values, follow=True)
    return str(answer.content.decode())


def offered(page: str, undo: str, case: Case) -> bool:
    return f'action="{reverse(f"cases:{undo}", args=[case.public_id])}"' in page


def test_an_assignment_comes_back(coordinator: User) -> None:
    old, new = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    case = cast.case(cast.person(), worker=old)
    data = {"worker": cast.worker_of(new).public_id, "replaces": cast.worker_of(old).public_id}
    assert offered(do(coordinator, "assign", case, starts_on=f"{TODAY:%d/%m/%Y}", **data), "undo_assign", case)
    assert "Affidamento annullato" in do(coordinator, "undo_assign", case)
    assert Assignment.objects.get(ends_on=None).worker == cast.worker_of(old)
    assert "Non si può più annullare" in do(coordinator, "undo_assign", case)


def test_the_form_offers_the_place_of_the_only_one_who_follows(coordinator: User) -> None:
    old = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    case = cast.case(cast.person(), worker=old)
    page = cast.client_of(coordinator).get(reverse("cases:assign", args=[case.public_id])).content.decode()
    assert f'<option value="{cast.worker_of(old).public_id}" selected>Elena Nibbio</option>' in page
    assert "Elena Nibbio, 1 percorso" in page


def test_a_suspension_comes_back() -> None:
    mediator = cast.member(Role.MEDIATOR)
    case = cast.case(cast.person(), worker=mediator)
    review = f"{TODAY + timedelta(days=30):%d/%m/%Y}"
    page = do(mediator, "suspend", case, starts_on=f"{TODAY:%d/%m/%Y}", review_on=review, reason="Ferie")
    assert offered(page, "undo_suspend", case)
    do(mediator, "undo_suspend", case)
    assert not Suspension.objects.exists()


def test_a_cover_to_come_is_told_with_its_first_day_and_comes_back(coordinator: User) -> None:
    case = cast.case(cast.person(), worker=cast.member(Role.MEDIATOR))
    stands_in = cast.worker_of(cast.member(Role.MEDIATOR)).public_id
    days = {"starts_on": f"{TODAY + timedelta(days=5):%d/%m/%Y}", "until": f"{TODAY + timedelta(days=9):%d/%m/%Y}"}
    page = do(coordinator, "cover", case, worker=stands_in, reason="Ferie", **days)
    assert "La sostituzione comincia il" in page
    assert offered(page, "undo_cover", case)
    do(coordinator, "undo_cover", case)
    assert not AccessException.objects.exists()


def test_opening_a_path_offers_whoever_follows_the_fewest_and_comes_back(coordinator: User) -> None:
    busy, free = cast.member(Role.MEDIATOR, name="Elena Nibbio"), cast.member(Role.MEDIATOR, name="Sandro Libeccio")
    cast.case(cast.person(), worker=busy)
    door = cast.referral(cast.person(), outcome="accepted", answered_on=TODAY)
    address = reverse("cases:open", args=[door.public_id])
    client = cast.client_of(coordinator)
    chosen = cast.worker_of(free).public_id
    assert f'value="{chosen}" selected' in client.get(address).content.decode()
    page = client.post(address, {"opened_on": f"{TODAY:%d/%m/%Y}", "worker": chosen}, follow=True).content.decode()
    assert Case.objects.filter(referral=door).exists()
    assert "Il percorso è aperto." in page
