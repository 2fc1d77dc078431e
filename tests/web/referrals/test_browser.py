"""The form of a social worker and the desk of the coordinator in a real browser: accessibility, reflow, clicks."""

from typing import Any

import pytest
from playwright.sync_api import Page

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.cases.models import Case
from percorsi.organisations.choices import Kind
from percorsi.referrals.actions import ask_about
from percorsi.referrals.choices import DraftState
from percorsi.referrals.models import Referral, ReferralDraft
from tests import cast
from tests.web.stage_drafts import WHOLE, draft
from tests.web.visiting import WIDTHS, Visit

pytestmark = [pytest.mark.browser, pytest.mark.sqlite_only, pytest.mark.django_db(transaction=True)]
CODE = "FRNSVN85A31H264Q"


@pytest.fixture
def sender() -> User:
    return cast.member(Role.SOCIAL_WORKER, name="Irma Sorbo")


@pytest.fixture
def coordinator() -> User:
    cast.body("Comune di Rho", Kind.MUNICIPALITY, seat=cast.municipality("Rho"))
    return cast.member(Role.OPERATIONAL_COORDINATOR, name="Marta Ginestra")


def form(sender: User, **values: Any) -> ReferralDraft:
    told = {**WHOLE, "family_names": "Fringuello dell’Olmo", "care": "Non sollevare pesi.\nDue figli piccoli."}
    return draft({**told, "codice_fiscale": CODE}, town="Rho", author=cast.worker_of(sender), **values)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_pages_of_a_social_worker(visit: Visit, sender: User, coordinator: User, width: int) -> None:
    visit.sign_in(sender)
    visit.open("/segnalazioni/mie/", width)
    visit.look("mine-empty")
    begun = draft({"protected": "no", "born": "31/02/1985"}, town="Rho", author=cast.worker_of(sender))
    asked, whole = form(sender, is_sent=True), form(sender)
    ask_about(asked, by=coordinator, version=1, text="Ha già un colloquio fissato?")
    cast.case(cast.person("Frassinetti dell’Olmo", "Maria Assunta"))
    places = {
        "mine": "/segnalazioni/mie/",
        "start": "/segnalazioni/mie/nuova/",
        "section-wrong": f"/segnalazioni/bozze/{begun.public_id}/",
        "section-choices": f"/segnalazioni/bozze/{whole.public_id}/?sezione=perche",
        "review": f"/segnalazioni/bozze/{whole.public_id}/rileggi/",
        "review-missing": f"/segnalazioni/bozze/{begun.public_id}/rileggi/",
        "discard": f"/segnalazioni/bozze/{begun.public_id}/elimina/",
        "sent": f"/segnalazioni/inviate/{asked.public_id}/",
        "reply": f"/segnalazioni/inviate/{asked.public_id}/rispondi/",
    }
    for name, place in places.items():
        visit.open(place, width)
        visit.look(name)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_desk_of_the_coordinator(visit: Visit, sender: User, coordinator: User, width: int) -> None:
    visit.sign_in(coordinator)
    visit.open("/segnalazioni/", width)
    visit.look("list-empty")
    sent = form(sender, is_sent=True)
    cast.person("Fringuello dell’Olmo", "Silvano", codice_fiscale=CODE)
    cast.referral(cast.protected_person("Caso 7A", cleared=(coordinator,)))
    cast.referral(cast.person("Frassinetti dell’Olmo", "Maria Assunta"))
    cast.member(Role.MEDIATOR)
    door = Referral.objects.latest("pk")
    places = {
        "list": "/segnalazioni/?stato=tutte",
        "take": f"/segnalazioni/inviate/{sent.public_id}/esamina/",
        "ask": f"/segnalazioni/inviate/{sent.public_id}/chiedi/",
        "answer-with-followers": f"/segnalazioni/{door.public_id}/risposta/",
    }
    for name, place in places.items():
        visit.open(place, width)
        visit.look(name)


def fill(page: Page, **answers: str) -> None:
    """Answer the questions of a section and go on."""
    for key, value in answers.items():
        choice = page.locator(f"input[name={key}][value={value}]") if value.isidentifier() else None
        if choice is not None and choice.count():
            choice.check()
        else:
            page.locator(f"#id_{key}").fill(value)
    with page.expect_navigation():
        page.get_by_role("button", name="Salva e continua").click()


def test_from_the_form_to_the_path_without_scripts_and_in_few_clicks(
    visit: Visit, sender: User, coordinator: User
) -> None:
    cast.member(Role.MEDIATOR, name="Elena Nibbio")
    visit.sign_in(sender)
    with visit.without_scripts() as page:
        page.goto(visit.site + "/segnalazioni/mie/nuova/")
        page.locator("input[value=no]").check()
        page.get_by_role("button", name="Comincia").click()
        fill(page, given_names="Silvano", born="1985", residence="Rho")
        fill(page, needs="long_term", reason="Cerca lavoro vicino a casa.", agrees="yes")
        fill(page, work="jobless", hours="part")
        fill(page, privacy="signed", contact="direct")
        page.get_by_role("button", name="Invia al SIL").click()
        assert page.locator("h1").inner_text().startswith("Segnalazione S-1")
    visit.sign_in(coordinator)
    page = visit.open("/segnalazioni/")
    page.get_by_role("link", name="Prendi in esame").click()
    page.get_by_role("button", name="Registra la segnalazione").click()
    # Two clicks, and whoever follows the fewest is chosen already.
    page.get_by_role("button", name="Registra la risposta").click()
    page.wait_for_selector(".alert-success")
    assert Case.objects.get().assignments.get().worker.name == "Elena Nibbio"
    page.get_by_role("button", name="Annulla").click()
    page.wait_for_selector(".alert-success")
    assert not Case.objects.exists()


def test_a_question_is_answered_in_two_clicks_and_a_field(visit: Visit, sender: User, coordinator: User) -> None:
    asked = form(sender, is_sent=True)
    ask_about(asked, by=coordinator, version=1, text="Ha già un colloquio fissato?")
    visit.sign_in(sender)
    page = visit.open("/segnalazioni/mie/")
    page.get_by_role("link", name="Rispondi").click()
    page.locator("#id_reply").fill("Sì, il 3 dicembre.")
    page.get_by_role("button", name="Invia la risposta").click()
    page.wait_for_selector(".alert-success")
    assert ReferralDraft.objects.get().state == DraftState.SENT
