"""The map of the keys, and the switch that every account has for the single ones."""

import re

import pytest
from django.test import Client

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def read(client: Client, path: str = "/tasti/") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.COMMISSIONER, Role.ADMINISTRATOR])
def test_the_map_is_everybodys_and_every_page_leads_to_it(role: Role) -> None:
    page = read(cast.client_of(cast.member(role)))
    assert "Mappa dei tasti" in page and re.search(
        r'<a class="foot-keys" href="/tasti/" data-dialog data-key="\?">', page
    )


def test_an_account_switches_its_single_keys_off_and_on_again() -> None:
    user, other = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    client = cast.client_of(user)
    assert "<body>" in read(client) and 'data-key="/"' in read(client, "/persone/")
    assert "Tasti singoli spenti." in client.post("/tasti/", {}, follow=True).content.decode()
    assert User.objects.get(pk=user.pk).has_keys_off
    page = read(client, "/persone/")
    assert '<body data-keys="off">' in page and 'data-key="/"' not in page and 'data-key="?"' not in page
    assert "<body>" in read(cast.client_of(other))
    assert "Tasti singoli accesi." in client.post("/tasti/", {"keys": "on"}, follow=True).content.decode()
    assert "<body>" in read(client)
