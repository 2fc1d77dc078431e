"""A protected identity is corrected where it is kept, and comes back whole when protection ends."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.confidential.actions import HiddenIdentity, change_protected_identity, end_protection, protect
from percorsi.confidential.models import ProtectedIdentity
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.people import actions
from percorsi.people.choices import ExceptionKind
from percorsi.people.models import AccessException, Merge, Person
from percorsi.people.queries import found_by, visible_to
from tests import cast
from tests.confidential.needles import CODE, NEEDLES, tables_with
from tests.people.digests import tables

pytestmark = pytest.mark.django_db

PHONE = {"kind": "phone", "value": "3994445556", "whose": "Tamerice"}
# Not compared: the trail grows, clearances ended stay as a memory of who could see.
RECORDS = {"audit.event", "audit.subject", "people.accessexception"}


@pytest.fixture
def hidden(coordinator: User, woman: Person) -> Person:
    protect(woman, reason="centro antiviolenza", alias="Caso 9C", by=coordinator)
    return woman


def known(person: Person) -> HiddenIdentity:
    return HiddenIdentity.of(ProtectedIdentity.objects.filter(person=person).first())


def change(person: Person, by: User, version: int = 1, **values: Any) -> None:
    change_protected_identity(person, identity=replace(known(person), **values), version=version, by=by)


def test_a_new_telephone_is_written_where_the_identity_is_kept(coordinator: User, hidden: Person) -> None:
    before = known(hidden)
    change(hidden, coordinator, contacts=(*before.contacts, PHONE), remark="parola Caprifoglio")
    assert known(hidden).contacts == (*before.contacts, PHONE)
    assert ProtectedIdentity.objects.get().version == 2
    for needle in ("3994445556", "Tamerice", "Caprifoglio", *NEEDLES.values(), CODE):
        assert tables_with(needle) <= {"confidential_protectedidentity"}, needle
    event = Event.objects.get(act=Act.CHANGE, kind="confidential.protectedidentity")
    assert (event.about_people, event.fields) == ([hidden.pk], {"fields": ["contacts", "remark"]})


def test_a_code_that_becomes_known_is_written(coordinator: User) -> None:
    person = cast.protected_person("Caso 3F", cleared=(coordinator,))
    change(person, coordinator, version=0, codice_fiscale=CODE, born_on=date(1985, 5, 3))
    assert (known(person).codice_fiscale, known(person).born_on) == (CODE, date(1985, 5, 3))
    person.refresh_from_db()
    assert (person.codice_fiscale, person.born_on) == (None, None)
    with pytest.raises(Stale):
        change(person, coordinator, version=0, remark="x")


def test_of_two_writers_the_second_is_told(coordinator: User, hidden: Person) -> None:
    change(hidden, coordinator, birth_place="Pero")
    with pytest.raises(Stale):
        change(hidden, coordinator, birth_place="Rho")
    assert known(hidden).birth_place == "Pero"
    events = Event.objects.count()
    change(hidden, coordinator, version=2)
    assert Event.objects.count() == events


WRONG: dict[str, tuple[dict[str, Any], str]] = {
    "a code that is none": ({"codice_fiscale": "ABC"}, "codice_fiscale"),
    "a birth that the code denies": ({"born_on": date(1985, 5, 4)}, "codice_fiscale"),
    "a birth to come": ({"codice_fiscale": "", "born_on": timezone.localdate() + timedelta(2)}, "born_on"),
    "a name that the alias tells": ({"given_names": "Caso"}, "family_names"),
    "a telephone without digits": ({"contacts": ({"kind": "phone", "value": "12", "whose": ""},)}, "contacts"),
    "an address nowhere": ({"residences": ({"municipality": "", "address": ""},)}, "residences"),
    "two present addresses": ({"residences": ({"municipality": "Rho"}, {"municipality": "Pero"})}, "residences"),
    "an address that ends early": (
        {"residences": ({"municipality": "Rho", "starts_on": "2018-05-02", "ends_on": "2018-05-01"},)},
        "residences",
    ),
    "a relative without a name": ({"relatives": ({"name": "", "relation": "zia", "phone": ""},)}, "relatives"),
    "a name too long": ({"family_names": "x" * 151}, "family_names"),
}


@pytest.mark.parametrize(("values", "field"), WRONG.values(), ids=WRONG.keys())
def test_what_cannot_be_is_refused_and_nothing_is_written(
    coordinator: User,
    hidden: Person,
    values: dict[str, Any],
    field: str,
) -> None:
    before = known(hidden)
    with pytest.raises(Refused) as refused:
        change(hidden, coordinator, **values)
    assert refused.value.field == field
    assert known(hidden) == before


def test_only_the_cleared_who_may_write_correct(coordinator: User, hidden: Person) -> None:
    for role in (Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.PSYCHOLOGIST, Role.OFFICER, Role.ADMINISTRATOR):
        with pytest.raises(Forbidden):
            change(hidden, cast.member(role), remark="x")
    reader = cast.member(Role.MEDIATOR)
    leave = actions.Leave(worker=cast.worker_of(reader), kind=ExceptionKind.CLEARED)
    actions.grant_access(hidden, leave=leave, reason="x", by=coordinator)
    with pytest.raises(Forbidden):
        change(hidden, reader, remark="x")
    cast.case(hidden, worker=reader)
    change(hidden, reader, remark="x")
    with pytest.raises(Forbidden):
        change(cast.person(), coordinator, version=0, remark="x")


# --- The end ----------------------------------------------------------------------------------------------------


def test_the_end_brings_back_all_that_protection_took(coordinator: User, woman: Person) -> None:
    before = tables(but=RECORDS)
    protect(woman, reason="x", by=coordinator)
    assert tables(but=RECORDS) != before
    end_protection(woman, reason="la misura è finita", by=coordinator)
    assert tables(but=RECORDS) == before
    for needle in [*NEEDLES.values(), CODE]:
        found = tables_with(needle)
        assert found, needle
        assert not {table for table in found if table.startswith(("audit", "confidential"))}, needle
    # Also a union of before is whole again.
    assert actions.undo_merge(Merge.objects.get(), by=coordinator).family_names == NEEDLES["surname of before"]


def test_what_was_corrected_comes_back_corrected(coordinator: User, hidden: Person) -> None:
    lives = ({"municipality": "Arese", "address": "via Dolomia 3", "starts_on": "2018-06-01", "ends_on": ""},)
    cast.municipality("Arese")
    change(hidden, coordinator, contacts=(PHONE,), residences=lives, family_names="Magnolia")
    end_protection(hidden, reason="x", by=coordinator)
    assert (hidden.family_names, hidden.alias, hidden.codice_fiscale) == ("Magnolia", NEEDLES["alias of before"], CODE)
    assert [(row.value, row.whose) for row in hidden.contacts.all()] == [("3994445556", "Tamerice")]
    (place,) = hidden.residences.all()
    assert (str(place.municipality), place.address, place.starts_on) == ("Arese", "via Dolomia 3", date(2018, 6, 1))
    for word in ("magnolia", "3994445556"):
        assert found_by(word, coordinator).get() == hidden
    assert not found_by("caso 9c", coordinator).exists()


def test_a_place_that_is_no_municipality_stays_with_the_address(coordinator: User, hidden: Person) -> None:
    change(hidden, coordinator, residences=({"municipality": "Lugano", "address": "via Gneiss 1"},))
    end_protection(hidden, reason="x", by=coordinator)
    (place,) = hidden.residences.all()
    assert (place.municipality, place.address) == (None, "Lugano, via Gneiss 1")


def test_a_document_whose_category_is_gone_becomes_a_remark(coordinator: User, hidden: Person) -> None:
    actions.remove_condition(hidden.conditions.get(), by=coordinator)
    end_protection(hidden, reason="x", by=coordinator)
    assert hidden.remark == "Corbezzolo · Feldspata · Documento: lettera di Basaltina"


def test_everybody_sees_again_and_the_clearances_are_over(coordinator: User, hidden: Person) -> None:
    later = AccessException.objects.create(
        person=hidden,
        worker=cast.worker_of(cast.member(Role.MEDIATOR)),
        kind=ExceptionKind.CLEARED,
        starts_at=timezone.now() + timedelta(days=3),
    )
    end_protection(hidden, reason="x", by=coordinator)
    assert hidden in visible_to(cast.member(Role.MEDIATOR))
    assert not AccessException.objects.filter(person=hidden, ends_at=None).exists()
    later.refresh_from_db()
    assert later.ends_at == later.starts_at
    protect(hidden, reason="di nuovo", by=coordinator)
    assert hidden in visible_to(coordinator)
    assert hidden not in visible_to(cast.member(Role.MEDIATOR))


def test_the_trail_of_the_end_says_why_and_not_who(coordinator: User, hidden: Person) -> None:
    with pytest.raises(Refused) as refused:
        end_protection(hidden, reason="Zafferana sta bene", by=coordinator)
    assert refused.value.field == "reason"
    with pytest.raises(Refused):
        end_protection(hidden, reason=" ", by=coordinator)
    end_protection(hidden, reason="la misura è finita", by=coordinator)
    event = Event.objects.get(act=Act.UNDO)
    assert (event.where, event.reason, event.about_people) == ("end_protection", "la misura è finita", [hidden.pk])
    assert {"family_names", "codice_fiscale", "is_protected"} <= set(event.fields["fields"])
    with pytest.raises(Refused):
        end_protection(hidden, reason="x", by=coordinator)


def test_a_code_in_use_stops_the_end_and_nothing_moves(coordinator: User, hidden: Person) -> None:
    other = cast.person("Merlo", "Ugo", codice_fiscale=CODE)
    before = tables(but=RECORDS)
    with pytest.raises(Refused) as refused:
        end_protection(hidden, reason="x", by=coordinator)
    assert "Merlo" not in str(refused.value) and other.numbers.get().number not in str(refused.value)
    assert CODE not in str(refused.value)
    assert tables(but=RECORDS) == before
    change(hidden, coordinator, codice_fiscale="")
    end_protection(hidden, reason="x", by=coordinator)
    assert (hidden.codice_fiscale, hidden.is_protected) == (None, False)


def test_of_whom_only_the_alias_is_known_the_alias_stays(coordinator: User) -> None:
    person = cast.protected_person("Caso 3F", cleared=(coordinator,))
    end_protection(person, reason="x", by=coordinator)
    assert (person.alias, person.is_protected) == ("Caso 3F", False)
    assert person in found_by("caso 3f", cast.member(Role.MEDIATOR))


def test_only_a_coordinator_who_is_cleared_ends_a_protection(coordinator: User, hidden: Person) -> None:
    mediator = cast.member(Role.MEDIATOR)
    leave = actions.Leave(worker=cast.worker_of(mediator), kind=ExceptionKind.CLEARED)
    actions.grant_access(hidden, leave=leave, reason="x", by=coordinator)
    for reader in (mediator, cast.member(Role.OPERATIONAL_COORDINATOR), cast.member(Role.OFFICER)):
        with pytest.raises(Forbidden):
            end_protection(hidden, reason="x", by=reader)
    assert ProtectedIdentity.objects.get().person == hidden
