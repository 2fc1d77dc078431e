"""Accounts: a name to enter with, a random public id, and no right of their own."""

import pytest
from django.db import IntegrityError, transaction

from percorsi.accounts.models import User

pytestmark = pytest.mark.django_db


def test_an_account_without_password_lets_nobody_in() -> None:
    user = User.objects.create_user("falco", name="Luca Falco")
    assert not user.has_usable_password()
    assert not user.check_password("")


def test_public_ids_are_random_and_unique() -> None:
    users = [User.objects.create_user(f"utente{n}", name="Vento di Prova") for n in range(20)]
    assert len({user.public_id for user in users}) == 20
    assert all(len(user.public_id) == 22 for user in users)


def test_one_user_name_is_one_account() -> None:
    User.objects.create_user("falco", name="Luca Falco")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("falco", name="Lia Falco")


def test_an_account_alone_gives_no_right() -> None:
    assert not User.objects.create_user("falco", name="Luca Falco").has("people.list")
