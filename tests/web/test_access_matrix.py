"""The access matrix: every page x method x role x kind of object answers as the one file says, and says no with 404."""

from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from percorsi.accounts.choices import Role
from tests import cast
from tests.web.site_map import matrix, routes
from tests.web.stage import Stage, build

ROLES = [role for role in Role if role != Role.COMMAND]
# Addresses that lead on, or say that there is nothing here (any more), to some of whom they are open to.
LEAD_ON = {
    "home", "service:logo", "service:first_steps",
    "account_login", "accounts:activate", "people:protect", "people:withdraw", "people:end_protection",
}  # fmt: skip


def test_every_page_stands_in_the_matrix_and_declares_its_right() -> None:
    found = routes()
    assert len(found) >= 30
    assert sorted({route.name for route in found} ^ set(matrix())) == []
    assert [route.name for route in found if not route.permission] == []
    assert [(r.name, r.methods, matrix()[r.name].methods) for r in found if r.methods != matrix()[r.name].methods] == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_the_matrix_holds(role: Role) -> None:
    stage = build(role)
    client = cast.client_of(stage.reader)
    nothing = client.get("/nulla/").content
    wrong = []
    for row in matrix().values():
        for method in row.methods:
            for kind in row.kinds():
                answer = ask(client, method, row.path(stage, kind))
                leads_on = method != "GET" or row.name in LEAD_ON
                is_open = answer.status_code != 404 if leads_on else answer.status_code == 200
                if is_open != row.allows(role, kind) or (not is_open and answer.content != nothing):
                    wrong.append(f"{method} {row.name} {kind}: {answer.status_code}")
    assert wrong == []


@pytest.mark.django_db
def test_who_is_not_signed_in_is_led_to_the_login_whatever_exists() -> None:
    stage = build(Role.MEDIATOR)
    wrong = []
    for row in matrix().values():
        for method in row.methods:
            for kind in row.kinds():
                answer = ask(Client(), method, row.path(stage, kind))
                is_public = "public" in row.note
                is_led = answer.status_code == 302 and answer["Location"].startswith("/accesso/")
                if is_led == is_public:
                    wrong.append(f"{method} {row.name} {kind}: {answer.status_code}")
    assert wrong == []


@pytest.mark.django_db
def test_an_account_without_a_role_opens_nothing() -> None:
    stage: Stage = build(Role.MEDIATOR)
    stage.reader.worker.memberships.all().delete()
    client = cast.client_of(stage.reader)
    for row in matrix().values():
        if "signed in" in row.note or "public" in row.note:
            continue
        for kind in row.kinds():
            assert client.get(row.path(stage, kind)).status_code == 404, row.name


def ask(client: Client, method: str, path: str) -> Any:
    """Send the request; whatever it changes is taken back, and who left is in again."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.generic(method, path)
        transaction.set_rollback(True)
    client.cookies = cookies
    return answer
