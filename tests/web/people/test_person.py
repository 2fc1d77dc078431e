"""The pages about one person: one timeline, what is known within the reader's rights, who looked."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities.models import Activity, Participation
from percorsi.audit.models import Event
from percorsi.diary.models import Note
from percorsi.funding.models import Payer, Project
from percorsi.people.choices import ExceptionKind
from percorsi.people.legal import category_choices, is_sensitive
from percorsi.people.models import (
    AccessException,
    Condition,
    Contact,
    Invalidity,
    Permit,
    Person,
    Relative,
    Residence,
)
from percorsi.placements.models import Placement
from percorsi.traineeships.models import Traineeship, TraineeshipMonth
from tests import cast

pytestmark = pytest.mark.django_db
SECTIONS = ["", "dati/", "lavoro/", "accessi/"]
SENSITIVE = next((code, label) for code, label in category_choices() if is_sensitive(code))
WORDS = {
    "contact": "399 000 1204", "relative": "Bice Ontano", "street": "via dei Tigli 9", "category": SENSITIVE[1],
    "health": "ipoacusia", "permit": "protezione sussidiaria", "diary": "Si trova bene in reparto",
    "remark": "nome unico",
    "sender": "CPS di Rho", "outcome": "interrotto per salute",
}  # fmt: skip


def full_person(worker: User | None = None, *, project: Project | None = None) -> Person:
    """A person with something in every room, each with a word of its own."""
    person = cast.person(
        "Cardellino", "Ada", born_on=date(1985, 3, 6), remark=WORDS["remark"], codice_fiscale="CRDDAA85C46H264X"
    )
    person.numbers.update(sending_service=cast.body(WORDS["sender"]))
    Residence.objects.create(person=person, municipality=cast.municipality("Rho"), address=WORDS["street"])
    Contact.objects.create(person=person, kind="phone", value=WORDS["contact"], whose="sorella")
    Relative.objects.create(person=person, name=WORDS["relative"], relation="madre")
    Permit.objects.create(person=person, kind=WORDS["permit"], expires_on=timezone.localdate() + timedelta(30))
    Condition.objects.create(person=person, category=SENSITIVE[0], is_main=True)
    Invalidity.objects.create(person=person, kind=WORDS["health"], percent=60)
    cast.case(person, worker=worker)
    Note.objects.create(
        person=person, kind="call", happened_on=date(2019, 6, 3), text=WORDS["diary"], written_at=timezone.now()
    )
    work(person, project)
    return person


def work(person: Person, project: Project | None) -> None:
    host = cast.body("Officine Levante")
    payer = Payer.objects.create(name="Comune di Rho", match_key="comune di rho", kind="municipality")
    done = Traineeship.objects.create(
        person=person, host=host, payer=payer, project=project, starts_on=date(2018, 9, 1), ends_on=date(2019, 5, 31),
        outcome=WORDS["outcome"],
    )  # fmt: skip
    TraineeshipMonth.objects.create(
        traineeship=done, month=date(2018, 9, 1), hours_due=110, hours_present=Decimal("96.50"), amount=450
    )
    host_pays = Payer.objects.create(name="Azienda", match_key="azienda", kind="host")
    TraineeshipMonth.objects.create(traineeship=done, month=date(2018, 10, 1), payer=host_pays)
    Placement.objects.create(person=person, employer=host, starts_on=date(2019, 6, 10), contract="permanent")
    group = Activity.objects.create(name="ORAFO", edition="2018-2", starts_on=date(2018, 5, 2))
    Participation.objects.create(person=person, activity=group)
    Participation.objects.create(person=person, activity=group, register_number=person.numbers.get())


def read(user: User, person: Person, section: str = "") -> str:
    answer = cast.client_of(user).get(f"/persone/{person.public_id}/{section}")
    assert answer.status_code == 200
    return answer.content.decode()


def everything(user: User, person: Person) -> str:
    client = cast.client_of(user)
    answers = [client.get(f"/persone/{person.public_id}/{section}") for section in SECTIONS]
    return "".join(answer.content.decode() for answer in answers if answer.status_code == 200)


# --- the timeline -----------------------------------------------------------------------------------------------------


def test_one_timeline_tells_what_every_room_knows_newest_first() -> None:
    user = cast.member(Role.OPERATIONAL_COORDINATOR)
    page = read(user, full_person(cast.member(Role.MEDIATOR)))
    days = re.findall(r'<time datetime="([\d-]+)">', page[page.index("Che cosa è successo") : page.index("Scadenze")])
    assert days == sorted(days, reverse=True) and len(days) == 8
    assert re.findall(r'class="diary-month">([^<]+)<', page) == [
        "Giugno 2019", "Maggio 2019", "Settembre 2018", "Maggio 2018", "Marzo 2018",
    ]  # fmt: skip
    for word in (
        "Assunzione",
        "Telefonata",
        "Fine tirocinio",
        "Inizio tirocinio",
        "ORAFO",
        "Presa in carico",
        "Segnalazione",
    ):
        assert word in page, word
    assert "8 voci" in page


def test_a_long_timeline_has_pages_of_twenty_five() -> None:
    user, person = cast.member(Role.MEDIATOR), cast.person()
    for number in range(60):
        day = date(2018, 1, 1) + timedelta(number)
        Note.objects.create(person=person, kind="call", happened_on=day, text=f"n{number}.", written_at=timezone.now())
    first, second = read(user, person), read(user, person, "?pagina=2")
    assert (first.count('class="diary-text"'), second.count('class="diary-text"')) == (25, 25)
    assert "n59." in first and "n35." in first and "n34." in second and "60 voci" in first


def test_an_empty_timeline_says_what_will_come() -> None:
    assert "Ancora niente." in read(cast.member(Role.MEDIATOR), cast.person())


# --- rights -----------------------------------------------------------------------------------------------------------

HIDDEN = {
    Role.OPERATIONAL_COORDINATOR: set(),
    Role.MEDIATOR: set(),
    Role.PSYCHOLOGIST: set(),
    Role.OFFICER: {"category", "health", "permit", "diary", "remark", "sender", "outcome"},
    Role.SOCIAL_WORKER: set(WORDS),
}


@pytest.mark.parametrize("role", HIDDEN)
def test_each_role_reads_its_part_and_no_more(role: Role) -> None:
    user = cast.member(role, town="Rho")
    text = everything(user, full_person(user)).casefold()
    assert {key for key, word in WORDS.items() if word.casefold() not in text} == HIDDEN[role]


@pytest.mark.parametrize(
    ("role", "labels"),
    [
        (Role.OPERATIONAL_COORDINATOR, ["Sintesi", "Dati", "Tirocini e lavoro", "Documenti", "Accessi"]),
        (Role.MEDIATOR, ["Sintesi", "Dati", "Tirocini e lavoro", "Documenti"]),
        (Role.OFFICER, ["Sintesi", "Dati", "Tirocini e lavoro", "Documenti"]),
        (Role.SOCIAL_WORKER, ["Sintesi", "Tirocini e lavoro"]),
    ],
)
def test_only_sections_that_open_are_offered(role: Role, labels: list[str]) -> None:
    user, person = cast.member(role, town="Rho"), full_person()
    page = read(user, person)
    tabs = re.findall(r'<li><a href="(/persone/[^"]+)"[^>]*>([^<]+)</a></li>', page[page.index("pc-tabs") :])
    assert [label for _url, label in tabs if label != "Percorsi"] == labels
    client = cast.client_of(user)
    assert {client.get(url).status_code for url, _label in tabs} == {200}
    closed = {section for section in SECTIONS if f"/persone/{person.public_id}/{section}" not in dict(tabs)}
    assert {client.get(f"/persone/{person.public_id}/{one}").status_code for one in closed} <= {404}


@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("role", [role for role in Role if role != Role.COMMAND])
def test_who_may_not_see_gets_the_page_of_what_does_not_exist(role: Role, section: str) -> None:
    client = cast.client_of(cast.member(role, town="Arese"))
    hidden = cast.protected_person()
    cast.case(hidden)
    never = client.get(f"/persone/{'a' * 22}/{section}")
    answer = client.get(f"/persone/{hidden.public_id}/{section}")
    nowhere = client.get("/non-esiste/")
    assert (answer.status_code, never.status_code, nowhere.status_code) == (404, 404, 404)
    assert answer.content == never.content == nowhere.content
    assert answer.headers.items() == never.headers.items()


def test_who_tries_the_address_of_somebody_hidden_is_noted_as_of_nobody() -> None:
    user = cast.member(Role.PSYCHOLOGIST)
    for public_id in (cast.person().public_id, cast.protected_person().public_id, "a" * 22):
        assert cast.client_of(user).get(f"/persone/{public_id}/").status_code == 404
    events = Event.objects.filter(act="denied", actor=user.pk)
    assert [(event.where, event.object_id, event.about_people) for event in events] == [("people:person", None, [])] * 3


def test_a_cleared_reader_sees_the_alias_and_the_lock() -> None:
    user = cast.member(Role.MEDIATOR)
    page = read(user, cast.protected_person("Caso 7A", cleared=(user,)))
    assert "<h1>Caso 7A</h1>" in page and "Protetto" in page and "dati riservati" in page


@pytest.mark.parametrize(
    ("role", "is_own", "reads"),
    [
        (Role.OPERATIONAL_COORDINATOR, False, True),
        (Role.MEDIATOR, True, True),
        (Role.MEDIATOR, False, False),
        (Role.OFFICER, False, False),
        (Role.SOCIAL_WORKER, False, False),
    ],
)
def test_the_name_of_a_protected_project_is_told_to_few(role: Role, is_own: bool, reads: bool) -> None:
    user = cast.member(role, town="Rho")
    project = Project.objects.create(name="Progetto Gheriglio", match_key="progetto gheriglio", is_protected=True)
    person = full_person(user if is_own else cast.member(Role.MEDIATOR), project=project)
    page = read(user, person, "lavoro/")
    assert ("Progetto Gheriglio" in page, "altri progetti" in page) == (reads, not reads)
    assert "Progetto Gheriglio" in everything(user, person) or not reads


@pytest.mark.parametrize(("is_own", "reads"), [(True, True), (False, False)])
def test_a_purse_with_the_name_of_a_protected_project_is_told_to_as_few(is_own: bool, reads: bool) -> None:
    user = cast.member(Role.MEDIATOR)
    project = Project.objects.create(name="Progetto Gheriglio", match_key="progetto gheriglio", is_protected=True)
    person = full_person(user if is_own else cast.member(Role.MEDIATOR), project=project)
    Payer.objects.filter(name="Comune di Rho").update(name=project.name, match_key=project.match_key)
    page = read(user, person, "lavoro/")
    assert (page.count("Progetto Gheriglio"), "Azienda" in page) == (3 if reads else 0, True)


def test_work_shows_months_hires_and_each_activity_once() -> None:
    page = read(cast.member(Role.OFFICER), full_person(), "lavoro/")
    for word in (
        "Tirocinio a Officine Levante",
        "Settembre 2018",
        "96,5",
        "450",
        "Comune di Rho",
        "tempo indeterminato",
    ):
        assert word in page, word
    assert page.count("ORAFO") == 1
    assert re.findall(r'data-label="Paga">([^<]+)<', page) == ["Comune di Rho", "Azienda"]


def test_who_may_write_is_offered_the_forms() -> None:
    mediator, colleague = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    person = full_person(mediator)
    assert "/modifica/" in read(mediator, person, "dati/")
    assert "/modifica/" not in read(colleague, person, "dati/")


# --- the trail --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("section", ["", "dati/", "lavoro/"])
def test_a_mediator_who_looks_at_a_colleagues_case_is_marked(section: str) -> None:
    mine, colleague = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    person = full_person(mine)
    marks = []
    for user in (mine, colleague, cast.member(Role.OPERATIONAL_COORDINATOR), cast.member(Role.OFFICER)):
        read(user, person, section)
        event = Event.objects.latest("id")
        marks.append((event.actor == user.pk, event.about_people, event.object_id, event.is_outside_own))
    assert marks == [(True, [person.pk], person.pk, is_outside) for is_outside in (False, True, False, False)]
    AccessException.objects.create(
        person=person, worker=cast.worker_of(colleague), kind=ExceptionKind.COVER, starts_at=timezone.now()
    )
    read(colleague, person, section)
    assert not Event.objects.latest("id").is_outside_own


def test_the_accesses_say_who_looked_where_and_with_which_role() -> None:
    coordinator, person = cast.member(Role.OPERATIONAL_COORDINATOR), full_person()
    colleague = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    read(colleague, person)
    cast.client_of(colleague).post("/persone/cerca/", {"testo": "cardellino"})
    read(colleague, cast.person("Allocco"))
    page = read(coordinator, person, "accessi/")
    rows = re.findall(r'<tr role="row">(.*?)</tr>', page, re.DOTALL)[1:]
    told = [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]
    assert told == [
        [coordinator.name, "coordinatore operativo", "ha visto", "accessi alla persona", "–"],
        ["Elena Nibbio", "operatore della mediazione", "ha cercato", "ricerca di una persona", "–"],
        ["Elena Nibbio", "operatore della mediazione", "ha visto", "scheda della persona", "Fuori dai propri casi"],
    ]


def test_the_names_of_pages_are_in_words() -> None:
    from percorsi.web.people.accesses import ELSEWHERE, PLACES, place_of
    from tests.web.site_map import routes

    rooms = {"people", "cases", "referrals", "diary"}
    told = {route.name: place_of(route.name, "") for route in routes() if route.name.split(":")[0] in rooms}
    assert told and ELSEWHERE not in told.values()
    assert str(place_of("", "cases.case")) == "percorso" and place_of("boh", "") == ELSEWHERE
    assert {name for name in PLACES if name.startswith("people:")} <= {route.name for route in routes()}
    call_command("check")
