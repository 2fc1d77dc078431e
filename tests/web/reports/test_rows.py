"""The rows behind a figure: as many as it says, named only for who may, protected people told apart by nothing."""

from datetime import date
from typing import Any

import pytest

from percorsi.accounts.choices import Role
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.people.models import Condition, Residence
from percorsi.placements.models import Placement
from tests.cast import body, case, client_of, member, municipality, person, protected_person
from tests.web.reports.reading import cells_of, page_of, text_of

pytestmark = pytest.mark.django_db
OF_2018 = {"dal": "2018-01-01", "al": "2018-12-31"}


def test_names_are_for_who_finds_people_and_only_of_those_they_may_see() -> None:
    coordinator = member(Role.OPERATIONAL_COORDINATOR)
    ada, hidden = person("Cardellino", "Ada"), protected_person("Caso 7A")
    cleared = protected_person("Caso 8B", cleared=(coordinator,))
    for one in (ada, hidden, cleared):
        case(one)
    asked = {"cifra": "active_people", **OF_2018}
    text = text_of(client_of(coordinator).get("/andamento/righe/", asked).content.decode())
    assert "Ada Cardellino" in text and "Caso 8B" in text
    assert "Caso 7A" not in text and "1–2 di 2" in text
    for role in (Role.MEDIATOR, Role.OFFICER):
        text = text_of(client_of(member(role)).get("/andamento/righe/", asked).content.decode())
        assert "Ada Cardellino" in text and "Caso" not in text


def test_without_names_a_protected_person_looks_like_everybody_else() -> None:
    ordinary, hidden = person("Cardellino", "Ada"), protected_person("Caso 7A")
    Residence.objects.create(person=ordinary, municipality=municipality("Rho"))
    for one in (ordinary, hidden):
        case(one, town="Rho", opened_on=date(2018, 3, 12))
    answer = client_of(member(Role.PROJECT_COORDINATOR)).get("/andamento/righe/", {"cifra": "active_people", **OF_2018})
    html = answer.content.decode()
    assert "Cardellino" not in html and "Caso" not in html and "NIL-" not in html
    assert ordinary.public_id not in html and hidden.public_id not in html
    first, second = answer.context["rows"]
    assert first == second
    assert [cell.text for cell in first.cells] == ["Rho", "marzo 2018", "1"]


def test_the_employer_and_the_day_stand_only_beside_a_name() -> None:
    Placement.objects.create(
        person=person(),
        employer=body("Vivai Averla", nature="profit"),
        starts_on=date(2018, 5, 14),
        contract="permanent",
    )
    asked = {"cifra": "hires.total", **OF_2018}
    named = text_of(client_of(member(Role.MEDIATOR)).get("/andamento/righe/", asked).content.decode())
    assert "Vivai Averla" in named and "14/05/2018" in named
    nameless = text_of(client_of(member(Role.PROJECT_COORDINATOR)).get("/andamento/righe/", asked).content.decode())
    assert "Averla" not in nameless and "14/05" not in nameless
    assert "maggio 2018 aziende profit tempo indeterminato" in nameless


def test_a_list_by_category_is_for_who_may_know_categories() -> None:
    one = person()
    case(one)
    Condition.objects.create(person=one, category="law_68", is_main=True)
    asked = {"cifra": "active_people", **OF_2018, "categoria": "law_68"}
    for role, status in [
        (Role.OPERATIONAL_COORDINATOR, 200), (Role.MEDIATOR, 200), (Role.OFFICER, 404), (Role.PROJECT_COORDINATOR, 404),
    ]:  # fmt: skip
        assert client_of(member(role)).get("/andamento/righe/", asked).status_code == status
    for role, opens in [(Role.MEDIATOR, True), (Role.OFFICER, False)]:
        cells = cells_of(page_of(client_of(member(role)), per="categoria"))[
            "Utenti con percorso attivo per categoria prevalente"
        ]
        assert all(bool(url) == opens for row in cells.values() for text, url in row.values() if text != "0")


@pytest.mark.parametrize(
    "role", [Role.COMMISSIONER, Role.SOCIAL_WORKER, Role.PSYCHOLOGIST, Role.SCOUT, Role.ADMINISTRATOR]
)
def test_who_may_not_open_rows_gets_the_page_of_what_does_not_exist(role: Role) -> None:
    client = client_of(member(role))
    answer = client.get("/andamento/righe/", {"cifra": "active_people", **OF_2018})
    assert answer.status_code == 404
    assert Event.objects.get(act=Act.DENIED).where == "reports:rows"


@pytest.mark.parametrize(
    "asked",
    [{}, {"cifra": "active_people"}, {"cifra": "stipendi", **OF_2018}, {"cifra": "hires.profit", **OF_2018},
     {"cifra": "active_people", "dal": "2018-12-31", "al": "2018-01-01"},
     {"cifra": "active_people", "dal": "ieri", "al": "2018-01-01"}],
)  # fmt: skip
def test_an_address_written_by_hand_finds_nothing(asked: dict[str, str]) -> None:
    assert client_of(member(Role.MEDIATOR)).get("/andamento/righe/", asked).status_code == 404


def test_the_trail_names_the_people_of_each_page_and_each_file() -> None:
    reader = member(Role.MEDIATOR)
    people = [person(f"Merlo {number:03}") for number in range(53)]
    for one in people:
        case(one)
    client = client_of(reader)
    for page, shown in [("1", people[:50]), ("2", people[50:])]:
        client.get("/andamento/righe/", {"cifra": "active_people", **OF_2018, "pagina": page})
        event = Event.objects.filter(act=Act.LIST).latest("id")
        assert event.about_people == [one.pk for one in shown]
    client.get("/andamento/tabelle.xlsx")
    client.get("/andamento/tabelle.csv")
    files = Event.objects.filter(act=Act.EXPORT).values_list("where", flat=True)
    assert sorted(files) == ["reports:csv", "reports:workbook"]


def test_nothing_is_shown_when_the_trail_does_not_take_it(monkeypatch: pytest.MonkeyPatch) -> None:
    case(person("Cardellino"))

    def broken(*_args: Any, **_more: Any) -> None:
        raise OSError("the trail is full")

    monkeypatch.setattr("percorsi.web.shell.trail.record", broken)
    client = client_of(member(Role.MEDIATOR))
    client.raise_request_exception = False
    for path in ("/andamento/righe/?cifra=active_people&dal=2018-01-01&al=2018-12-31", "/andamento/tabelle.csv"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "Cardellino" not in answer.content.decode()


@pytest.mark.parametrize("path", ["", "righe/", "tabelle.xlsx", "tabelle.csv"])
def test_figures_are_only_read(path: str) -> None:
    assert client_of(member(Role.OPERATIONAL_COORDINATOR)).post(f"/andamento/{path}").status_code == 405
