"""Referrals, paths and notes in a real browser: accessibility, reflow, and the whole way from referral to discharge."""

from datetime import date

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.actions import StandIn, cover
from percorsi.cases.models import Case, Suspension
from percorsi.diary.actions import TypedNote, write_note
from percorsi.organisations.choices import Kind
from percorsi.referrals.choices import Outcome
from tests import cast
from tests.web.visiting import WIDTHS, Visit

# The journey from referral to discharge runs on PostgreSQL as well; looks alone do not depend on the database.
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Maria Assunta"


@pytest.fixture
def coordinator() -> User:
    cast.body("Comune di Rho", Kind.MUNICIPALITY, seat=cast.municipality("Rho"))
    cast.body("CPS di Rho", Kind.SERVICE)
    cast.member(Role.SOCIAL_WORKER, name="Irma Sorbo")
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Marta Ginestra")


@pytest.fixture
def path(coordinator: User) -> Case:
    """An open, suspended path with several followers and a long name."""
    mediator = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    person = cast.person("Frassinetti dell’Olmo", LONG, born_on=date(1985, 1, 31))
    case = cast.case(person, worker=mediator)
    case.assignments.create(worker=cast.worker_of(cast.member(Role.PSYCHOLOGIST, name="Aldo Ginepro")))
    Suspension.objects.create(
        case=case, starts_on=date(2018, 8, 1), review_on=date(2018, 9, 1), reason="Ricovero breve, poi si vede"
    )
    stand_in = cast.worker_of(cast.member(Role.MEDIATOR, name="Sandro Libeccio"))
    cover(case, by=coordinator, stand_in=StandIn(worker=stand_in, until=date(2099, 1, 1), reason="Ferie"))
    said = TypedNote("call", date(2018, 4, 3), "Sentita al telefono.\n\nSta bene.")
    write_note(person, by=coordinator, note=said)
    return case


@pytest.mark.sqlite_only
@pytest.mark.parametrize("width", WIDTHS)
def test_a_suspended_path_with_several_followers(visit: Visit, coordinator: User, path: Case, width: int) -> None:
    visit.sign_in(coordinator)
    place = f"/percorsi/{path.public_id}/"
    pages = {
        "case": place, "end-assignment": f"{place}fine-incarico/", "end-cover": f"{place}fine-sostituzione/",
        "resume": f"{place}riprendi/", "of-person": f"/percorsi/persona/{path.person.public_id}/",
        "note": f"/persone/nota/{path.person.notes.get().public_id}/",
    }  # fmt: skip
    for name, address in pages.items():
        visit.open(address, width)
        visit.look(name)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("width", WIDTHS)
def test_two_editors_see_both_texts(visit: Visit, coordinator: User, path: Case, width: int) -> None:
    visit.sign_in(coordinator)
    note = path.person.notes.get()
    page = visit.open(f"/persone/nota/{note.public_id}/correggi/", width)
    path.person.notes.update(text="Scritta in un’altra finestra.", version=2)
    page.locator("#id_text").fill("Scritta qui.")
    visit.submit()
    page.wait_for_selector(".errs")
    assert page.locator("#id_text").input_value() == "Scritta qui."
    assert page.get_by_text("Scritta in un’altra finestra.").is_visible()
    visit.look("stale")
    visit.submit()
    page.wait_for_selector(".alert-success")
    assert path.person.notes.get().text == "Scritta qui."


@pytest.mark.sqlite_only
@pytest.mark.parametrize("width", WIDTHS)
def test_referrals_that_say_much(visit: Visit, coordinator: User, width: int) -> None:
    visit.sign_in(coordinator)
    person = cast.person("Frassinetti dell’Olmo", LONG)
    door = cast.referral(person, reason="Cerca lavoro vicino a casa.\nHa due figli.")
    refused = cast.referral(
        cast.person(), outcome=Outcome.REFUSED, refusal_reason="Fuori zona", answered_on=date(2018, 4, 2)
    )
    pages = {
        "referral": f"/segnalazioni/{door.public_id}/", "refused": f"/segnalazioni/{refused.public_id}/",
        "referral-reopen": f"/segnalazioni/{refused.public_id}/riapri/",
    }  # fmt: skip
    for name, address in pages.items():
        visit.open(address, width)
        visit.look(name)


@pytest.mark.parametrize("width", WIDTHS)
def test_from_the_referral_to_the_discharge_and_back(visit: Visit, coordinator: User, width: int) -> None:
    cast.member(Role.MEDIATOR, name="Elena Nibbio")
    visit.sign_in(coordinator)
    page = visit.open("/segnalazioni/nuova/", width)
    page.locator("#id_given_names").fill("Zefiro")
    page.locator("#id_referred_on").fill("2018-03-01")
    page.locator("#id_municipality").fill("rho")
    page.locator("#id_reason").fill("Cerca lavoro")
    visit.submit()
    page.get_by_role("link", name="Rispondi").click()
    page.get_by_label("Accolta", exact=True).check()
    page.locator("#id_answered_on").fill("2018-03-12")
    page.locator("#id_worker").select_option(label="Elena Nibbio, 0 percorsi")
    visit.submit()
    visit.look("just-opened")
    page.get_by_role("link", name="Dimissione").click()
    page.locator("#id_closed_on").fill("2018-06-04")
    page.locator("#id_discharge_reason").select_option(label="Rinuncia")
    page.locator("#id_discharge_agreed_with").fill("la persona")
    visit.submit()
    visit.look("discharge-confirm")
    visit.submit()
    visit.look("closed")
    page.get_by_role("link", name="Riapri").click()
    visit.look("reopen")
    page.locator("#id_opened_on").fill("2018-09-03")
    page.locator("#id_reason").fill("È tornato")
    visit.submit()
    page.wait_for_selector(".alert-success")
    assert [(case.opened_on, case.closed_on) for case in Case.objects.order_by("opened_on")] == [
        (date(2018, 3, 12), date(2018, 6, 4)),
        (date(2018, 9, 3), None),
    ]
