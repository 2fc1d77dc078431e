"""The pages of a path: what they show, what each act leads to."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.cases.models import Case, Suspension
from percorsi.people.policy import may_write
from percorsi.referrals.choices import Outcome
from percorsi.web.shell.moments import long_day
from tests import cast
from tests.web.site_map import matrix
from tests.web.stage import KINDS, build

pytestmark = pytest.mark.django_db
MARCH, MAY, JUNE = date(2018, 3, 12), date(2018, 5, 2), date(2018, 6, 4)
TODAY = timezone.localdate()
ACTS = ("assign", "end_assignment", "cover", "end_cover", "suspend", "resume", "discharge", "reopen")
FOLLOW = (Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.PSYCHOLOGIST)
ROLES = [role for role in Role if role != Role.COMMAND]


@pytest.mark.parametrize("role", FOLLOW)
def test_an_act_sent_empty_is_asked_again_and_changes_no_path(role: Role) -> None:
    stage = build(role)
    client = cast.client_of(stage.reader)
    answers = {
        (name, kind): client.post(reverse(f"cases:{name}", args=[stage.rows[kind]["case"].public_id]), {"version": "1"})
        for name in ACTS
        for kind in KINDS
        if matrix()[f"cases:{name}"].allows(role, kind)
    }
    assert len(answers) >= 2
    assert {key: answer.status_code for key, answer in answers.items() if answer.status_code != 200} == {}
    assert Case.objects.filter(closed_on=None).count() == len(KINDS) - 1


@pytest.fixture
def coordinator() -> User:
    return cast.member(Role.OPERATIONAL_COORDINATOR)


def post(user: User, name: str, row: Case, **data: Any) -> Any:
    return cast.client_of(user).post(reverse(f"cases:{name}", args=[row.public_id]), data)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def followed(**values: Any) -> tuple[Case, User]:
    user = cast.member(Role.MEDIATOR, name="Elena Nibbio")
    return cast.case(cast.person(), worker=user, **values), user


def test_the_page_shows_the_path_and_offers_what_the_reader_may_do(coordinator: User) -> None:
    case, mediator = followed()
    Suspension.objects.create(case=case, starts_on=MAY, review_on=JUNE, reason="Ricovero breve")
    page = text(cast.client_of(coordinator).get(reverse("cases:case", args=[case.public_id])))
    for shown in ("Cardellino", "12 marzo 2018", "Elena Nibbio", "Ricovero breve", "da rivedere il 04/06/2018", "Rho"):
        assert shown in page
    for offered in ("riprendi", "affida", "fine-incarico", "sostituzione", "dimissione"):
        assert f"/{case.public_id}/{offered}/" in page
    assert "/sospendi/" not in page
    own = text(cast.client_of(mediator).get(reverse("cases:case", args=[case.public_id])))
    assert "/riprendi/" in own
    assert "/dimissione/" not in own
    other = text(cast.client_of(cast.member(Role.MEDIATOR)).get(reverse("cases:case", args=[case.public_id])))
    assert "/riprendi/" not in other


@pytest.mark.parametrize("role", [Role.OFFICER, Role.SOCIAL_WORKER])
def test_who_reads_no_diary_is_not_told_why(role: Role) -> None:
    case, _ = followed(closed_on=JUNE, discharge_reason="health", discharge_words="Parola segreta")
    Suspension.objects.create(case=case, starts_on=MAY, ends_on=JUNE, reason="Altra segreta")
    client = cast.client_of(cast.member(role))
    for name, public_id in (("cases:case", case.public_id), ("cases:of_person", case.person.public_id)):
        page = text(client.get(reverse(name, args=[public_id])))
        assert "segreta" not in page
        assert "sanitari" not in page


def test_a_look_outside_own_paths_is_marked_in_the_trail() -> None:
    case, mediator = followed()
    for user, is_outside in ((mediator, False), (cast.member(Role.MEDIATOR), True)):
        cast.client_of(user).get(reverse("cases:case", args=[case.public_id]))
        event = Event.objects.filter(act="view").latest("id")
        assert (event.about_people, event.where, event.is_outside_own) == (
            [case.person_id],
            "cases:case",
            is_outside,
        )


def test_the_page_costs_the_same_whatever_the_rows(coordinator: User) -> None:
    case, _ = followed()
    client, address = cast.client_of(coordinator), reverse("cases:case", args=[case.public_id])
    counts = []
    for month in range(1, 9):
        Suspension.objects.create(case=case, starts_on=date(2019, month, 1), ends_on=date(2019, month, 9))
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        counts.append(len(queries))
    assert counts[0] == counts[-1]
    assert counts[0] <= 16


def test_an_accepted_referral_is_opened_and_entrusted(coordinator: User) -> None:
    door = cast.referral(cast.person(), outcome=Outcome.ACCEPTED, answered_on=MARCH)
    worker = cast.worker_of(cast.member(Role.MEDIATOR))
    address = reverse("cases:open", args=[door.public_id])
    client = cast.client_of(coordinator)
    assert client.get(address).status_code == 200
    answer = client.post(address, {"opened_on": "2018-03-12", "worker": worker.public_id})
    case = Case.objects.get()
    assert answer.url == reverse("cases:case", args=[case.public_id])
    assert (case.opened_on, case.assignments.get().worker) == (MARCH, worker)
    again = client.post(address, {"opened_on": "2018-03-12", "worker": ""})
    assert "già nato un percorso" in text(again)
    for role in ROLES:
        if role != Role.OPERATIONAL_COORDINATOR:
            assert cast.client_of(cast.member(role)).get(address).status_code == 404


def test_nothing_typed_is_lost_when_an_act_is_refused(coordinator: User) -> None:
    case, mediator = followed()
    worker = cast.worker_of(mediator)
    page = text(post(coordinator, "assign", case, worker=worker.public_id, starts_on="2018-03-01", replaces=""))
    assert "C’è 1 errore da correggere" in page
    assert 'value="2018-03-01"' in page
    assert f'value="{worker.public_id}" selected' in page
    page = text(post(coordinator, "assign", case, worker="", starts_on="31/02/2018"))
    assert "Ci sono 2 errori da correggere" in page
    assert 'value="31/02/2018"' in page


def test_entrusting_in_the_place_of_somebody(coordinator: User) -> None:
    case, mediator = followed()
    other = cast.worker_of(cast.member(Role.MEDIATOR))
    answer = post(
        coordinator,
        "assign",
        case,
        worker=other.public_id,
        starts_on="2018-05-02",
        replaces=cast.worker_of(mediator).public_id,
    )
    assert answer.url == reverse("cases:case", args=[case.public_id])
    rows = {row.worker: row.ends_on for row in case.assignments.select_related("worker")}
    assert rows == {other: None, cast.worker_of(mediator): date(2018, 5, 1)}
    post(coordinator, "end_assignment", case, assignment=other.public_id, ends_on="2018-06-04")
    assert not case.assignments.filter(ends_on=None).exists()


def test_a_cover_is_given_and_ended(coordinator: User) -> None:
    case, _ = followed()
    stand_in = cast.member(Role.MEDIATOR)
    worker = cast.worker_of(stand_in)
    post(coordinator, "cover", case, worker=worker.public_id, until=f"{TODAY:%Y-%m-%d}", reason="Ferie")
    assert may_write(stand_in, case.person)
    assert "sostituisce" in text(cast.client_of(coordinator).get(reverse("cases:case", args=[case.public_id])))
    post(coordinator, "end_cover", case, exception=worker.public_id)
    assert not may_write(stand_in, case.person)


def test_a_path_is_suspended_and_resumed_by_who_follows() -> None:
    case, mediator = followed()
    post(mediator, "suspend", case, starts_on="2018-05-02", review_on="2018-06-04", reason="Ferie")
    assert Suspension.objects.get().review_on == JUNE
    post(mediator, "resume", case, ends_on="2018-05-20")
    assert Suspension.objects.get().ends_on == date(2018, 5, 20)


def tags(page: str) -> list[str]:
    return [re.sub(r"<.*?>", "", tag) for tag in re.findall(r'<span class="tag[^>]*>(.*?)</span>', page)]


def test_until_the_last_day_of_its_suspension_a_path_is_told_suspended_everywhere(coordinator: User) -> None:
    case = cast.case(cast.person(), worker=cast.member(Role.MEDIATOR))
    Suspension.objects.create(case=case, starts_on=TODAY, reason="Ferie", review_on=TODAY + timedelta(days=9))
    client = cast.client_of(coordinator)
    answer = client.post(reverse("cases:resume", args=[case.public_id]), {"ends_on": f"{TODAY:%d/%m/%Y}"}, follow=True)
    assert f"Il percorso riprende il {long_day(TODAY + timedelta(days=1))}." in text(answer)
    listed = text(client.get(reverse("cases:of_person", args=[case.person.public_id])))
    for page in (text(answer), listed):
        assert tags(page).count("Sospeso") == 2
        assert "Aperto" not in tags(page)
    Suspension.objects.update(starts_on=TODAY - timedelta(days=3), ends_on=TODAY - timedelta(days=1))
    page = text(client.get(reverse("cases:case", args=[case.public_id])))
    assert "Aperto" in tags(page) and "Sospeso" not in tags(page)


ENDING = {
    "closed_on": "2018-06-04",
    "discharge_reason": "hired",
    "discharge_words": "",
    "discharge_agreed_with": "la persona",
    "version": "1",
}


def test_a_discharge_is_confirmed_after_reading_what_happens(coordinator: User) -> None:
    case, _ = followed()
    Suspension.objects.create(case=case, starts_on=MAY, review_on=JUNE, reason="Ferie")
    first = text(post(coordinator, "discharge", case, **ENDING))
    for said in (
        "Confermi la dimissione",
        "Finisce l’incarico di Elena Nibbio",
        "Finisce la sospensione",
        "la persona",
    ):
        assert said in first
    assert Case.objects.get().closed_on is None
    answer = post(coordinator, "discharge", case, **ENDING, conferma="1")
    assert answer.url == reverse("cases:case", args=[case.public_id])
    kept = Case.objects.get()
    assert (kept.closed_on, kept.discharge_reason) == (JUNE, "hired")


def test_a_discharge_before_the_last_fact_is_warned_and_allowed(coordinator: User) -> None:
    case, _ = followed()
    Suspension.objects.create(case=case, starts_on=MAY, ends_on=MAY)
    assert "ancora qualcosa" not in text(post(coordinator, "discharge", case, **ENDING))
    cast.person()
    case.person.notes.create(kind="call", happened_on=JUNE + timedelta(days=9), text="x", written_at=timezone.now())
    assert "ancora qualcosa (13 giugno 2018)" in text(post(coordinator, "discharge", case, **ENDING))


def test_what_is_refused_is_told_before_the_confirmation(coordinator: User) -> None:
    case, _ = followed()
    page = text(post(coordinator, "discharge", case, **{**ENDING, "closed_on": "2018-03-01"}))
    assert "Il percorso comincia il 12/03/2018" in page
    assert "Confermi" not in page
    assert 'value="2018-03-01"' in page


def test_two_editors_see_both_values_and_nothing_typed_is_lost(coordinator: User) -> None:
    case, _ = followed()
    post(coordinator, "discharge", case, **{**ENDING, "discharge_agreed_with": "la sorella"}, conferma="1")
    other = cast.member(Role.OPERATIONAL_COORDINATOR)
    page = text(post(other, "discharge", case, **{**ENDING, "discharge_reason": "moved"}, conferma="1"))
    assert "I valori di adesso" in page
    assert "la sorella" in page
    assert 'value="la persona"' in page
    assert '<option value="moved" selected>' in page
    assert 'name="version" value="2"' in page
    assert Case.objects.get().discharge_reason == "hired"


def test_a_closed_path_goes_on_as_a_new_one(coordinator: User) -> None:
    case, mediator = followed(closed_on=MAY)
    page = text(cast.client_of(coordinator).get(reverse("cases:case", args=[case.public_id])))
    assert "/riapri/" in page
    assert "/affida/" not in page
    data = {"opened_on": "2018-06-04", "worker": cast.worker_of(mediator).public_id, "referral": "", "reason": "Torna"}
    answer = post(coordinator, "reopen", case, **data)
    new = Case.objects.get(closed_on=None)
    assert answer.url == reverse("cases:case", args=[new.public_id])
    assert (new.person, new.opened_on) == (case.person, JUNE)


def test_only_get_and_post_are_answered(coordinator: User) -> None:
    case, _ = followed()
    client = cast.client_of(coordinator)
    assert client.post(reverse("cases:case", args=[case.public_id])).status_code == 405
    assert client.put(reverse("cases:assign", args=[case.public_id])).status_code == 405


def test_the_menu_shows_that_a_path_is_among_the_people(coordinator: User) -> None:
    case = cast.case(cast.person())
    page = text(cast.client_of(coordinator).get(reverse("cases:case", args=[case.public_id])))
    assert '<a href="/persone/" aria-current="page">' in page
