"""Giving and taking roles: what fits, what is refused, and that an administrator is always left."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.organisations import actions
from percorsi.organisations.actions import Part
from percorsi.organisations.actions.staff import Newcomer
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Membership, Worker
from percorsi.organisations.queries import reader
from percorsi.places.models import Municipality
from tests.cast import body, member, municipality, worker_of

pytestmark = pytest.mark.django_db


def newcomer(**values: object) -> Newcomer:
    return Newcomer(**{"name": "Piera Upupa", "username": "p.upupa", **values})  # type: ignore[arg-type]


def role_of(user: User) -> str:
    found = reader(user.pk)
    return found.role if found else ""


def test_a_first_administrator_is_made_from_the_command_line() -> None:
    part = Part(Role.ADMINISTRATOR, body())
    user = actions.create_member(newcomer(), part=part, by=command_user(), password="quattro-nidi-sul-larice")
    assert user.check_password("quattro-nidi-sul-larice")
    assert role_of(user) == Role.ADMINISTRATOR
    grant = Event.objects.get(act=Act.GRANT)
    assert grant.fields["role"] == Role.ADMINISTRATOR
    assert grant.actor_name == "comando"


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.COMMAND}))
def test_only_an_administrator_gives_and_takes(role: Role) -> None:
    by, other = member(role), member(Role.SCOUT)
    held = worker_of(other).memberships.get()
    for attempt in (
        lambda: actions.create_member(newcomer(), part=Part(Role.SCOUT, body()), by=by),
        lambda: actions.add_membership(worker_of(other), part=Part(Role.OFFICER, body()), by=by),
        lambda: actions.end_membership(held, last_day=None, by=by),
        lambda: actions.open_account(Worker.objects.create(name="Bora", match_key="bora"), username="bora", by=by),
        lambda: actions.close_account(other, by=by),
        lambda: actions.reopen_account(other, by=by),
    ):
        with pytest.raises(Forbidden):
            attempt()
    assert role_of(other) == Role.SCOUT


def test_a_refused_part_leaves_no_half_account() -> None:
    with pytest.raises(Refused):
        actions.create_member(newcomer(), part=Part(Role.COMMAND, body()), by=command_user())
    assert not User.objects.filter(username="p.upupa").exists()
    assert not Worker.objects.filter(name="Piera Upupa").exists()


def test_a_role_is_played_where_it_belongs() -> None:
    worker = worker_of(member(Role.SCOUT))
    for role, kind in ((Role.SOCIAL_WORKER, Kind.PROVIDER), (Role.MEDIATOR, Kind.MUNICIPALITY)):
        with pytest.raises(Refused) as refusal:
            actions.add_membership(worker, part=Part(role, body(f"Ente {kind}", kind)), by=command_user())
        assert refusal.value.field == "organisation"
    actions.add_membership(worker, part=Part(Role.COMMISSIONER, body("Ambito", Kind.COMMISSIONER)), by=command_user())


def test_the_same_part_twice_at_once_is_refused_and_one_after_the_other_is_not() -> None:
    worker = worker_of(member(Role.SCOUT, starts_on=date(2018, 1, 1)))
    first = worker.memberships.get()
    with pytest.raises(Refused, match="già questo ruolo"):
        actions.add_membership(worker, part=Part(Role.SCOUT, body(), date(2019, 1, 1)), by=command_user())
    actions.end_membership(first, last_day=date(2018, 12, 31), by=command_user())
    actions.add_membership(worker, part=Part(Role.SCOUT, body(), date(2019, 1, 1)), by=command_user())
    with pytest.raises(Refused, match="prima di cominciare"):
        actions.add_membership(
            worker, part=Part(Role.OFFICER, body(), date(2019, 1, 2), date(2019, 1, 1)), by=command_user()
        )


def test_a_part_taken_at_once_gives_no_right_from_the_next_look() -> None:
    by = member(Role.ADMINISTRATOR)
    since_long, since_today = member(Role.SCOUT), member(Role.SCOUT, starts_on=timezone.localdate())
    for user in (since_long, since_today):
        actions.end_membership(worker_of(user).memberships.get(), last_day=None, by=by)
        assert role_of(user) == ""
    assert worker_of(since_long).memberships.get().ends_on == timezone.localdate() - timedelta(days=1)
    assert not worker_of(since_today).memberships.exists()
    assert Event.objects.get(act=Act.DELETE).fields["worker"] == since_today.name


def test_a_part_does_not_end_before_it_begins() -> None:
    user = member(Role.SCOUT, starts_on=date(2030, 1, 1))
    with pytest.raises(Refused, match="01/01/2030"):
        actions.end_membership(worker_of(user).memberships.get(), last_day=date(2029, 12, 31), by=command_user())


def test_nobody_changes_their_own_part_or_account() -> None:
    by = member(Role.ADMINISTRATOR)
    member(Role.ADMINISTRATOR)
    mine = worker_of(by)
    for attempt in (
        lambda: actions.add_membership(mine, part=Part(Role.OPERATIONAL_COORDINATOR, body()), by=by),
        lambda: actions.end_membership(mine.memberships.get(), last_day=None, by=by),
        lambda: actions.close_account(by, by=by),
        lambda: actions.reopen_account(by, by=by),
    ):
        with pytest.raises(Refused, match="altro amministratore"):
            attempt()
    assert role_of(by) == Role.ADMINISTRATOR
    assert mine.memberships.count() == 1


def test_the_last_administrator_stays() -> None:
    last = member(Role.ADMINISTRATOR)
    member(Role.MEDIATOR)
    held = worker_of(last).memberships.get()
    for attempt in (
        lambda: actions.close_account(last, by=command_user()),
        lambda: actions.end_membership(held, last_day=None, by=command_user()),
        lambda: actions.end_membership(held, last_day=date(2040, 1, 1), by=command_user()),
        lambda: actions.add_membership(worker_of(last), part=Part(Role.SCOUT, body()), by=command_user()),
    ):
        with pytest.raises(Refused, match="ultimo amministratore"):
            attempt()
    assert role_of(last) == Role.ADMINISTRATOR
    second = member(Role.ADMINISTRATOR)
    actions.close_account(last, by=second)
    assert reader(last.pk) is None or not reader(last.pk).is_active  # type: ignore[union-attr]


def test_a_shut_administrator_does_not_count_as_left() -> None:
    shut, last = member(Role.ADMINISTRATOR), member(Role.ADMINISTRATOR)
    actions.close_account(shut, by=last)
    with pytest.raises(Refused, match="ultimo"):
        actions.close_account(last, by=command_user())


def test_shutting_somebody_else_out_needs_no_second_administrator() -> None:
    scout = member(Role.SCOUT)
    actions.close_account(scout, by=member(Role.ADMINISTRATOR))
    scout.refresh_from_db()
    assert not scout.is_active


def test_a_worker_named_by_the_register_gets_an_account_and_keeps_the_part() -> None:
    names = actions.ensure_workers(["Gelso Nevio"], role=Role.MEDIATOR, body=body())
    worker = names["Gelso Nevio"]
    user = actions.open_account(worker, username="n.gelso", by=command_user(), name=" Nevio  Gelso")
    assert role_of(user) == Role.MEDIATOR
    assert user.name == "Nevio Gelso"
    again = actions.ensure_workers(["GELSO Nevio"], role=Role.MEDIATOR, body=body())
    assert [found.name for found in again.values()] == ["Nevio Gelso"]
    with pytest.raises(Refused, match="già un account"):
        actions.open_account(worker, username="n.gelso2", by=command_user())


def test_a_known_worker_is_not_made_twice_unless_said() -> None:
    actions.ensure_workers(["Upupa Piera"], role=Role.MEDIATOR, body=body())
    part = Part(Role.MEDIATOR, body())
    with pytest.raises(Refused) as refusal:
        actions.create_member(newcomer(), part=part, by=command_user())
    assert refusal.value.field == "is_namesake"
    user = actions.create_member(newcomer(is_namesake=True), part=part, by=command_user())
    assert Worker.objects.filter(match_key="piera upupa").count() == 2
    assert Membership.objects.get(worker__user=user).role == Role.MEDIATOR


def test_an_account_opened_again_needs_a_new_password() -> None:
    user, by = member(Role.SCOUT), member(Role.ADMINISTRATOR)
    actions.close_account(user, by=by)
    secret = actions.reopen_account(user, by=by)
    user.refresh_from_db()
    assert user.is_active
    assert not user.check_password("prova-di-accesso")
    assert secret


def test_a_body_is_added_once_and_a_municipal_one_has_its_seat() -> None:
    by = member(Role.ADMINISTRATOR)
    place = municipality("Lainate")
    added = actions.add_body(kind=Kind.MUNICIPALITY, name="lainate", by=by)
    assert (added.name, added.seat) == ("Comune di Lainate", place)
    actions.add_body(kind=Kind.COMMISSIONER, name="Ambito territoriale", by=by)
    for kind, name in ((Kind.MUNICIPALITY, "Lainate (MI)"), (Kind.COMMISSIONER, "AMBITO TERRITORIALE")):
        with pytest.raises(Refused, match="c’è già"):
            actions.add_body(kind=kind, name=name, by=by)
    assert Event.objects.filter(act=Act.CREATE, kind="organisations.organisation").count() == 2


def test_a_municipality_must_exist_and_be_told_apart() -> None:
    for province in ("CO", "TN"):
        Municipality.objects.create(name="Livo", match_key="livo", province=province, cadastral_code=province)
    for name, words in (("Livo", "provincia"), ("Livoo", "Nessun Comune"), ("Livo (MI)", "Nessun Comune")):
        with pytest.raises(Refused, match=words):
            actions.add_body(kind=Kind.MUNICIPALITY, name=name, by=command_user())
    added = actions.add_body(kind=Kind.MUNICIPALITY, name="Livo (co)", by=command_user())
    assert added.seat is not None
    assert added.seat.province == "CO"


def test_only_an_administrator_adds_bodies_and_only_where_people_work() -> None:
    with pytest.raises(Forbidden):
        actions.add_body(kind=Kind.PROVIDER, name="Ente", by=member(Role.OPERATIONAL_COORDINATOR))
    with pytest.raises(Refused):
        actions.add_body(kind=Kind.EMPLOYER, name="Falegnameria Betulla", by=command_user())
