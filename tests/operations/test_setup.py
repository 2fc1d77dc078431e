"""``percorsi setup`` makes the first account, and only the first."""

import io
from argparse import Namespace
from typing import Any

import pytest

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.kit.refusal import Refused
from percorsi.organisations import commands
from percorsi.organisations.models import Organisation
from percorsi.organisations.queries import reader
from tests import cast

pytestmark = pytest.mark.django_db
WORDS = ["--username", "s.basalto", "--name", "Sandro Basalto", "--password-stdin"]
PASSWORD = "una frase lunga e sola"


def typed(monkeypatch: pytest.MonkeyPatch, *lines: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))


def test_the_first_account_is_an_administrator_of_the_service(monkeypatch: Any, capsys: Any) -> None:
    typed(monkeypatch, PASSWORD)
    assert commands.setup_command(WORDS) == 0
    user = reader(User.objects.get(username="s.basalto").pk)
    assert user is not None
    assert user.role == Role.ADMINISTRATOR
    assert user.check_password(PASSWORD)
    assert Organisation.objects.get().name == "Servizio inserimenti lavorativi"
    assert set(Event.objects.values_list("actor_name", flat=True)) == {"comando"}
    shown = capsys.readouterr()
    assert "«Utenti»" in shown.out
    assert PASSWORD not in shown.out + shown.err


def test_what_is_not_given_is_asked_and_the_password_twice(monkeypatch: Any, capsys: Any) -> None:
    typed(monkeypatch, "s.basalto", "Sandro Basalto")
    answers = iter([PASSWORD, PASSWORD])
    monkeypatch.setattr(commands.getpass, "getpass", lambda question: next(answers))
    assert commands.setup_command([]) == 0
    assert User.objects.get(username="s.basalto").name == "Sandro Basalto"


def test_two_different_passwords_make_no_account(monkeypatch: Any, capsys: Any) -> None:
    answers = iter([PASSWORD, "un’altra frase lunga"])
    monkeypatch.setattr(commands.getpass, "getpass", lambda question: next(answers))
    assert commands.setup_command(WORDS[:4]) == 2
    assert "non sono uguali" in capsys.readouterr().err
    assert not User.objects.filter(username="s.basalto").exists()


@pytest.mark.parametrize("weak", ["corta", "1q2w3e4r5t6y", "s.basalto-2026"])
def test_a_weak_password_is_refused(monkeypatch: Any, capsys: Any, weak: str) -> None:
    typed(monkeypatch, weak)
    assert commands.setup_command(WORDS) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert not User.objects.filter(username="s.basalto").exists()


def test_no_answer_is_told_with_the_options(monkeypatch: Any, capsys: Any) -> None:
    typed(monkeypatch)
    assert commands.setup_command([]) == 2
    assert "--password-stdin" in capsys.readouterr().err


def test_a_second_administrator_is_not_made_here() -> None:
    cast.member(Role.ADMINISTRATOR)
    with pytest.raises(Refused, match="C’è già un amministratore"):
        commands.set_up(Namespace(username="s.basalto", name="Sandro Basalto", password_stdin=True))
