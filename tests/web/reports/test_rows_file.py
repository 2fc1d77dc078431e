"""The rows behind a figure as a workbook: the reader's own rows, in a number of queries that does not grow."""

from datetime import date, datetime
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.http import HttpResponse
from django.urls import reverse

from percorsi.accounts.choices import Role
from percorsi.audit.models import Event
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from percorsi.web.reports import views
from tests import cast

pytestmark = pytest.mark.django_db
ASKED = "?cifra=hires.total&dal=2018-01-01&al=2018-12-31"


def hire(person: Any, day: date = date(2018, 5, 14)) -> None:
    employer = cast.body("Vivaio Ginestra", "employer")
    Placement.objects.create(person=person, employer=employer, starts_on=day, contract=Contract.OTHER)


def ask(role: Role) -> HttpResponse:
    return cast.client_of(cast.member(role)).get(reverse("reports:rows_workbook") + ASKED)  # type: ignore[return-value]


def cells(answer: HttpResponse) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))


def test_names_and_days_are_for_who_finds_people_by_name() -> None:
    ada = cast.person("Cardellino", "Ada")
    hire(ada)
    hire(cast.protected_person("Caso 9"))
    header, *rows = cells(ask(Role.MEDIATOR))
    assert header[0] == "Persona"
    assert [row[0] for row in rows] == ["Ada Cardellino"]
    assert datetime(2018, 5, 14) in rows[0]  # noqa: DTZ001 - a day of a spreadsheet has no zone
    event = Event.objects.get(act="export")
    assert event.about_people == [ada.pk]


def test_without_names_every_row_is_there_and_no_day() -> None:
    hire(cast.person("Cardellino", "Ada"))
    hire(cast.protected_person("Caso 9"))
    header, *rows = cells(ask(Role.PROJECT_COORDINATOR))
    assert "Persona" not in header
    assert len(rows) == 2
    told = {str(cell) for row in rows for cell in row}
    assert "maggio 2018" in told
    assert not {"Ada Cardellino", "Caso 9", "Vivaio Ginestra", "2018-05-14 00:00:00"} & told


def test_a_workbook_costs_the_same_queries_however_many_rows(django_assert_max_num_queries: Any) -> None:
    people = [cast.person("Cardellino", f"Ada {number}") for number in range(30)]
    for person in people:
        hire(person)
    client = cast.client_of(cast.member(Role.MEDIATOR))
    with django_assert_max_num_queries(10):  # six and the ends of the transactions
        answer = client.get(reverse("reports:rows_workbook") + ASKED)
    assert len(cells(answer)) == 31  # type: ignore[arg-type]


def test_too_many_rows_lead_back_to_the_page_that_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "MOST_ROWS_IN_A_FILE", 1)
    for number in range(2):
        hire(cast.person("Cardellino", f"Ada {number}"))
    client = cast.client_of(cast.member(Role.MEDIATOR))
    answer = client.get(reverse("reports:rows_workbook") + ASKED, follow=True)
    assert answer.redirect_chain
    assert "scegli un periodo più breve" in answer.content.decode()
    assert not Event.objects.filter(act="export").exists()


def test_who_may_not_open_rows_gets_no_file() -> None:
    assert ask(Role.COMMISSIONER).status_code == 404
