"""Hires in a real browser: looks at both widths, full, empty and in error."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.organisations.choices import Kind
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from tests import cast
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
TODAY = timezone.localdate()


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_look_right(visit: Visit, width: int) -> None:
    visit.sign_in(cast.member(Role.OPERATIONAL_COORDINATOR, name="Marta Ginestra"))
    visit.open("/assunzioni/", width)
    visit.look("list empty")
    person = cast.person("Frassinetti dell’Olmo di Monte Ghiaione", "Maria Assunta")
    row = Placement.objects.create(
        person=person,
        employer=cast.body("Cooperativa sociale Il Nespolo", Kind.EMPLOYER),
        starts_on=TODAY - timedelta(days=100),
        ends_on=TODAY + timedelta(days=10),
        contract=Contract.AGENCY_FIXED_TERM,
        job="addetta alle pulizie",
    )
    place = f"/assunzioni/{row.public_id}/"
    for path in ("/assunzioni/", place, f"{place}scadenza/", f"/persone/{person.public_id}/lavoro/"):
        visit.open(path, width)
        visit.look(path)
    for path in (f"/assunzioni/nuova/{person.public_id}/", f"{place}fine/"):
        visit.open_with_errors(path, width)
        visit.look(f"{path} with errors")
