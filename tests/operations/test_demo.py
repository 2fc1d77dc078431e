"""The demo: an invented service, staged once, whose logins open nothing else."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.bridges.actions import take_register
from percorsi.bridges.models import Import
from percorsi.cases.models import Case
from percorsi.demo import commands
from percorsi.demo.cast import LOGINS, PASSWORD
from percorsi.demo.staging import REGISTER, stage_demo
from percorsi.diary.models import Note
from percorsi.organisations.queries import reader
from percorsi.people.legal import proposals_for
from percorsi.people.models import Permit, Person, Situation
from percorsi.people.queries import visible_to
from percorsi.placements.models import Placement
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.service.models import ContractPeriod, ServedMunicipality
from percorsi.traineeships.models import Traineeship
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
    in_force = ContractPeriod.objects.get(starts_on__lte=timezone.localdate(), ends_on__gte=timezone.localdate())
    assert in_force.provider.name == "Cooperativa sociale Tramontana"
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
    # Since then the demo only ended paths of those years; the office's cells are compared, never overwritten.
    assert {row["field"] for row in again["changed"]} == {"state", "close_reason", "closed_on"}


@pytest.mark.django_db
@in_demo
@time_machine.travel("2027-02-01", tick=False)
def test_the_demo_has_a_present_whatever_the_day() -> None:
    stage_demo()
    today = timezone.localdate()
    open_paths = Case.objects.filter(closed_on=None)
    assert 100 <= open_paths.count() <= 140
    assert open_paths.filter(person__is_protected=True).count() == 1
    waiting = Referral.objects.filter(outcome=Outcome.WAITING)
    assert waiting.filter(referred_on__gte=today - timedelta(days=30)).count() == waiting.count() == 7
    running = Traineeship.objects.filter(starts_on__lte=today, ends_on__gte=today)
    assert running.count() >= 8
    assert running.filter(ends_on__lte=today + timedelta(days=30)).count() >= 4
    for most in (15, 30, 60):
        assert Placement.objects.filter(ends_on__range=(today, today + timedelta(days=most))).count() >= 2
    assert Permit.objects.filter(person__cases__in=open_paths, expires_on__lte=today + timedelta(days=60)).exists()
    assert not Note.objects.filter(happened_on__gt=today).exists()
    silent = open_paths.exclude(person__notes__happened_on__gte=today - timedelta(days=45))
    assert 5 <= silent.count() <= 40


@pytest.mark.django_db
@in_demo
@time_machine.travel("2026-11-24", tick=False)
def test_the_same_day_gives_the_same_demo() -> None:
    def told() -> list[tuple[object, ...]]:
        stage_demo()
        rows = Case.objects.order_by("opened_on", "person__sort_key", "id")
        return list(rows.values_list("opened_on", "closed_on", "person__sort_key", "discharge_reason"))

    with transaction.atomic():
        first = told()
        transaction.set_rollback(True)
    assert told() == first


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
