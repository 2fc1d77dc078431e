"""A small service is built and every measured page is asked for, on both engines; time is never judged here."""

from datetime import date

import pytest
from django.db import transaction
from django.test import override_settings

from percorsi.bench.building import grow
from percorsi.bench.building.plan import MANY_NOTES
from percorsi.cases.models import Case
from percorsi.diary.models import Note
from percorsi.people.models import AccessException, Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_with_the_bare_page")]
TODAY = date(2026, 11, 24)


@pytest.fixture
def _with_the_bare_page() -> object:
    with override_settings(ROOT_URLCONF="percorsi.bench.urls"):
        yield


def people() -> list[str]:
    return list(Person.objects.order_by("pk").values_list("sort_key", flat=True))


def test_the_same_seed_gives_the_same_people_whatever_the_steps() -> None:
    with transaction.atomic():
        grow(60, today=TODAY)
        at_once = people()
        transaction.set_rollback(True)
    assert people() == []
    grow(30, today=TODAY)
    grow(60, today=TODAY)
    grow(60, today=TODAY)
    assert people() == at_once
    assert len(at_once) == 60


def test_the_service_has_every_awkward_person() -> None:
    grow(60, today=TODAY)
    assert Person.objects.filter(is_protected=True).count() == 1
    assert AccessException.objects.count() == 2
    open_paths = Case.objects.filter(closed_on=None)
    assert open_paths.count() == 24
    assert Note.objects.filter(person__numbers__number="B-000015").count() == MANY_NOTES
