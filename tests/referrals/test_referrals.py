"""Referrals: who registers and answers them, and what is refused with its remedy."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.permissions import Permission
from percorsi.accounts.roles import RIGHTS
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.organisations.choices import Kind
from percorsi.people.actions import Identity
from percorsi.people.models import Person
from percorsi.referrals.actions import (
    NewReferral,
    NewService,
    accept,
    refer_new_person,
    refuse,
    register_referral,
    reopen_referral,
)
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.referrals.queries import timeline_rows, visible_to, waiting
from tests import cast

pytestmark = pytest.mark.django_db
MAY = date(2018, 5, 2)


def draft(**values: object) -> NewReferral:
    given = {"referred_on": MAY, "municipality": cast.municipality("Rho"), "reason": "Cerca lavoro"} | values
    return NewReferral(**given)  # type: ignore[arg-type]


def test_a_referral_is_written_with_who_sent_and_waits() -> None:
    person, sorbo = cast.person(), cast.worker_of(cast.member(Role.SOCIAL_WORKER))
    service = cast.body("CPS di Rho", Kind.SERVICE)
    made = register_referral(
        person,
        by=cast.member(Role.MEDIATOR),
        draft=draft(
            sending_service=service, social_worker=sorbo, reason="  Cerca\x00 un   lavoro \r\n\r\n\r\n\r\nvicino "
        ),
    )
    kept = Referral.objects.get()
    assert kept == made
    assert (kept.referred_on, kept.municipality, kept.sending_service) == (MAY, cast.municipality("Rho"), service)
    assert (kept.social_worker, kept.reason, kept.outcome) == (sorbo, "Cerca un lavoro\n\nvicino", Outcome.WAITING)
    assert (kept.is_imported, kept.answered_on) == (False, None)


def test_the_trail_names_the_fields_and_never_their_values() -> None:
    person = cast.person()
    register_referral(person, by=cast.member(Role.OPERATIONAL_COORDINATOR), draft=draft(reason="Parola segreta"))
    event = Event.objects.get()
    assert (event.act, event.kind, event.about_people) == ("create", "referrals.referral", [person.pk])
    assert "reason" in event.fields["fields"]
    assert "Parola segreta" not in str(event.fields) + event.reason


TOMORROW = timezone.localdate() + timedelta(days=1)
REFUSED = {
    "no sender": ({"municipality": None}, "municipality"),
    "a day to come": ({"referred_on": TOMORROW}, "referred_on"),
    "a year that cannot be": ({"referred_on": date(1018, 5, 2)}, "referred_on"),
    "an endless reason": ({"reason": "a" * 5_001}, "reason"),
}


@pytest.mark.parametrize(("values", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused_on_its_field(values: dict[str, object], field: str) -> None:
    with pytest.raises(Refused) as caught:
        register_referral(cast.person(), by=cast.member(Role.MEDIATOR), draft=draft(**values))
    assert caught.value.field == field
    assert not Referral.objects.exists()
    assert not Event.objects.exists()


def test_the_same_referral_is_not_written_twice() -> None:
    person, user = cast.person(), cast.member(Role.MEDIATOR)
    register_referral(person, by=user, draft=draft())
    with pytest.raises(Refused, match="C’è già"):
        register_referral(person, by=user, draft=draft())
    register_referral(person, by=user, draft=draft(municipality=cast.municipality("Arese")))
    assert Referral.objects.count() == 2


def test_who_comes_from_an_anti_violence_centre_must_be_protected_first() -> None:
    user, centre = cast.member(Role.OPERATIONAL_COORDINATOR), cast.body("CAV Ginestra", Kind.ANTI_VIOLENCE_CENTRE)
    with pytest.raises(Refused, match="alias") as caught:
        register_referral(cast.person(), by=user, draft=draft(sending_service=centre))
    assert caught.value.field == "sending_service"
    protected = cast.protected_person(cleared=(user,))
    assert register_referral(protected, by=user, draft=draft(sending_service=centre, municipality=None)).pk


@pytest.mark.parametrize("role", Role)
def test_who_registers_referrals(role: Role) -> None:
    person, user = cast.person(), cast.member(role)
    if role in {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR}:
        register_referral(person, by=user, draft=draft())
    else:
        with pytest.raises(Forbidden):
            register_referral(person, by=user, draft=draft())
    assert Referral.objects.exists() == (role in {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR})


def test_nobody_refers_a_protected_person_whom_they_do_not_see() -> None:
    with pytest.raises(Forbidden):
        register_referral(cast.protected_person(), by=cast.member(Role.OPERATIONAL_COORDINATOR), draft=draft())


def test_a_social_worker_who_may_refer_does_so_for_their_own_municipality(monkeypatch: pytest.MonkeyPatch) -> None:
    rights = RIGHTS[Role.SOCIAL_WORKER] | {Permission.REFERRALS_WRITE}
    monkeypatch.setattr("percorsi.accounts.models.rights_of", lambda role: rights)
    user, person = cast.member(Role.SOCIAL_WORKER, town="Rho"), cast.person()
    cast.referral(person, town="Rho")
    with pytest.raises(Refused, match="tuo comune"):
        register_referral(person, by=user, draft=draft(municipality=cast.municipality("Arese")))
    made = register_referral(person, by=user, draft=draft(municipality=cast.municipality("Rho")))
    assert made.social_worker == cast.worker_of(user)


def test_a_referral_is_accepted() -> None:
    user, door = cast.member(Role.OPERATIONAL_COORDINATOR), cast.referral(cast.person(), referred_on=MAY)
    accept(door, by=user, version=1, answered_on=MAY)
    door.refresh_from_db()
    assert (door.outcome, door.answered_on, door.version) == (Outcome.ACCEPTED, MAY, 2)
    assert Event.objects.get().fields == {"fields": ["answered_on", "outcome"]}


def test_a_refusal_says_why() -> None:
    user, door = cast.member(Role.OPERATIONAL_COORDINATOR), cast.referral(cast.person(), referred_on=MAY)
    with pytest.raises(Refused) as caught:
        refuse(door, by=user, version=1, answered_on=MAY, reason=" \x00 ")
    assert caught.value.field == "reason"
    refuse(door, by=user, version=1, answered_on=MAY, reason="Seguita da altro servizio")
    door.refresh_from_db()
    assert (door.outcome, door.refusal_reason) == (Outcome.REFUSED, "Seguita da altro servizio")
    assert "altro servizio" not in str(Event.objects.get().fields)


@pytest.mark.parametrize("day", [MAY - timedelta(days=1), TOMORROW])
def test_the_answer_has_a_day_that_can_be(day: date) -> None:
    user, door = cast.member(Role.OPERATIONAL_COORDINATOR), cast.referral(cast.person(), referred_on=MAY)
    with pytest.raises(Refused) as caught:
        accept(door, by=user, version=1, answered_on=day)
    assert caught.value.field == "answered_on"


def test_a_refused_referral_is_accepted_only_after_it_is_reopened_with_a_reason() -> None:
    user, door = cast.member(Role.OPERATIONAL_COORDINATOR), cast.referral(cast.person(), referred_on=MAY)
    refuse(door, by=user, version=1, answered_on=MAY, reason="Fuori zona")
    with pytest.raises(Refused, match="riaprila"):
        accept(door, by=user, version=2, answered_on=MAY)
    with pytest.raises(Refused, match="perché"):
        reopen_referral(door, by=user, version=2, reason="")
    reopen_referral(door, by=user, version=2, reason="Ha cambiato comune")
    assert Event.objects.latest("id").reason == "Ha cambiato comune"
    accept(door, by=user, version=3, answered_on=MAY)
    door.refresh_from_db()
    assert (door.outcome, door.refusal_reason) == (Outcome.ACCEPTED, "")


def test_what_has_a_path_is_not_reopened() -> None:
    user, case = cast.member(Role.OPERATIONAL_COORDINATOR), cast.case(cast.person())
    assert case.referral is not None
    with pytest.raises(Refused, match="percorso"):
        reopen_referral(case.referral, by=user, version=1, reason="Prova")


def test_two_coordinators_do_not_answer_over_each_other() -> None:
    user, door = cast.member(Role.OPERATIONAL_COORDINATOR), cast.referral(cast.person(), referred_on=MAY)
    seen_by_other = Referral.objects.get(pk=door.pk)
    refuse(door, by=user, version=1, answered_on=MAY, reason="Fuori zona")
    events = Event.objects.count()
    with pytest.raises(Stale):
        accept(seen_by_other, by=user, version=1, answered_on=MAY)
    door.refresh_from_db()
    assert (door.outcome, Event.objects.count()) == (Outcome.REFUSED, events)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OPERATIONAL_COORDINATOR])
def test_only_the_operational_coordinator_answers(role: Role) -> None:
    door = cast.referral(cast.person())
    for attempt in (
        lambda user: accept(door, by=user, version=1, answered_on=MAY),
        lambda user: refuse(door, by=user, version=1, answered_on=MAY, reason="No"),
        lambda user: reopen_referral(door, by=user, version=1, reason="No"),
    ):
        with pytest.raises(Forbidden):
            attempt(cast.member(role))
    door.refresh_from_db()
    assert (door.outcome, door.version) == (Outcome.WAITING, 1)


def test_who_sees_which_referrals() -> None:
    mine, elsewhere, hidden = cast.person(), cast.person(), cast.protected_person()
    rows = {
        "past": cast.referral(mine, town="Arese", referred_on=date(2017, 1, 2)),
        "mine": cast.referral(mine, town="Rho"),
        "elsewhere": cast.referral(elsewhere, town="Arese"),
        "hidden": cast.referral(hidden, town="Rho"),
    }
    seen = {role: {name for name, row in rows.items() if row in visible_to(cast.member(role))} for role in Role}
    ordinary = {"past", "mine", "elsewhere"}
    reads_all = {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.OFFICER}
    assert {role for role, names in seen.items() if names == ordinary} == reads_all
    assert seen[Role.SOCIAL_WORKER] == {"mine"}
    assert {role for role, names in seen.items() if names} == {*reads_all, Role.SOCIAL_WORKER}


def test_the_list_of_those_that_wait_is_in_order_of_arrival() -> None:
    later = cast.referral(cast.person(), referred_on=MAY)
    sooner = cast.referral(cast.person(), referred_on=MAY - timedelta(days=9))
    cast.referral(cast.person(), outcome=Outcome.REFUSED)
    assert list(waiting(cast.member(Role.MEDIATOR))) == [sooner, later]


def told(person: Person, role: Role) -> list[dict[str, object]]:
    return list(timeline_rows(person, cast.member(role)))


def test_the_timeline_tells_the_reason_only_to_who_may_read_it() -> None:
    person = cast.person()
    door = cast.referral(person, town="Rho", reason="Parola segreta", referred_on=MAY)
    row = told(person, Role.MEDIATOR)[0]
    assert row == {
        "day": MAY,
        "kind": "referral",
        "title": "Rho",
        "text": "Parola segreta",
        "author": "",
        "link": door.public_id,
        "is_milestone": True,
    }
    assert told(person, Role.SOCIAL_WORKER)[0]["text"] == "Parola segreta"
    assert told(person, Role.OFFICER)[0]["text"] == ""
    Referral.objects.update(sending_service=cast.body("CPS di Rho", Kind.SERVICE))
    assert told(person, Role.MEDIATOR)[0]["title"] == "CPS di Rho"
    assert told(person, Role.OFFICER)[0]["title"] == "Rho"
    assert told(person, Role.SCOUT) == []


# --- a person who was never here -------------------------------------------------------------------------------------


def test_a_new_person_comes_with_the_referral() -> None:
    user = cast.member(Role.MEDIATOR)
    made = refer_new_person(Identity(given_names="Zefiro"), by=user, draft=draft())
    assert (str(made.person), made.person.is_protected, made.outcome) == ("Zefiro", False, Outcome.WAITING)
    assert made.person.numbers.count() == 1


def test_whom_an_anti_violence_centre_sends_is_protected_from_the_start() -> None:
    user, centre = cast.member(Role.OPERATIONAL_COORDINATOR), cast.body("CAV Ginestra", Kind.ANTI_VIOLENCE_CENTRE)
    sent = draft(municipality=None, sending_service=centre)
    with pytest.raises(Refused, match="solo un alias") as caught:
        refer_new_person(Identity(family_names="Merlo", alias="Caso 9C"), by=user, draft=sent)
    assert caught.value.field == "alias"
    assert not Person.objects.exists()
    made = refer_new_person(Identity(alias="Caso 9C"), by=user, draft=sent)
    assert (made.person.is_protected, str(made.person)) == (True, "Caso 9C")
    assert made in visible_to(user)
    assert made not in visible_to(cast.member(Role.MEDIATOR))


def test_nothing_of_the_person_stays_when_the_referral_is_refused() -> None:
    with pytest.raises(Refused):
        refer_new_person(Identity(given_names="Zefiro"), by=cast.member(Role.MEDIATOR), draft=draft(municipality=None))
    assert not Person.objects.exists()


def test_a_new_service_is_added_once() -> None:
    user, new = cast.member(Role.MEDIATOR), NewService(" SerT  di Rho ")
    first = register_referral(cast.person(), by=user, draft=draft(new_service=new))
    second = register_referral(cast.person(), by=user, draft=draft(new_service=NewService("sert di RHO")))
    assert first.sending_service == second.sending_service
    assert str(first.sending_service) == "SerT di Rho"


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR}])
def test_nobody_else_brings_a_new_person(role: Role) -> None:
    with pytest.raises(Forbidden):
        refer_new_person(Identity(given_names="Zefiro"), by=cast.member(role), draft=draft())
    assert not Person.objects.exists()
