"""The list of people: who is in it, for whom, in which order, and what it never says."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.cases.models import Case, Suspension
from percorsi.diary.models import Note
from percorsi.people.models import Person, Residence
from percorsi.traineeships.models import Traineeship
from tests import cast

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
READERS = [Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.OFFICER, Role.PSYCHOLOGIST, Role.SOCIAL_WORKER]
NOBODY = [Role.PROJECT_COORDINATOR, Role.SCOUT, Role.COMMISSIONER, Role.ADMINISTRATOR]


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def resident(name: str, town: str = "Rho", **values: Any) -> Person:
    person = cast.person(name, **values)
    Residence.objects.create(person=person, municipality=cast.municipality(town))
    return person


def read(user: User, query: str = "") -> str:
    answer = cast.client_of(user).get(f"/persone/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def names(page: str) -> list[str]:
    return re.findall(r'<a class="name" href="/persone/\w{22}/">([^<]+)</a>', page)


def column(page: str, label: str) -> list[str]:
    cells = re.findall(rf'data-label="{label}">(.*?)</td>', page)
    return [re.sub(r"<[^>]+>", "", cell) for cell in cells]


@pytest.mark.parametrize("role", NOBODY)
def test_who_only_counts_finds_no_list(role: Role) -> None:
    assert cast.client_of(cast.member(role)).get("/persone/").status_code == 404


@pytest.mark.parametrize("role", READERS)
def test_each_reader_finds_their_people_with_an_active_path(role: Role) -> None:
    user = cast.member(role, town="Rho")
    cast.case(resident("Cardellino"), worker=user, town="Rho")
    cast.referral(cast.person("Allocco"), town="Rho")
    page = read(user)
    assert names(page) == ["Ada Cardellino"]
    assert "<strong>1</strong> persona con percorso attivo" in page


def test_a_social_worker_reads_state_and_dates_only() -> None:
    user = cast.member(Role.SOCIAL_WORKER, town="Rho")
    follower = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    person = resident("Cardellino", "Lainate", born_on=date(1970, 5, 1))
    case = cast.case(person, worker=follower, town="Rho")
    Note.objects.create(person=person, kind="call", happened_on=TODAY, text="x", written_at=timezone.now())
    page = read(user)
    assert column(page, "In carico dal") == [case.opened_on.strftime("%d/%m/%Y")]
    for word in ("Elena Nibbio", "Lainate", "Età", "Ultimo contatto", "Comune:"):
        assert word not in page


def test_a_path_closed_before_the_open_one_is_not_its_end() -> None:
    user = cast.member(Role.SOCIAL_WORKER, town="Rho")
    person = resident("Cardellino")
    cast.case(person, town="Rho", opened_on=date(2017, 3, 1), closed_on=date(2017, 9, 1))
    cast.case(person, town="Rho", opened_on=date(2018, 5, 2))
    page = read(user)
    assert (column(page, "In carico dal"), column(page, "Chiuso il")) == (["02/05/2018"], ["–"])


def test_who_was_never_heard_of_says_nobody(coordinator: User) -> None:
    cast.case(resident("Cardellino"))
    assert column(read(coordinator), "Contatto") == ["nessuno"]


def test_an_officer_reads_no_diary(coordinator: User) -> None:
    person = cast.person()
    cast.case(person)
    Note.objects.create(
        person=person, kind="call", happened_on=TODAY - timedelta(3), text="x", written_at=timezone.now()
    )
    assert column(read(coordinator), "Contatto")[0].startswith("3 giorni fa")
    assert "Ultimo contatto" not in read(cast.member(Role.OFFICER))


def test_a_row_tells_age_town_phase_and_who_follows(coordinator: User) -> None:
    follower = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    cast.case(resident("Cardellino", born_on=date(TODAY.year - 41, 1, 1)), worker=follower)
    page = read(coordinator)
    assert column(page, "Segue") == ["Elena Nibbio"]
    assert re.findall(r'class="(?:num )?sub">(?:<[^>]+>)?([^<]+)<', page) == ["41", "Rho"]


def test_the_phase_is_read_from_the_facts(coordinator: User) -> None:
    paused, trainee, waiting, closed = (cast.person(name) for name in ("Abete", "Bora", "Corvo", "Dattero"))
    Suspension.objects.create(case=cast.case(paused), starts_on=TODAY)
    cast.case(trainee)
    Traineeship.objects.create(person=trainee, host=cast.body("Officine"), starts_on=TODAY, ends_on=TODAY)
    cast.referral(waiting)
    cast.case(closed, closed_on=date(2018, 5, 1), discharge_reason="moved")
    phases = dict(zip(names(page := read(coordinator, "?stato=tutti")), column(page, "Fase"), strict=True))
    assert phases == {
        "Ada Abete": "Sospeso", "Ada Bora": "In tirocinio", "Ada Corvo": "In attesa", "Ada Dattero": "Percorso chiuso",
    }  # fmt: skip
    found = {state: names(read(coordinator, f"?stato={state}")) for state in ("in-attesa", "sospeso", "in-tirocinio")}
    assert found == {"in-attesa": ["Ada Corvo"], "sospeso": ["Ada Abete"], "in-tirocinio": ["Ada Bora"]}
    assert names(read(coordinator, "?stato=chiuso")) == ["Ada Dattero"]


# --- protected people -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("query", ["", "?stato=tutti", "?stato=tutti&ordine=-nome", "?pagina=99", "?ordine=eta"])
def test_a_protected_person_leaves_no_trace(query: str) -> None:
    cleared, colleague = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    follower = cast.member(Role.MEDIATOR, name="Sandro Libeccio")
    cast.case(cast.person("Cardellino"))
    hidden = cast.protected_person("Caso 7A", cleared=(cleared,))
    cast.case(hidden, worker=follower)
    page = read(colleague, query)
    assert names(page) == ["Ada Cardellino"]
    assert "<strong>1</strong> persona" in page and "1–1 di 1" in page
    assert sorted(names(seen := read(cleared, query))) == ["Ada Cardellino", "Caso 7A"]
    assert "<strong>2</strong> persone" in seen and "Protetto" in seen and "riservato" in seen


def test_a_filter_on_the_municipality_never_answers_for_protected_people() -> None:
    cleared = cast.member(Role.OPERATIONAL_COORDINATOR)
    cast.case(resident("Cardellino"))
    hidden = cast.protected_person("Caso 7A", cleared=(cleared,))
    cast.case(hidden)
    # Residences of protected people are moved away; even one left behind must not answer.
    Residence.objects.create(person=hidden, municipality=cast.municipality("Rho"))
    page = read(cleared, f"?comune={cast.municipality('Rho').public_id}")
    assert names(page) == ["Ada Cardellino"]
    assert "<strong>1</strong> persona" in page
    line = "I casi protetti non compaiono quando si filtra per Comune."
    assert line in page and line in read(cast.member(Role.MEDIATOR))


def test_who_follows_hidden_people_alone_is_no_choice_of_the_filter() -> None:
    cleared, follower = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR, name="Sandro Libeccio")
    hidden = cast.protected_person("Caso 7A", cleared=(cleared,))
    cast.case(hidden, worker=follower)
    assert "Sandro Libeccio" in read(cleared)
    for role in (Role.MEDIATOR, Role.OPERATIONAL_COORDINATOR, Role.OFFICER):
        assert "Sandro Libeccio" not in read(cast.member(role))
    cast.case(cast.person("Cardellino"), worker=follower)
    assert "Sandro Libeccio" in read(cast.member(Role.OFFICER))


# --- filters, order, pages --------------------------------------------------------------------------------------------


def test_filters_narrow_and_chips_take_them_off(coordinator: User) -> None:
    follower = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    cast.case(resident("Cardellino"), worker=follower)
    cast.case(resident("Allocco", "Arese"))
    rho, worker = cast.municipality("Rho").public_id, cast.worker_of(follower).public_id
    page = read(coordinator, f"?comune={rho}&segue={worker}&pagina=1")
    assert names(page) == ["Ada Cardellino"]
    chips = re.findall(r'<a class="chip" href="([^"]+)"><span>([^<]+): <b>([^<]+)</b>', page)
    assert [(label, value) for _url, label, value in chips] == [
        ("Percorso", "attivo"), ("Comune", "Rho"), ("Chi segue", "Elena Nibbio"),
    ]  # fmt: skip
    assert chips[1][0] == f"?segue={worker}"
    assert names(read(coordinator, chips[1][0])) == ["Ada Cardellino"]
    assert names(read(coordinator, f"?segue={worker}&stato=chiuso")) == []


def test_an_unknown_choice_is_told_in_its_field_and_leaves_the_list(coordinator: User) -> None:
    cast.case(resident("Cardellino"))
    page = read(coordinator, "?comune=Rho&stato=boh&segue=0")
    assert page.count("Questa scelta non c’è più nell’elenco. Scegline un’altra.") == 3
    assert names(page) == ["Ada Cardellino"]
    assert "<title>Errore: Persone" in page


def test_a_social_worker_cannot_filter_by_what_is_hidden_from_them() -> None:
    user = cast.member(Role.SOCIAL_WORKER, town="Rho")
    cast.case(resident("Cardellino"), town="Rho")
    cast.case(resident("Allocco", "Arese"), town="Rho")
    assert len(names(read(user, f"?comune={cast.municipality('Arese').public_id}"))) == 2


@pytest.mark.parametrize("order", ["eta", "-eta"])
def test_a_social_worker_cannot_sort_by_what_is_hidden_from_them(order: str) -> None:
    user = cast.member(Role.SOCIAL_WORKER, town="Rho")
    for name, year in (("Abete", 1950), ("Bora", 1990), ("Corvo", 1970)):
        cast.case(cast.person(name, born_on=date(year, 1, 1)), town="Rho")
    assert [name[4] for name in names(read(user, f"?ordine={order}"))] == ["A", "B", "C"]


def test_heads_sort_and_say_how(coordinator: User) -> None:
    old = cast.case(cast.person("Abete", born_on=date(1950, 1, 1)), opened_on=date(2018, 3, 1)).person
    cast.case(cast.person("Bora", born_on=date(1990, 1, 1)), opened_on=date(2017, 3, 1))
    cast.case(cast.person("Corvo"), opened_on=date(2019, 3, 1))
    orders = {key: "".join(name[4] for name in names(read(coordinator, f"?ordine={key}"))) for key in (
        "nome", "-nome", "eta", "-eta", "dal", "-dal", "altro")}  # fmt: skip
    assert orders == {
        "nome": "ABC", "-nome": "CBA", "eta": "BAC", "-eta": "ABC", "dal": "BAC", "-dal": "CAB", "altro": "ABC",
    }  # fmt: skip
    page = read(coordinator, "?ordine=eta&stato=tutti")
    assert re.search(r'aria-sort="ascending"><a href="\?ordine=-eta&amp;stato=tutti">Età', page)
    assert old.public_id in page


def test_pages_hold_twenty_and_the_last_ones_are_read_from_the_end(coordinator: User) -> None:
    for number in range(67):
        cast.case(cast.person(f"Merlo {number:02}"))
    pages = [names(read(coordinator, f"?pagina={number}")) for number in (1, 2, 3, 4)]
    assert [len(page) for page in pages] == [20, 20, 20, 7]
    assert [name for page in pages for name in page] == [f"Ada Merlo {number:02}" for number in range(67)]
    assert names(read(coordinator, "?pagina=99")) == pages[3]


def test_an_imported_person_with_two_open_paths_counts_once(coordinator: User) -> None:
    person = cast.case(cast.person()).person
    Case.objects.create(person=person, opened_on=date(2015, 1, 1), is_imported=True)
    page = read(coordinator)
    assert names(page) == ["Ada Cardellino"] and "1–1 di 1" in page


def test_empty_lists_say_the_way_on(coordinator: User) -> None:
    assert "Ancora nessuna persona con percorso attivo." in read(coordinator)
    assert "Nessuna persona con questi filtri." in read(coordinator, "?stato=chiuso")


# --- the trail --------------------------------------------------------------------------------------------------------


def test_the_trail_names_everybody_shown_in_their_order(coordinator: User) -> None:
    second, first = cast.case(cast.person("Bora")).person, cast.case(cast.person("Abete")).person
    cast.case(cast.person("Corvo"), closed_on=date(2018, 5, 1))
    read(coordinator)
    event = Event.objects.latest("id")
    assert (event.act, event.where, event.about_people) == (Act.LIST, "people:list", [first.pk, second.pk])


@pytest.mark.parametrize("path", ["", "{id}/", "{id}/dati/", "{id}/lavoro/", "{id}/accessi/"])
def test_no_log_no_view(coordinator: User, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    person = cast.case(cast.person("Cardellino")).person
    client = cast.client_of(coordinator)
    client.raise_request_exception = False

    def broken(*_args: object, **_more: object) -> None:
        raise OSError("the trail cannot be written")

    monkeypatch.setattr("percorsi.web.shell.trail.record", broken)
    answer = client.get(f"/persone/{path.format(id=person.public_id)}")
    assert answer.status_code == 500
    assert "Cardellino" not in answer.content.decode()
