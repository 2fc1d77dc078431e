"""The settings as pages: what is typed is kept, what is done can be taken back, the bar bears the name."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.service.actions import ProfileDraft, change_profile
from percorsi.service.choices import Standard
from percorsi.service.models import ContractPeriod, Problem, ServedMunicipality, ServiceProfile
from percorsi.web.shell.municipalities import usual
from tests import cast
from tests.service.pictures import png

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    return cast.client_of(cast.member(Role.OPERATIONAL_COORDINATOR))


def text_of(answer: Any) -> str:
    return str(answer.content.decode())


def undo_in(client: Client) -> str:
    """The address of the button that takes the last act back."""
    page = text_of(client.get("/impostazioni/"))
    return page.split('<form class="no-print" method="post" action="')[1].split('"')[0].replace("&amp;", "&")


def test_the_name_stands_in_the_bar_and_is_taken_back(client: Client) -> None:
    sent = {"name": "SIL di Borgo Rondine", "accessibility_url": "https://example.org/a11y", "version": "0"}
    assert client.post("/impostazioni/nome/", sent)["Location"] == "/impostazioni/"
    page = text_of(client.get("/impostazioni/"))
    assert '<span class="bar-service">SIL di Borgo Rondine</span>' in page
    assert 'href="https://example.org/a11y">Dichiarazione di accessibilità' in page
    assert "SIL di Borgo Rondine" in text_of(Client().get("/accesso/"))
    client.post("/impostazioni/nome/", {**sent, "name": "Altro", "version": "1"})
    client.post(undo_in(client))
    assert ServiceProfile.objects.get().name == "SIL di Borgo Rondine"


def test_saving_what_is_there_already_offers_no_way_back(client: Client) -> None:
    client.post("/impostazioni/nome/", {"name": "SIL", "version": "0"})
    client.get("/impostazioni/")
    client.post("/impostazioni/nome/", {"name": "SIL", "version": "1"})
    assert "/impostazioni/annulla/" not in text_of(client.get("/impostazioni/"))


def test_who_comes_second_sees_the_values_of_now(client: Client) -> None:
    change_profile(ProfileDraft("Di un collega"), by=cast.member(Role.ADMINISTRATOR), version=0)
    page = text_of(client.post("/impostazioni/nome/", {"name": "Il mio", "version": "0"}))
    assert "I valori di adesso" in page and "Di un collega" in page and 'value="Il mio"' in page
    assert 'name="version" value="1"' in page


def test_an_undo_that_came_too_late_says_so(client: Client) -> None:
    client.post("/impostazioni/nome/", {"name": "SIL", "version": "0"})
    address = undo_in(client)
    change_profile(ProfileDraft("Di un collega"), by=cast.member(Role.ADMINISTRATOR), version=1)
    assert "Qualcun altro ha modificato" in text_of(client.post(address, follow=True))
    for wrong in ("/impostazioni/annulla/", "/impostazioni/annulla/?versione=²", "/impostazioni/annulla/?versione=x"):
        client.post(wrong)
    assert ServiceProfile.objects.get().name == "Di un collega"


def test_standards_out_of_bounds_are_refused_with_words(client: Client) -> None:
    sent = {**{standard.value: "20" for standard in Standard}, "version": "0"}
    page = text_of(
        client.post("/impostazioni/standard/", {**sent, "answer": "0", "silence": "", "month_entry": "dieci"})
    )
    assert page.count("Scrivi un numero di giorni da 1 a 365.") == 3
    assert 'value="dieci"' in page
    assert client.post("/impostazioni/standard/", sent).status_code == 302
    assert ServiceProfile.objects.get().standard_days["answer"] == 20


def test_a_logo_is_served_as_the_picture_it_is(client: Client) -> None:
    def sent(data: bytes, name: str, version: str) -> Any:
        file = SimpleUploadedFile(name, data, content_type="text/html")
        return client.post("/impostazioni/logo/", {"logo": file, "version": version})

    assert "Non è un’immagine PNG o JPEG" in text_of(sent(b"<svg onload=alert(1)>", "logo.png", "0"))
    assert "supera 200 KB" in text_of(sent(png() + b"0" * 300 * 1024, "logo.png", "0"))
    assert sent(png(30, 20), "../../pagina.html", "0").status_code == 302
    answer = cast.client_of(cast.member(Role.SCOUT)).get("/logo/")
    assert (answer.content, answer["Content-Type"]) == (png(30, 20), "image/png")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'inline; filename="logo.png"'
    assert "sandbox" in answer["Content-Security-Policy"]
    client.get("/impostazioni/")
    client.post("/impostazioni/logo/togli/")
    assert client.get("/logo/").status_code == 204
    client.post(undo_in(client))
    assert client.get("/logo/").status_code == 200
    assert Client().get("/logo/").status_code == 302


def test_a_contract_is_added_corrected_and_taken_back(client: Client) -> None:
    sent = {
        "name": "Affidamento 2019",
        "provider": "Coop. Tramontana",
        "starts_on": "1/1/2019",
        "ends_on": "31/12/2019",
    }
    page = text_of(client.post("/impostazioni/affidamenti/nuovo/", {**sent, "cig": "123", "ends_on": "ieri"}))
    assert 'value="123"' in page and "scrivilo così" in page
    page = text_of(client.post("/impostazioni/affidamenti/nuovo/", {**sent, "cig": "123"}))
    assert "CIG ha 10 caratteri, lettere e cifre" in page
    client.post("/impostazioni/affidamenti/nuovo/", sent)
    row = ContractPeriod.objects.get()
    assert "Coop. Tramontana" in text_of(client.get("/impostazioni/"))
    page = text_of(client.post("/impostazioni/affidamenti/nuovo/", {**sent, "name": "Doppio"}))
    assert "vale già «Affidamento 2019», dal 01/01/2019 al 31/12/2019" in page
    client.post(f"/impostazioni/affidamenti/{row.public_id}/", {**sent, "name": "Corretto", "version": "1"})
    client.post(undo_in(client))
    row.refresh_from_db()
    assert (row.name, row.starts_on) == ("Affidamento 2019", date(2019, 1, 1))


def test_a_municipality_is_added_and_the_addition_taken_back(client: Client) -> None:
    cast.municipality("Rho")
    assert "Non conosciamo questo comune" in text_of(
        client.post("/impostazioni/comuni/nuovo/", {"municipality": "Roh"})
    )
    client.post(
        "/impostazioni/comuni/nuovo/", {"municipality": "rho", "is_in_convention": "on", "starts_on": "1/1/2020"}
    )
    row = ServedMunicipality.objects.get()
    assert (row.is_in_convention, row.starts_on) == (True, date(2020, 1, 1))
    client.get("/impostazioni/")
    changed = client.post(f"/impostazioni/comuni/{row.public_id}/", {"ends_on": "1/1/2019", "starts_on": "1/1/2020"})
    assert "a fine viene prima dell’inizio" in text_of(changed)
    again = {"municipality": "Rho", "starts_on": "2/2/2021"}
    assert "è già tra i Comuni serviti" in text_of(client.post("/impostazioni/comuni/nuovo/", again))
    ServedMunicipality.objects.all().delete()
    client.post("/impostazioni/comuni/nuovo/", {"municipality": "Rho"})
    client.post(undo_in(client))
    assert not ServedMunicipality.objects.exists()


def test_forms_offer_the_municipalities_served_today() -> None:
    today = timezone.localdate()
    for name, days in {"Rho": (None, today), "Arese": (None, today - timedelta(1)), "Pero": (today, None)}.items():
        place = cast.municipality(name)
        ServedMunicipality.objects.create(municipality=place, starts_on=days[0], ends_on=days[1])
    assert sorted(place.name for place in usual()) == ["Pero", "Rho"]


def test_the_page_asks_the_same_of_the_database_however_many_rows(client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/impostazioni/").status_code == 200
        return len(asked)

    client.get("/impostazioni/")
    before = queries()
    for year in range(2001, 2011):
        days = {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}
        ContractPeriod.objects.create(name=f"Affidamento {year}", provider=cast.body(), **days)
        ServedMunicipality.objects.create(municipality=cast.municipality(f"Borgo {year}"))
        cast.member(Role.MEDIATOR)
    assert queries() == before


def test_a_problem_is_reported_from_a_page_and_answered(client: Client) -> None:
    scout = cast.client_of(cast.member(Role.SCOUT))
    assert "/segnala-un-problema/?da=service%3Areport_problem" in text_of(scout.get("/segnala-un-problema/"))
    page = text_of(scout.get("/segnala-un-problema/?da=people:person"))
    assert 'name="page" value="people:person"' in page
    page = text_of(scout.post("/segnala-un-problema/", {"text": "Il grafico non si legge", "page": "people:person"}))
    assert ("Il grafico non si legge</textarea>" in page and "Scegli una voce" in page) or "scegli una voce" in page
    scout.post("/segnala-un-problema/", {"kind": "error", "text": "Il grafico non si legge", "page": "people:person"})
    problem = Problem.objects.get()
    Problem.objects.update(sent_at=timezone.now() - timedelta(days=31))
    page = text_of(client.get("/impostazioni/problemi/"))
    assert "scheda della persona" in page and "Aperta" in page and "late" in page
    address = f"/impostazioni/problemi/{problem.public_id}/"
    assert "crivi la risposta" in text_of(client.post(address, {"answer": "", "version": "1"}))
    client.post(address, {"answer": "Corretto da oggi.", "version": "1"})
    assert "Corretto da oggi." in text_of(scout.get("/segnala-un-problema/"))
    assert "Corretto da oggi." not in text_of(cast.client_of(cast.member(Role.SCOUT)).get("/segnala-un-problema/"))


@pytest.mark.parametrize("role", [Role.OPERATIONAL_COORDINATOR, Role.ADMINISTRATOR, Role.PROJECT_COORDINATOR])
def test_a_service_without_data_leads_through_its_first_steps(role: Role) -> None:
    reader = cast.member(role)
    client = cast.client_of(reader)
    assert client.get("/")["Location"] == "/impostazioni/primi-passi/"
    page = text_of(client.get("/impostazioni/primi-passi/"))
    assert page.count("Da fare") == 6 - (role == Role.OPERATIONAL_COORDINATOR)
    assert ("/utenti/nuovo/" in page) == (role == Role.ADMINISTRATOR)
    assert "Lo fa l’amministratore di sistema" in page or role != Role.PROJECT_COORDINATOR
    assert "Primi passi" in text_of(client.get("/impostazioni/"))


def test_the_first_steps_disappear_one_by_one() -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    client = cast.client_of(coordinator)
    cast.municipality("Rho")
    client.post("/impostazioni/nome/", {"name": "SIL", "version": "0"})
    client.post("/impostazioni/standard/", {**{one.value: "20" for one in Standard}, "version": "1"})
    client.post("/impostazioni/comuni/nuovo/", {"municipality": "Rho"})
    assert client.get("/")["Location"] == "/impostazioni/primi-passi/"
    sent = {"name": "2019", "provider": "Coop. Tramontana", "starts_on": "1/1/2019", "ends_on": "31/12/2019"}
    client.post("/impostazioni/affidamenti/nuovo/", sent)
    assert client.get("/")["Location"] != "/impostazioni/primi-passi/"
    page = text_of(client.get("/impostazioni/primi-passi/"))
    assert "<strong>5</strong> di 6 fatti" in page and 'href="/importazioni/">Comincia' in page
    cast.person()
    assert client.get("/impostazioni/primi-passi/")["Location"] == "/impostazioni/"
    assert "Primi passi" not in text_of(client.get("/impostazioni/"))


def test_who_only_works_there_is_led_to_their_own_first_page() -> None:
    assert cast.client_of(cast.member(Role.MEDIATOR)).get("/")["Location"] != "/impostazioni/primi-passi/"
