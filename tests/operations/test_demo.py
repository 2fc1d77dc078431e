"""The demo: an invented service, staged once, whose logins open nothing else."""

from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.test import override_settings
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.bridges.actions import take_register
from percorsi.bridges.models import Import
from percorsi.demo import commands
from percorsi.demo.cast import LOGINS, PASSWORD
from percorsi.demo.staging import REGISTER, stage_demo
from percorsi.diary.models import Note
from percorsi.organisations.queries import reader
from percorsi.people.legal import proposals_for
from percorsi.people.models import Person, Situation
from percorsi.people.queries import visible_to
from percorsi.service.models import ContractPeriod, ServedMunicipality
from tests.operations.programs import percorsi

in_demo = override_settings(
    PASSWORD_HASHERS=["percorsi.demo.hasher.DemoPasswordHasher", "django.contrib.auth.hashers.Argon2PasswordHasher"]
)


def test_every_role_of_people_has_a_login_and_no_two_are_alike() -> None:
    assert {login.role for login in LOGINS} == set(Role) - {Role.COMMAND}
    assert len({login.username for login in LOGINS}) == len(LOGINS)


@pytest.mark.django_db
@in_demo
def test_staging_gives_every_role_something_to_see_and_a_second_time_changes_nothing() -> None:
    assert stage_demo()
    before = [Person.objects.count(), User.objects.count(), Note.objects.count()]
    users = {login.role: reader(User.objects.get(username=login.username).pk) for login in LOGINS}
    seen = {role: visible_to(user).count() for role, user in users.items() if user}
    assert all(user and user.role == role and user.check_password(PASSWORD) for role, user in users.items())
    assert seen[Role.OPERATIONAL_COORDINATOR] == Person.objects.count()
    assert 0 < seen[Role.PSYCHOLOGIST] < seen[Role.SOCIAL_WORKER] < seen[Role.MEDIATOR]
    assert seen[Role.SCOUT] == seen[Role.ADMINISTRATOR] == seen[Role.COMMISSIONER] == 0
    assert ContractPeriod.objects.get().provider.name == "Cooperativa sociale Tramontana"
    assert [row.municipality.name for row in ServedMunicipality.objects.filter(is_in_convention=True)] == ["Nerviano"]
    assert not stage_demo()
    assert [Person.objects.count(), User.objects.count(), Note.objects.count()] == before


@pytest.mark.django_db
@in_demo
def test_the_staged_register_is_still_the_office_s_own() -> None:
    stage_demo()
    assert Import.objects.count() == 1
    again = take_register(REGISTER, by=command_user()).report.as_record()
    assert set(again["created"].values()) == {0}
    assert again["changed"] == []


def test_a_password_of_the_demo_opens_nothing_in_production(tmp_path: Path) -> None:
    with in_demo:
        hashed = make_password(PASSWORD)
        assert check_password(PASSWORD, hashed)
        # Checking must not turn it into a hash that production understands.
        upgraded: list[str] = []
        check_password(PASSWORD, hashed, setter=upgraded.append)
        assert upgraded == []
    assert not check_password(PASSWORD, hashed)
    shown = percorsi(
        "shell", "-v0", "-c", "import django.conf as c; print(c.settings.PASSWORD_HASHERS)", folder=tmp_path
    )
    assert shown.stdout.strip() == "['django.contrib.auth.hashers.Argon2PasswordHasher']"


@pytest.mark.parametrize("command", [commands.demo_data_command, commands.demo_logins_command])
def test_outside_the_demo_both_commands_refuse_in_one_line(command, capsys: pytest.CaptureFixture[str]) -> None:
    assert settings.MODE != "demo"
    assert command([]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert shown.err.count("\n") == 1


def test_the_logins_are_one_a_line_with_role_name_and_password(settings, capsys: pytest.CaptureFixture[str]) -> None:
    settings.MODE = "demo"
    assert commands.demo_logins_command([]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(LOGINS)
    assert all(login.username in line and line.endswith(PASSWORD) for login, line in zip(LOGINS, lines, strict=True))


@pytest.mark.django_db
@in_demo
def test_the_rules_propose_each_category_to_somebody_and_somewhere_ask() -> None:
    stage_demo()
    declared = Person.objects.filter(situations__isnull=False).distinct()
    found = {
        (one.code, one.is_complete) for person in declared for one in proposals_for(person, on=timezone.localdate())
    }
    categories = {"over_50", "young_jobless", "long_term_unemployed", "lone_parent"}
    assert {(code, True) for code in categories} <= found
    assert {(code, False) for code in categories - {"lone_parent"}} <= found
    assert declared.count() == 8
    assert Situation.objects.exclude(ends_on=None).exists()
