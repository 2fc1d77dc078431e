"""The register of a month: rows saved each on its own, nothing typed lost, verified, opened again."""

import html
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.funding.models import Payer, Project
from percorsi.organisations.choices import Kind
from percorsi.people.models import Person
from percorsi.traineeships.choices import MonthState
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast

pytestmark = pytest.mark.django_db
MAY = date(2019, 5, 1)
PLACE = "/tirocini/mesi/2019-05/"
EMPTY = "0|||||||"


@pytest.fixture
def user() -> User:
    return cast.member(Role.OFFICER)


@pytest.fixture
def client(user: User) -> Client:
    return cast.client_of(user)


def trainee(person: Person | None = None, **values: object) -> Traineeship:
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    given = {"host": host, "starts_on": date(2019, 3, 1), "ends_on": date(2019, 8, 31)} | values
    return Traineeship.objects.create(person=person or cast.person(), **given)


def text(answer: Any) -> str:
    return html.unescape(answer.content.decode())


def typed(row: Traineeship, seen: str = EMPTY, **values: str) -> dict[str, str]:
    """The boxes of a row as the page sends them."""
    return {f"{row.public_id}-{name}": value for name, value in (values | {"seen": seen}).items()}


def seen_on(page: str, row: Traineeship) -> str:
    found = re.search(rf'name="{row.public_id}-seen" value="([^"]*)"', page)
    assert found
    return found[1]


HOURS = {"hours_due": "110", "hours_present": "80,5", "absences_justified": "9,5", "absences_unjustified": "20"}


def test_rows_are_saved_and_the_next_box_has_the_focus(client: Client) -> None:
    first, second = trainee(cast.person("Acero")), trainee(cast.person("Betulla"))
    given = typed(first, **HOURS, amount="363,64", has_signed_sheet="1") | typed(second)
    answer = client.post(PLACE, given | {"cella": f"{second.public_id}-hours_due"}, follow=True)
    kept = TraineeshipMonth.objects.get()
    assert (kept.traineeship, kept.month, kept.hours_present, kept.amount) == (
        first, MAY, Decimal("80.50"), Decimal("363.64"),
    )  # fmt: skip
    assert (kept.absences_justified, kept.has_signed_sheet, kept.state) == (Decimal("9.50"), True, MonthState.DRAFT)
    page = text(answer)
    assert "1 riga salvata alle" in page
    assert re.search(rf'name="{second.public_id}-hours_due"[^>]*autofocus', page)
    assert "73,2 %" in page
    assert "363,64" in page
    assert set(Event.objects.latest("id").about_people) == {first.person_id, second.person_id}


def test_a_row_that_is_refused_keeps_what_was_typed_and_no_other_back(client: Client) -> None:
    good, unreadable, short = (trainee(cast.person(name)) for name in ("Acero", "Betulla", "Cedro"))
    given = typed(good, **HOURS) | typed(unreadable, hours_due="cento") | typed(short, hours_due="110", is_complete="1")
    page = text(client.post(PLACE, given))
    assert [row.traineeship for row in TraineeshipMonth.objects.all()] == [good]
    assert 'value="cento"' in page
    assert "con la virgola per i decimali" in page
    assert "mancano le ore presenti" in page
    assert "Ci sono 2 errori da correggere" in page
    assert "1 altra riga è salvata" in page
    assert f'href="#id_{short.public_id}-hours_present"' in page
    assert "<title>Errore: " in page


def test_a_row_changed_by_another_is_shown_with_both_values_and_saved_the_second_time(client: Client) -> None:
    row, other = trainee(cast.person("Acero")), trainee(cast.person("Betulla"))
    month = row.months.create(month=MAY, hours_due=110, hours_present=70, version=3)
    answer = client.post(
        PLACE, typed(row, seen="2|110|60|||||", hours_due="110", hours_present="80") | typed(other, **HOURS)
    )
    page = text(answer)
    assert "Un collega ha cambiato questa riga" in page
    assert "ore presenti <b>70</b>" in page
    assert re.search(rf'name="{row.public_id}-hours_present" value="80"', page)
    assert other.months.get().hours_due == 110
    month.refresh_from_db()
    assert month.hours_present == 70
    client.post(PLACE, typed(row, seen=seen_on(page, row), hours_due="110", hours_present="80"))
    month.refresh_from_db()
    assert (month.hours_present, month.version) == (80, 4)


def test_a_row_that_nobody_touched_is_not_written_whatever_others_did(client: Client) -> None:
    row = trainee()
    row.months.create(month=MAY, hours_due=110, hours_present=70, version=3)
    answer = client.post(PLACE, typed(row, seen="2|110|60|||||", hours_due="110", hours_present="60"), follow=True)
    assert "Niente da salvare" in text(answer)
    assert row.months.get().hours_present == 70


def test_what_was_typed_on_a_month_verified_meanwhile_is_not_lost(client: Client) -> None:
    row = trainee()
    row.months.create(month=MAY, hours_due=110, hours_present=110, state=MonthState.VERIFIED, version=2)
    page = text(client.post(PLACE, typed(row, seen="1|110|90|||||", hours_due="110", hours_present="95")))
    assert "Avevi scritto" in page
    assert "ore presenti <b>95</b>" in page


def test_complete_signed_months_are_verified_at_once_and_opened_again_with_a_reason(client: Client) -> None:
    row = trainee()
    hours = {"hours_due": "80", "hours_present": "80"}
    page = text(client.post(PLACE, typed(row, **hours, has_signed_sheet="1", is_complete="1"), follow=True))
    assert "Verifica 1 mese firmato" in page
    page = text(client.post(f"{PLACE}verifica/", follow=True))
    assert "1 mese verificato" in page
    assert f'name="{row.public_id}-hours_due"' not in page
    reopen = f"/tirocini/{row.public_id}/mesi/2019-05/riapri/"
    assert reopen in page
    assert "Scrivi perché" in text(client.post(reopen, {"version": 2, "reason": ""}))
    client.post(reopen, {"version": 2, "reason": "ore sbagliate"})
    assert row.months.get().state == MonthState.DRAFT
    assert "Nessuna riga da verificare" in text(client.post(f"{PLACE}verifica/", follow=True))


def test_the_amounts_add_up_by_payer(client: Client) -> None:
    Project.objects.create(name="Ponte", match_key="ponte", is_protected=True)
    protected = Payer.objects.create(name="Ponte", match_key="ponte", kind="project")
    town = Payer.objects.create(name="Comune di Rho", match_key="comune di rho", kind="municipality")
    for payer, amount in ((town, "300.10"), (town, "99.90"), (protected, "250")):
        trainee(payer=payer).months.create(month=MAY, hours_due=80, hours_present=80, amount=amount)
    page = text(client.get(PLACE))
    assert "Ponte" not in page
    for cell in ("400,00", "250,00", "650,00", "altri progetti", "Comune di Rho"):
        assert cell in page


def test_a_mediator_reads_the_rows_of_colleagues_and_writes_own_ones() -> None:
    mediator = cast.member(Role.MEDIATOR)
    own, other = trainee(), trainee()
    cast.case(own.person, worker=mediator)
    client = cast.client_of(mediator)
    page = text(client.get(PLACE))
    assert f'name="{own.public_id}-hours_due"' in page
    assert f'name="{other.public_id}-hours_due"' not in page
    client.post(PLACE, typed(own, **HOURS) | typed(other, **HOURS))
    assert [row.traineeship for row in TraineeshipMonth.objects.all()] == [own]


def test_a_protected_trainee_is_there_for_who_is_cleared_under_alias_and_without_place(client: Client) -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    trainee(cast.protected_person("Caso 7A", cleared=(coordinator,)))
    assert "Caso 7A" not in text(client.get(PLACE))
    page = text(cast.client_of(coordinator).get(PLACE))
    assert "Caso 7A" in page
    assert "sede riservata" in page
    assert "Officine Levante" not in page


def test_months_that_are_none_or_to_come_are_not_there(client: Client) -> None:
    for month in ("2019-13", "2019-5", "maggio", "2199-01", "2019-05-01"):
        assert client.get(f"/tirocini/mesi/{month}/").status_code == 404
    assert "Nessun tirocinio in questo mese" in text(client.get(PLACE))


def test_a_suspended_trainee_is_marked_and_other_months_are_near(client: Client) -> None:
    row = trainee()
    row.suspensions.create(starts_on=MAY + timedelta(days=12), reason="ricovero")
    page = text(client.get(PLACE))
    assert "sospeso in questo mese" in page
    assert "ricovero" not in page
    assert "/tirocini/mesi/2019-04/" in page
    assert "/tirocini/mesi/2019-06/" in page


def test_the_register_becomes_a_file(client: Client) -> None:
    trainee(cast.person("Cardellino", "Ada")).months.create(month=MAY, hours_due=80, hours_present=60, amount=300)
    file = client.get(f"{PLACE}?formato=csv").content.decode("utf-8-sig")
    assert "Cardellino" in file
    assert "75,0" in file
