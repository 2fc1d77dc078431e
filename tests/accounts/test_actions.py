"""Making accounts and letting people in: who may, what is refused, what the trail keeps."""

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone

from percorsi.accounts import actions
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.kit.refusal import Forbidden, Refused
from tests.cast import member

pytestmark = pytest.mark.django_db

PASSWORD = "quattro-nidi-sul-larice"


def account(username: str = "p.upupa") -> User:
    return actions.create_account(username=username, name="Piera Upupa", by=actions.command_user())


def test_only_who_manages_users_makes_accounts() -> None:
    for role in set(Role) - {Role.ADMINISTRATOR, Role.COMMAND}:
        with pytest.raises(Forbidden):
            actions.create_account(username="p.upupa", name="Piera Upupa", by=member(role))
    assert not User.objects.filter(username="p.upupa").exists()
    actions.create_account(username="p.upupa", name="Piera Upupa", by=member(Role.ADMINISTRATOR))
    event = Event.objects.get(act=Act.CREATE)
    assert (event.kind, event.role, event.fields["username"]) == ("accounts.user", Role.ADMINISTRATOR, "p.upupa")


def test_a_user_name_is_small_and_belongs_to_one_account() -> None:
    assert account("P.Upupa ").username == "p.upupa"
    for taken in ("p.upupa", "P.UPUPA"):
        with pytest.raises(Refused) as refusal:
            account(taken)
        assert refusal.value.field == "username"


@pytest.mark.parametrize("username", ["", "ab", "p upupa", "pìera", "p@upupa", "-upupa", "u" * 61])
def test_a_user_name_that_cannot_be_typed_everywhere_is_refused(username: str) -> None:
    with pytest.raises(Refused, match="3 a 60"):
        account(username)


def test_an_account_keeps_its_own_name_when_it_is_changed() -> None:
    user = account()
    actions.change_account(user, username="p.upupa", name="Piera Upupa Ginestra", by=actions.command_user())
    user.refresh_from_db()
    assert (user.username, user.name) == ("p.upupa", "Piera Upupa Ginestra")


def test_the_activation_link_opens_the_account_once() -> None:
    user = account()
    secret = actions.issue_activation(user, by=actions.command_user())
    actions.activate(user, token=secret, password=PASSWORD)
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
    with pytest.raises(Refused, match="non vale più"):
        actions.activate(user, token=secret, password="un-altra-buona-parola")


def test_the_activation_link_lives_a_day() -> None:
    user = account()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        secret = actions.issue_activation(user, by=actions.command_user())
        clock.shift(timedelta(hours=23, minutes=59))
        assert actions.may_activate(user, secret)
        clock.shift(timedelta(minutes=2))
        assert not actions.may_activate(user, secret)


def test_a_newer_link_makes_the_older_void_and_ends_the_password() -> None:
    user = actions.create_account(username="p.upupa", name="P. U.", password=PASSWORD, by=actions.command_user())
    first = actions.issue_activation(user, by=actions.command_user())
    second = actions.issue_activation(user, by=actions.command_user())
    user.refresh_from_db()
    assert not user.check_password(PASSWORD)
    assert not actions.may_activate(user, first)
    assert actions.may_activate(user, second)


def test_a_link_does_not_open_another_account_nor_a_shut_one() -> None:
    user, other = account(), account("g.bora")
    secret = actions.issue_activation(user, by=actions.command_user())
    assert not actions.may_activate(other, secret)
    actions.set_active(user, is_active=False, by=actions.command_user())
    assert not actions.may_activate(user, secret)
    with pytest.raises(Refused, match="disattivato"):
        actions.issue_activation(user, by=actions.command_user())


def test_the_trail_never_holds_a_password_or_a_secret() -> None:
    user = account()
    secret = actions.issue_activation(user, by=actions.command_user())
    actions.activate(user, token=secret, password=PASSWORD)
    written = str(list(Event.objects.values_list("fields", "reason", "where")))
    assert PASSWORD not in written
    assert secret not in written
    assert [event.actor for event in Event.objects.filter(act=Act.CHANGE)] == [user.pk]


def test_nobody_sets_the_password_of_another() -> None:
    user = account()
    with pytest.raises(Forbidden):
        actions.change_password(user, password=PASSWORD, by=member(Role.MEDIATOR))


@pytest.mark.parametrize("weak", ["corta-11-le", "1234567890123", "piera.upupa.", "percorsi-sil-2024", "password1234"])
def test_a_weak_password_is_refused(weak: str) -> None:
    user = account()
    with pytest.raises(Refused) as refusal:
        actions.change_password(user, password=weak, by=user)
    assert refusal.value.field == "password1"
    user.refresh_from_db()
    assert not user.has_usable_password()


def test_the_account_of_the_commands_is_left_alone() -> None:
    command = actions.command_user()
    for attempt in (
        lambda: actions.set_active(command, is_active=True, by=command),
        lambda: actions.issue_activation(command, by=command),
    ):
        with pytest.raises(Refused):
            attempt()
    command.refresh_from_db()
    assert not command.is_active


def test_the_real_password_setting_is_argon2_and_twelve_characters() -> None:
    import percorsi.settings as real

    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    lengths = [each["OPTIONS"]["min_length"] for each in real.AUTH_PASSWORD_VALIDATORS if "LongEnough" in each["NAME"]]
    assert lengths == [12]
    assert settings.PASSWORD_RESET_TIMEOUT == 24 * 60 * 60
