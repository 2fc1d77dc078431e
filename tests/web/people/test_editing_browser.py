"""The forms about people in a real browser: accessibility and reflow, as they are and with errors."""

from datetime import date

import pytest
from django.urls import reverse

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.confidential.actions import protect
from percorsi.people import actions
from percorsi.people.actions import Address, Belonging, Identity
from percorsi.people.choices import PairDecision
from percorsi.people.models import Person, PossibleDuplicate
from tests import cast
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Marta Ginestra")


@pytest.fixture
def ada(coordinator: User) -> Person:
    person = cast.person("Frassinetti dell’Olmo", "Ada", born_on=date(1960, 1, 2))
    actions.move(person, to=Address(cast.municipality("Rho"), "via dei Tigli 1"), on=None, by=coordinator)
    actions.add_contact(person, kind="phone", value="399 1234567", whose="sorella", by=coordinator)
    actions.add_condition(person, belonging=Belonging(category="social_services"), by=coordinator)
    person.invalidities.create(percent=80, kind="civile")
    return person


def address(name: str, *args: str) -> str:
    return reverse(f"people:{name}", args=args)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_proposal_and_a_row_that_is_changed(visit: Visit, coordinator: User, ada: Person, width: int) -> None:
    visit.sign_in(coordinator)
    for name, query in {"conditions": "", "contacts": "?riga=1"}.items():
        visit.open(address(name, ada.public_id) + query, width)
        visit.look(name)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_identity_of_a_protected_person(visit: Visit, coordinator: User, width: int) -> None:
    hidden = actions.register_person(Identity(family_names="Ginestrone", birth_place="Rho"), by=coordinator)
    protect(hidden, reason="centro antiviolenza", by=coordinator)
    visit.sign_in(coordinator)
    visit.open(address("record", hidden.public_id), width)
    visit.page.get_by_role("button", name="Mostra l’identità").click()
    assert visit.page.get_by_text("Ginestrone").is_visible()
    visit.look("identity")
    visit.page.get_by_role("button", name="Correggi").click()
    visit.page.get_by_label("Recapiti").fill("399 7654321; zia\n12")
    visit.look("correction")
    visit.page.get_by_role("button", name="Salva").click()
    visit.page.get_by_text("Riga 2:").first.wait_for()
    visit.look("correction with errors")
    visit.page.get_by_label("Recapiti").fill("399 7654321; zia")
    visit.page.get_by_role("button", name="Salva").click()
    visit.page.get_by_text("Identità riservata salvata.").wait_for()
    visit.open(address("end_protection", hidden.public_id), width)
    visit.page.get_by_label("Motivo").fill("la misura è finita")
    visit.page.get_by_role("button", name="Termina la protezione").click()
    visit.page.get_by_text("Protezione terminata").wait_for()
    assert visit.page.get_by_text("399 7654321").is_visible()


@pytest.mark.parametrize("width", WIDTHS)
def test_a_situation_is_written_and_proposes(visit: Visit, coordinator: User, ada: Person, width: int) -> None:
    visit.sign_in(coordinator)
    visit.open(address("situations", ada.public_id), width)
    visit.page.get_by_label("È senza lavoro?").select_option("sì")
    visit.page.get_by_label("Senza lavoro dal").fill("1/3/2016")
    visit.page.get_by_role("button", name="Salva").click()
    visit.page.get_by_text("Dati salvati.").wait_for()
    visit.look("situations")
    visit.open(address("record", ada.public_id), width)
    assert visit.page.get_by_text("È senza lavoro dal 01/03/2016").is_visible()
    visit.look("record with a situation")


@pytest.mark.parametrize("width", WIDTHS)
def test_a_pair_is_joined_and_is_two_again(visit: Visit, coordinator: User, ada: Person, width: int) -> None:
    other = cast.person("Frassinetti dell’Olmo", "Adele", born_on=date(1960, 1, 2))
    first, second = ada.numbers.get(), other.numbers.get()
    pair = PossibleDuplicate.objects.create(first=first, second=second, kind="same_surname_and_birth")
    visit.sign_in(coordinator)
    visit.open(address("pair", pair.public_id), width)
    visit.page.get_by_label("La stessa persona: unire").check()
    visit.page.get_by_role("button", name="Registra la decisione").click()
    visit.page.get_by_text("Decisione registrata.").wait_for()
    visit.look("decided")
    pair.refresh_from_db()
    assert pair.decision == PairDecision.SAME
    visit.page.get_by_role("button", name="Annulla la decisione").click()
    visit.page.get_by_text("di nuovo da decidere").wait_for()
    assert Person.objects.filter(pk=other.pk).exists()
