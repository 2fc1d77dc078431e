"""The first screen: what stands on it for whom, in which order, with which act."""

import re
from datetime import date, time, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.cases.models import Case
from percorsi.diary.choices import AppointmentKind, NoteKind
from percorsi.diary.models import Appointment, Draft, Note
from percorsi.organisations.choices import Kind
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Permit, Person, Residence
from percorsi.placements.choices import Contract
from percorsi.placements.models import Placement
from percorsi.service.choices import USUAL_DAYS
from percorsi.traineeships.models import Traineeship
from percorsi.web.shell.moments import day_and_month
from percorsi.web.today.reading import Question, written
from tests import cast

pytestmark = pytest.mark.django_db
ASKING = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")
MOST_QUERIES = 10


def today() -> date:
    return timezone.localdate()


def in_days(days: int) -> date:
    return today() + timedelta(days=days)


def followed(by: User, family_names: str = "Cardellino", given_names: str = "Ada") -> Person:
    """Somebody in charge since today, so that nothing is due yet."""
    person = cast.person(family_names, given_names)
    cast.case(person, worker=by, opened_on=today())
    return person


def expiring(person: Person, days: int) -> None:
    Permit.objects.create(person=person, kind="attesa occupazione", expires_on=in_days(days))


def shown(user: User, query: str = "") -> str:
    answer = cast.client_of(user).get(f"/oggi/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def rows(page: str) -> list[str]:
    """The text of each row, without markup."""
    lists = re.findall(r'<ul class="wl">(.*?)</ul>', page, re.S)
    found = [row for one in lists for row in re.findall(r"<li>(.*?)</li>", one, re.S)]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in found]


def bands(page: str) -> list[str]:
    heads = re.findall(r'<h3 class="band[^"]*">(.*?)</h3>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", head).split()) for head in heads]


@pytest.fixture
def mediator() -> User:
    return cast.member(Role.MEDIATOR, name="Elena Brezza")


def test_what_is_due_stands_in_three_bands_the_latest_first(mediator: User) -> None:
    for name, days in (("Gheppio", 40), ("Betulla", -1), ("Allodola", 0), ("Merlo", -7)):
        expiring(followed(mediator, name), days)
    page = shown(mediator)
    assert bands(page) == ["In ritardo 2", "Per oggi 1", "In arrivo 1"]
    assert [row.split()[1] for row in rows(page)] == ["Merlo", "Betulla", "Allodola", "Gheppio"]
    text = " ".join(re.sub(r"<[^>]+>", "", page).split())
    assert "4 cose da fare per 4 persone: 2 in ritardo, 1 per oggi, 1 in arrivo." in text


def test_a_row_says_who_where_what_why_by_when_and_offers_one_act(mediator: User) -> None:
    person = followed(mediator)
    Residence.objects.create(person=person, municipality=cast.municipality("Pero"))
    expiring(person, -7)
    page = shown(mediator)
    assert rows(page) == [
        "Ada Cardellino Pero Permesso di soggiorno. Attesa occupazione: è scaduto, verifica la richiesta di rinnovo. "
        f"7 giorni di ritardo entro il {day_and_month(in_days(-7), today())} "
        "Aggiorna , Ada Cardellino: Permesso di soggiorno."
    ]
    assert f'href="/persone/{person.public_id}/permessi/"' in page


def test_every_kind_has_its_reason_and_leads_to_a_page_that_opens(mediator: User) -> None:
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    one, two, three, four, five = (followed(mediator, name) for name in ("Merlo", "Tiglio", "Bora", "Selce", "Acero"))
    Case.objects.filter(person=one).update(opened_on=in_days(-50))
    note = {"kind": NoteKind.CALL, "text": "Richiamare.", "written_at": timezone.now()}
    Note.objects.create(person=two, happened_on=in_days(-10), follow_up_on=today(), **note)
    Traineeship.objects.create(person=three, host=host, starts_on=in_days(-90), ends_on=in_days(9))
    Placement.objects.create(
        person=four, employer=host, starts_on=in_days(-90), ends_on=in_days(12), contract=Contract.FIXED_TERM
    )
    make_appointment(mediator, five, -1)
    page = shown(mediator)
    text = " ".join(rows(page))
    for words in (
        "Non si sente da tempo. Ancora nessuna nota: un contatto almeno ogni 45 giorni.",
        "Da risentire. Promemoria della nota del",
        "Fine tirocinio. Presso Officine Levante: non c’è ancora una decisione su proroga o assunzione.",
        "Presso Officine Levante: ore e importo mancano, si registra entro 5 giorni dalla fine del mese.",
        "Fine contratto. Presso Officine Levante: meno di 15 giorni, senti persona e azienda sul rinnovo.",
        "Esito dell’appuntamento. Colloquio in agenda: manca se è avvenuto.",
    ):
        assert words in text
    client = cast.client_of(mediator)
    acts = re.findall(r'<a class="btn btn-quiet btn-xs" href="([^"]+)"', page)
    assert len(acts) == len(rows(page))
    assert [path for path in acts if client.get(path).status_code != 200] == []


def make_appointment(user: User, person: Person | None, days: int, **values: Any) -> Appointment:
    values = {"kind": AppointmentKind.INTERVIEW, "starts_at": time(9), "place": "sede di Rho"} | values
    return Appointment.objects.create(
        person=person, worker=cast.worker_of(user), held_on=in_days(days), made_at=timezone.now(), **values
    )


def test_a_mediator_finds_own_people_and_those_covered_for_a_colleague(mediator: User) -> None:
    colleague = cast.member(Role.MEDIATOR)
    covered, theirs = followed(colleague, "Gheppio"), followed(colleague, "Allodola")
    for person in (followed(mediator), covered, theirs):
        expiring(person, 0)
    cover = {"worker": cast.worker_of(mediator), "kind": ExceptionKind.COVER, "starts_at": timezone.now()}
    AccessException.objects.create(person=covered, **cover)
    assert sorted(row.split()[1] for row in rows(shown(mediator))) == ["Cardellino", "Gheppio"]


def test_who_is_protected_is_neither_shown_nor_counted_to_who_is_not_cleared(mediator: User) -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    hidden = cast.protected_person("Caso 7A", cleared=(coordinator,))
    cast.case(hidden, worker=mediator, opened_on=in_days(-60))
    officer = cast.member(Role.OFFICER)
    for user in (mediator, officer):
        page = shown(user)
        assert "Caso 7A" not in page and rows(page) == [] and "Niente in scadenza." in page
    assert "Caso 7A" in shown(coordinator)


def test_of_who_is_protected_no_place_and_no_host_is_told(mediator: User) -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    hidden = cast.protected_person("Caso 7A", cleared=(coordinator,))
    cast.case(hidden, worker=coordinator, town="Arese", opened_on=in_days(-60))
    cast.referral(hidden, town="Arese")
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    Traineeship.objects.create(person=hidden, host=host, starts_on=in_days(-90), ends_on=in_days(9))
    page = shown(coordinator)
    assert "Caso 7A" in page and "Arese" not in page and "Levante" not in page


def test_the_pills_narrow_what_is_shown_and_not_the_figures(mediator: User) -> None:
    person = followed(mediator)
    expiring(person, 0)
    make_appointment(mediator, person, -1)
    page = shown(mediator)
    assert re.findall(r'\?cosa=(\w+)"', page) == ["appuntamenti", "documenti"]
    narrow = shown(mediator, "?cosa=documenti")
    assert len(rows(narrow)) == 1 and "Permesso" in rows(narrow)[0]
    assert "2 cose da fare" in narrow
    assert len(rows(shown(mediator, "?cosa=niente-di-noto"))) == 2
    assert "Mostra tutto" in shown(mediator, "?cosa=contratti")


def test_more_than_twenty_five_rows_are_read_a_page_at_a_time(mediator: User) -> None:
    for number in range(27):
        expiring(followed(mediator, f"Merlo {number}"), -number)
    assert len(rows(shown(mediator))) == 25
    last = shown(mediator, "?pagina=2")
    assert len(rows(last)) == 2 and bands(last) == ["In ritardo 26", "Per oggi 1"]


def test_nothing_due_says_so_and_leads_on(mediator: User) -> None:
    page = shown(mediator)
    assert "Niente in scadenza per le persone che segui." in page and "Vai all’elenco delle persone" in page


def test_the_coordinator_finds_first_who_waits_then_what_is_late_and_the_load(mediator: User) -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    cast.member(Role.MEDIATOR, name="Sandro Libeccio")
    late = followed(mediator, "Merlo")
    expiring(late, -3)
    cast.case(cast.person("Selce"), opened_on=today())
    cast.referral(cast.person("Tiglio"), referred_on=in_days(-4))
    page = shown(coordinator)
    assert "<h1>Équipe, " in page
    assert bands(page) == ["Da rispondere e affidare 2", "In ritardo 1"]
    assert "Segnalata dal Comune di Rho il" in rows(page)[0] and "aspetta da 4 giorni" in rows(page)[0]
    assert "Percorso da affidare." in rows(page)[1] and "Segue Elena Brezza." in rows(page)[2]
    loads = re.findall(r'<tr><th scope="row">(.*?)</th><td class="num">(\d+)</td><td class="num">(.*?)</td>', page)
    assert loads == [("Elena Brezza", "1", '<b class="late">1</b>'), ("Sandro Libeccio", "0", "–")]


def test_who_is_hidden_weighs_on_no_load(mediator: User) -> None:
    cast.case(cast.protected_person(), worker=mediator)
    followed(mediator)
    page = shown(cast.member(Role.OPERATIONAL_COORDINATOR))
    assert re.findall(r'<th scope="row">Elena Brezza</th><td class="num">(\d+)</td>', page) == ["1"]


def test_the_officer_finds_deadlines_and_nothing_of_the_diary(mediator: User) -> None:
    person = followed(mediator)
    host = cast.body("Officine Levante", Kind.EMPLOYER)
    Traineeship.objects.create(person=person, host=host, starts_on=in_days(-90), ends_on=in_days(9))
    expiring(person, -3)
    Case.objects.update(opened_on=in_days(-60))
    page = shown(cast.member(Role.OFFICER))
    assert "<h1>Scadenze amministrative, " in page
    assert [" ".join(row.split()[2:4]) for row in rows(page)] == ["Mese di", "Fine tirocinio."]
    assert "Appuntamenti" not in page and "Nota rapida" not in page


def test_the_psychologist_finds_the_interviews_of_the_day_first(mediator: User) -> None:
    psychologist = cast.member(Role.PSYCHOLOGIST)
    person = followed(psychologist)
    make_appointment(psychologist, person, 0, starts_at=time(0, 1))
    page = shown(psychologist)
    assert "<h1>Colloqui, " in page
    assert page.index(">Appuntamenti ") < page.index(">Da fare<")


def test_appointments_and_drafts_stand_beside(mediator: User) -> None:
    person = followed(mediator)
    make_appointment(mediator, person, 0, starts_at=time(23, 59))
    make_appointment(mediator, person, 1, place="domani altrove")
    Draft.objects.create(user=mediator, person=person, text="Arriva puntuale", saved_at=timezone.now())
    page = shown(mediator)
    assert "23:59" in page and "sede di Rho" in page and "domani altrove" not in page
    assert "Nota su Ada Cardellino" in page and "Arriva puntuale" in page
    assert "Arriva puntuale" not in shown(cast.member(Role.MEDIATOR))


def test_the_trail_names_who_was_shown_and_nobody_else(mediator: User) -> None:
    seen = [followed(mediator, f"Merlo {number}") for number in range(26)]
    for number, person in enumerate(seen):
        expiring(person, number)
    beside = followed(mediator, "Gheppio")
    make_appointment(mediator, beside, 0)
    shown(mediator)
    event = Event.objects.order_by("-pk")[0]
    named = set(event.subjects.values_list("person", flat=True))
    assert event.where == "today:today"
    assert named == {*(person.pk for person in seen[:25]), beside.pk}


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.OPERATIONAL_COORDINATOR, Role.OFFICER])
def test_the_questions_do_not_grow_with_the_rows(role: Role) -> None:
    user = cast.member(role)

    def ask(people: int) -> int:
        for number in range(people):
            person = followed(user, f"Merlo {number}")
            expiring(person, number % 9 - 4)
            host = cast.body("Officine Levante", Kind.EMPLOYER)
            Traineeship.objects.create(person=person, host=host, starts_on=in_days(-90), ends_on=in_days(9))
        client = cast.client_of(user)
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/oggi/").status_code == 200
        return sum(one["sql"].lstrip("( ").upper().startswith(ASKING) for one in asked.captured_queries)

    few, many = ask(2), ask(30)
    assert many <= few and many <= MOST_QUERIES


@pytest.mark.parametrize(
    ("role", "path"),
    [
        (Role.MEDIATOR, "/oggi/"),
        (Role.OPERATIONAL_COORDINATOR, "/oggi/"),
        (Role.PSYCHOLOGIST, "/oggi/"),
        (Role.OFFICER, "/oggi/"),
        (Role.PROJECT_COORDINATOR, "/andamento/"),
        (Role.COMMISSIONER, "/andamento/"),
        (Role.ADMINISTRATOR, "/utenti/"),
    ],
)
def test_each_role_is_led_to_its_first_screen(role: Role, path: str) -> None:
    cast.person()  # a service without anybody leads who sets it up to the first steps
    client = cast.client_of(cast.member(role))
    answer = client.get("/", follow=True)
    assert answer.redirect_chain[0][0] == path and answer.status_code == 200


def test_the_order_and_the_terms_are_told(mediator: User) -> None:
    answer = cast.client_of(mediator).get("/oggi/ordine/")
    assert answer.status_code == 200
    assert "45 giorni" in answer.content.decode()


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.OPERATIONAL_COORDINATOR, Role.PSYCHOLOGIST, Role.OFFICER])
def test_what_the_rooms_ask_depends_on_the_role_alone(role: Role) -> None:
    # The SQL is written once a day for each role: what is one reader's own must stand in the keys.
    one, other = cast.member(role), cast.member(role)
    told = (role, True, today(), tuple(USUAL_DAYS.items()))
    with time_machine.travel(timezone.now() + timedelta(minutes=5), tick=False):
        later = written.__wrapped__(Question(*told, other))
    assert written.__wrapped__(Question(*told, one)) == later


def test_a_past_meeting_of_the_team_is_no_row_and_breaks_nothing() -> None:
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    Appointment.objects.create(
        worker=cast.worker_of(coordinator),
        kind=AppointmentKind.MEETING,
        held_on=timezone.localdate() - timedelta(days=1),
        starts_at=time(9, 30),
        made_at=timezone.now(),
    )
    answer = cast.client_of(coordinator).get("/oggi/")
    assert answer.status_code == 200 and "Niente in scadenza" in answer.content.decode()
