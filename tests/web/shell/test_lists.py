"""A list on paper or as a file: for whom, with what in it, and never a formula that lives."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.utils.translation import gettext_lazy
from python_calamine import CalamineWorkbook

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.web.shell import lists
from tests import cast

pytestmark = pytest.mark.django_db
HEADS = [gettext_lazy("Persona"), "Dal", "Ore"]
ROWS = [["Ada Cardellino", date(2019, 6, 3), 1234.5], ["=1+1", None, 3], ["", date(2019, 1, 31), -2]]


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def request_of(user: User, query: str = "") -> HttpRequest:
    request = RequestFactory().get(f"/elenco/{query}")
    request.user = user
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]
    return request


def answer(user: User, kind: str, rows: Any = ROWS, people: Any = ()) -> Any:
    return lists.list_file(request_of(user, f"?formato={kind}&stato=chiuso"), "Persone", HEADS, rows, people)


@pytest.mark.parametrize("query", ["", "?stato=chiuso", "?formato=pdf", "?formato="])
def test_a_page_costs_no_row(query: str, coordinator: User) -> None:
    def never() -> Iterator[list[str]]:
        raise AssertionError("read for a page")
        yield []

    assert lists.list_file(request_of(coordinator, query), "Persone", HEADS, never()) is None
    assert not Event.objects.filter(act=Act.EXPORT).exists()


def test_a_workbook_holds_what_the_screen_shows(coordinator: User) -> None:
    made = answer(coordinator, "xlsx")
    assert made["Content-Disposition"].startswith('attachment; filename="persone-2')
    sheet = CalamineWorkbook.from_filelike(BytesIO(made.content)).get_sheet_by_index(0)
    assert sheet.to_python() == [
        ["Persona", "Dal", "Ore"],
        ["Ada Cardellino", date(2019, 6, 3), 1234.5],
        ["=1+1", "", 3.0],
        ["", date(2019, 1, 31), -2.0],
    ]
    assert b"<f>" not in made.content


def test_a_csv_calculates_nothing(coordinator: User) -> None:
    text = answer(coordinator, "csv").content.decode("utf-8-sig")
    assert text.splitlines() == [
        "Persona;Dal;Ore", "Ada Cardellino;03/06/2019;1234,5", "'=1+1;;3", ";31/01/2019;-2",
    ]  # fmt: skip


def test_on_paper_every_row_is_there_with_the_way_back(coordinator: User) -> None:
    page = answer(coordinator, "stampa").content.decode()
    assert "<td>03/06/2019</td>" in page and "<td>–</td>" in page and "<strong>3</strong> righe" in page
    assert 'href="/elenco/?stato=chiuso"' in page and "1.234,5" in page


@pytest.mark.parametrize(("kind", "act"), [("xlsx", Act.EXPORT), ("csv", Act.EXPORT), ("stampa", Act.LIST)])
def test_the_trail_names_who_was_carried_away(kind: str, act: Act, coordinator: User) -> None:
    read: list[int] = []

    def rows() -> Iterator[list[str]]:
        read.extend([7, 3])
        yield from (["a"], ["b"])

    answer(coordinator, kind, rows(), (key for key in read))
    event = Event.objects.latest("id")
    assert (event.act, event.about_people, event.actor) == (act, [7, 3], coordinator.pk)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.PSYCHOLOGIST, Role.SOCIAL_WORKER])
def test_a_file_needs_a_right_of_its_own(role: Role, kind: str) -> None:
    user = cast.member(role)
    with pytest.raises(Http404):
        answer(user, kind)
    assert not Event.objects.filter(act=Act.EXPORT).exists()
    assert answer(user, "stampa").status_code == 200


@pytest.mark.parametrize("kind", ["xlsx", "stampa"])
def test_above_five_thousand_rows_the_list_says_what_to_do(kind: str, coordinator: User) -> None:
    assert lists.MOST_ROWS == 5_000
    assert answer(coordinator, kind, (["x"] for _ in range(5_000))).status_code == 200
    events = Event.objects.count()
    request = request_of(coordinator, f"?formato={kind}&stato=chiuso")
    made = lists.list_file(request, "Persone", HEADS, (["x"] for _ in range(10**9)))
    assert made is not None and (made.status_code, made["Location"]) == (302, "/elenco/?stato=chiuso")
    assert "più di 5.000 righe" in str(next(iter(get_messages(request))))
    assert Event.objects.count() == events
