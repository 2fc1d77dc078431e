"""What an account likes: it changes pages, never rights."""

import pytest

from percorsi.accounts import actions
from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from tests.cast import member

pytestmark = pytest.mark.django_db


def test_keys_are_on_until_they_are_switched_off_and_the_trail_says_so() -> None:
    user = member(Role.MEDIATOR)
    assert not user.has_keys_off
    actions.switch_keys(user, is_off=True)
    assert User.objects.get(pk=user.pk).has_keys_off
    event = Event.objects.latest("id")
    assert (event.act, event.kind, event.object_id, event.fields) == (
        Act.CHANGE, "accounts.user", user.pk, {"has_keys_off": True},
    )  # fmt: skip
    actions.switch_keys(user, is_off=False)
    assert not User.objects.get(pk=user.pk).has_keys_off


def test_each_list_remembers_its_own_filters_for_each_account() -> None:
    user, other = member(Role.MEDIATOR), member(Role.MEDIATOR)
    actions.remember_filters(user, where="people:list", query="stato=chiuso")
    actions.remember_filters(user, where="companies:list", query="comune=x")
    assert User.objects.get(pk=user.pk).last_filters == {"people:list": "stato=chiuso", "companies:list": "comune=x"}
    actions.remember_filters(user, where="people:list", query="")
    assert User.objects.get(pk=user.pk).last_filters == {"companies:list": "comune=x"}
    assert User.objects.get(pk=other.pk).last_filters == {}
