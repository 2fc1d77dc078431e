"""The sheet of who came: without scripts, two at once, and the way back."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.activities import actions
from percorsi.activities.actions import ActivityDraft
from percorsi.activities.choices import AttendanceKind
from percorsi.activities.models import Activity, Attendance, Participation, Session
from percorsi.audit.models import Subject
from tests import cast

pytestmark = pytest.mark.django_db
MAY = date(2018, 5, 2)


@pytest.fixture
def user() -> User:
    return cast.member(Role.MEDIATOR)


@pytest.fixture
def client(user: User) -> Client:
    return cast.client_of(user)


@pytest.fixture
def edition(user: User) -> Activity:
    return actions.add_activity(ActivityDraft("ORAFO", starts_on=MAY), by=user)


@pytest.fixture
def session(user: User, edition: Activity) -> Session:
    return actions.add_session(edition, by=user, held_on=MAY)


@pytest.fixture
def rows(user: User, edition: Activity) -> list[Participation]:
    names = ("Abete", "Bora", "Cardellino")
    return [actions.enrol(edition, by=user, person=cast.person(name, "Ada")) for name in names]


def path_of(session: Session) -> str:
    return f"/gruppi/incontri/{session.public_id}/"


def marked() -> list[tuple[str, str]]:
    found = Attendance.objects.order_by("participation__person__sort_key")
    return [(row.participation.person.family_names, row.kind) for row in found]


def send(client: Client, session: Session, marks: dict[Participation, str], was: dict[Participation, str]) -> str:
    typed = {f"p-{row.public_id}": kind for row, kind in marks.items()}
    typed |= {f"era-{row.public_id}": kind for row, kind in was.items()}
    return client.post(path_of(session), typed, follow=True).content.decode()


def test_a_sheet_is_saved_and_put_back(client: Client, session: Session, rows: list[Participation]) -> None:
    abete, bora, _cardellino = rows
    page = client.get(path_of(session)).content.decode()
    assert re.findall(r"<legend class=\"visually-hidden\">([^<]*)<", page) == [
        "Ada Abete",
        "Ada Bora",
        "Ada Cardellino",
    ]
    page = send(client, session, {abete: "present", bora: "justified"}, {abete: "", bora: ""})
    assert "Le presenze sono salvate." in page
    assert page.count("checked") == 2
    assert marked() == [("Abete", "present"), ("Bora", "justified")]
    send(client, session, {abete: "absent", bora: "justified"}, {abete: "present", bora: "justified"})
    assert marked() == [("Abete", "absent"), ("Bora", "justified")]
    back = f"{path_of(session)}riporta/"
    assert "tornate come prima" in client.post(back, follow=True).content.decode()
    assert marked() == [("Abete", "present"), ("Bora", "justified")]
    assert "niente da annullare" in client.post(back, follow=True).content.decode()


def test_what_a_colleague_marked_meanwhile_stays(
    client: Client, user: User, session: Session, rows: list[Participation]
) -> None:
    abete, bora, _cardellino = rows
    actions.mark_sheet(session, by=user, marks={abete: AttendanceKind.PRESENT})
    # Both opened the sheet when Abete was present; the colleague corrects it, then this reader marks Bora.
    actions.mark_sheet(session, by=cast.member(Role.MEDIATOR), marks={abete: AttendanceKind.ABSENT})
    send(client, session, {abete: "present", bora: "present"}, {abete: "present", bora: ""})
    assert marked() == [("Abete", "absent"), ("Bora", "present")]


def test_a_sheet_without_a_mark_and_one_that_changes_nothing(
    client: Client, user: User, session: Session, rows: list[Participation]
) -> None:
    assert "Non hai segnato nessuna presenza" in client.post(path_of(session), {}).content.decode()
    actions.mark_sheet(session, by=user, marks={rows[0]: AttendanceKind.PRESENT})
    assert "Non è cambiato niente." in send(client, session, {rows[0]: "present"}, {rows[0]: "present"})


def test_a_mark_that_does_not_exist_is_refused(client: Client, session: Session, rows: list[Participation]) -> None:
    assert "Scegli una delle tre voci." in send(client, session, {rows[0]: "forse"}, {})
    assert marked() == []


def test_nobody_marks_who_is_hidden_from_them(client: Client, session: Session, edition: Activity) -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    hidden = cast.protected_person("Caso 7A", cleared=(coordinator,))
    row = actions.enrol(edition, by=coordinator, person=hidden)
    subjects = Subject.objects.count()
    page = send(client, session, {row: "present"}, {row: ""})
    assert "Caso 7A" not in page
    assert "Nessun iscritto a questa edizione." in page
    assert marked() == []
    assert Subject.objects.count() == subjects


def test_a_sheet_of_tomorrow_waits(client: Client, user: User, edition: Activity, rows: list[Participation]) -> None:
    session = actions.add_session(edition, by=user, held_on=timezone.localdate() + timedelta(days=1))
    page = client.get(path_of(session)).content.decode()
    assert "si segnano dal giorno dell’incontro" in page
    assert "radio" not in page
    assert "La data è nel futuro" in send(client, session, {rows[0]: "present"}, {}) or marked() == []


def test_who_withdrew_before_is_not_asked(
    client: Client, user: User, session: Session, rows: list[Participation]
) -> None:
    Participation.objects.filter(pk=rows[0].pk).update(enrolled_on=None, withdrawn_on=MAY - timedelta(days=1))
    Participation.objects.filter(pk=rows[1].pk).update(enrolled_on=None, withdrawn_on=MAY)
    page = client.get(path_of(session)).content.decode()
    assert re.findall(r"<legend class=\"visually-hidden\">([^<]*)<", page) == ["Ada Bora", "Ada Cardellino"]
    paper = client.get(f"{path_of(session)}firme/").content.decode()
    assert "Ada Abete" not in paper
    assert "Ada Cardellino" in paper
