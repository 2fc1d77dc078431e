"""Look-ups written as SQL once tell the same as when they are written at every request."""

from datetime import date

import pytest
from django.db import connection
from django.db.models import CharField, Exists, OuterRef, Subquery, Value
from django.test.utils import CaptureQueriesContext

from percorsi.kit.compiled import compiled
from percorsi.people.models import Person, Residence
from tests import cast

pytestmark = pytest.mark.django_db

HOMES = Residence.objects.filter(person=OuterRef("pk"), starts_on__lte=date(2020, 1, 1))
TOLD = {
    "town": Subquery(HOMES.values("municipality__name")[:1]),
    "has_home": Exists(HOMES),
    "moved_on": Subquery(HOMES.values("starts_on")[:1]),
    "word": Value("50 %", output_field=CharField()),
}


def people() -> list[Person]:
    housed, homeless = cast.person("Allodola"), cast.person("Bora")
    Residence.objects.create(person=housed, municipality=cast.municipality("Rho"), starts_on=date(2019, 5, 1))
    return [housed, homeless]


def test_the_same_values_of_the_same_types_in_one_query() -> None:
    expected = people()
    with CaptureQueriesContext(connection) as asked:
        rows = list(
            Person.objects.filter(pk__in=[row.pk for row in expected])
            .annotate(**compiled(Person.objects.all(), TOLD))
            .order_by("sort_key")
        )
    told = [(row.town, bool(row.has_home), row.moved_on, row.word) for row in rows]
    assert told == [("Rho", True, date(2019, 5, 1), "50 %"), (None, False, None, "50 %")]
    assert len(asked) == 1
    plain = Person.objects.annotate(**TOLD).order_by("sort_key")
    assert told == [(row.town, row.has_home, row.moved_on, row.word) for row in plain]
