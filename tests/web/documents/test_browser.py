"""The papers of a person in a real browser: accessibility and reflow, empty, full and with errors."""

from datetime import timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.people.choices import Audience, Paper
from tests import cast
from tests.web.stage_papers import paper
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_papers_of_a_person(visit: Visit, width: int) -> None:
    today = timezone.localdate()
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    person = cast.person("Frassinetti dell’Olmo", "Maria Assunta")
    visit.sign_in(coordinator)
    place = f"/persone/{person.public_id}/documenti/"
    visit.open(place, width)
    visit.look("empty")
    old = paper(person, Paper.PERMIT, title="Attesa occupazione")
    paper(person, Paper.PERMIT, replaces=old, expires_on=today - timedelta(days=3))
    paper(person, Paper.INVALIDITY, audience=Audience.HEALTH, expires_on=today + timedelta(days=20))
    paper(person, Paper.ISEE, withdrawn_at=timezone.now(), withdrawn_reason="Caricato per sbaglio")
    visit.open(place, width)
    visit.look("full")
    visit.open_with_errors(f"{place}nuovo/", width)
    visit.look("add-with-errors")
    for name, act in (("replace", "sostituisci"), ("change", "modifica"), ("withdraw", "ritira")):
        visit.open(f"/persone/documenti/{old.public_id}/{act}/", width)
        visit.look(name)
