"""Papers that run out, and whom a worklist may be about."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db.models import Q
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.documents.models import File
from percorsi.people.choices import Audience, ExceptionKind, Paper
from percorsi.people.models import AccessException, Invalidity, Permit, Person, PersonDocument
from percorsi.people.queries import about, about_visible, due_rows, keys_of_own
from tests import cast

pytestmark = pytest.mark.django_db

ON = date(2026, 11, 24)
TERMS = {"document_ending": 60}


def told(user: User, among: Q | None = None) -> list[tuple[Any, ...]]:
    rows = due_rows(user, ON, among or Q(), TERMS)
    return sorted((kind, person, due_on, text) for due_on, kind, person, _since, text, _link in rows)


def in_charge() -> Person:
    person = cast.person()
    cast.case(person)
    return person


def paper(person: Person, kind: Paper, expires_on: date, **values: Any) -> PersonDocument:
    file = File.objects.create(name="carta.pdf", digest="0" * 64, size=1, added_at=timezone.now())
    audience = Audience.HEALTH if kind == Paper.INVALIDITY else Audience.TEAM
    return PersonDocument.objects.create(
        person=person, file=file, kind=kind, expires_on=expires_on, audience=audience, **values
    )


def test_a_permit_is_told_of_as_long_before_as_the_service_says() -> None:
    person, mediator = in_charge(), cast.member(Role.MEDIATOR)
    last = ON + timedelta(days=60)
    permit = Permit.objects.create(person=person, kind="attesa occupazione", expires_on=last)
    assert told(mediator) == [("permit", person.pk, last, "attesa occupazione")]
    Permit.objects.filter(pk=permit.pk).update(expires_on=last + timedelta(days=1))
    assert told(mediator) == []


def test_a_later_permit_takes_the_place_of_an_expired_one() -> None:
    person, mediator = in_charge(), cast.member(Role.MEDIATOR)
    Permit.objects.create(person=person, kind="lavoro", expires_on=ON - timedelta(days=3))
    assert [row[0] for row in told(mediator)] == ["permit"]
    Permit.objects.create(person=person, kind="lavoro", expires_on=ON + timedelta(days=365))
    assert told(mediator) == []
    Permit.objects.create(person=person, kind="lungo periodo", expires_on=None)
    assert told(mediator) == []


def test_the_review_of_the_last_invalidity_is_told_of() -> None:
    person, mediator = in_charge(), cast.member(Role.MEDIATOR)
    Invalidity.objects.create(person=person, percent=60, review_on=ON - timedelta(days=900))
    Invalidity.objects.create(person=person, percent=67, review_on=ON + timedelta(days=20))
    assert told(mediator) == [("invalidity", person.pk, ON + timedelta(days=20), "")]


def test_papers_that_were_withdrawn_or_replaced_are_not_told_of() -> None:
    person, mediator = in_charge(), cast.member(Role.MEDIATOR)
    soon = ON + timedelta(days=9)
    old = paper(person, Paper.ISEE, soon)
    paper(person, Paper.LICENCE, soon, withdrawn_at=timezone.now())
    assert told(mediator) == [("paper", person.pk, soon, "isee")]
    paper(person, Paper.ISEE, ON + timedelta(days=300), replaces=old)
    assert told(mediator) == []


def test_nothing_is_told_of_who_is_in_charge_no_longer() -> None:
    person, mediator = cast.person(), cast.member(Role.MEDIATOR)
    cast.case(person, closed_on=date(2019, 1, 31))
    Permit.objects.create(person=person, kind="lavoro", expires_on=ON)
    assert told(mediator) == []


def test_the_officer_is_told_of_papers_that_say_nothing_of_health_or_category() -> None:
    person, officer = in_charge(), cast.member(Role.OFFICER)
    Permit.objects.create(person=person, kind="attesa occupazione", expires_on=ON)
    Invalidity.objects.create(person=person, percent=60, review_on=ON)
    paper(person, Paper.INVALIDITY, ON)
    paper(person, Paper.IDENTITY, ON)
    assert [(kind, text) for kind, _person, _day, text in told(officer)] == [("paper", "identity")]


def test_own_people_are_those_assigned_today_and_those_covered() -> None:
    mediator, colleague = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    mine, covered, theirs = cast.person(), cast.person("Gheppio"), cast.person("Allodola")
    cast.case(mine, worker=mediator)
    for person in (covered, theirs):
        cast.case(person, worker=colleague)
    cover = {"worker": cast.worker_of(mediator), "kind": ExceptionKind.COVER, "starts_at": timezone.now()}
    AccessException.objects.create(person=covered, **cover)
    for person in (mine, covered, theirs):
        Permit.objects.create(person=person, kind="lavoro", expires_on=ON)
    assert {row[1] for row in told(mediator, about(keys_of_own(mediator)))} == {mine.pk, covered.pk}
    assert {row[1] for row in told(mediator, about_visible(mediator))} == {mine.pk, covered.pk, theirs.pk}


def test_who_is_protected_is_told_of_to_who_is_cleared_alone() -> None:
    mediator, coordinator = cast.member(Role.MEDIATOR), cast.member(Role.OPERATIONAL_COORDINATOR)
    hidden = cast.protected_person(cleared=(coordinator,))
    cast.case(hidden, worker=mediator)
    Permit.objects.create(person=hidden, kind="protezione speciale", expires_on=ON)
    assert told(mediator, about(keys_of_own(mediator))) == told(mediator, about_visible(mediator)) == []
    assert [row[1] for row in told(coordinator, about_visible(coordinator))] == [hidden.pk]
    officer = cast.member(Role.OFFICER)
    assert told(officer, about_visible(officer)) == []


def test_the_psychologist_is_told_of_who_is_entrusted_to_them() -> None:
    psychologist = cast.member(Role.PSYCHOLOGIST)
    mine, other = cast.person(), cast.person("Allodola")
    cast.case(mine, worker=psychologist)
    cast.case(other)
    for person in (mine, other):
        Permit.objects.create(person=person, kind="lavoro", expires_on=ON)
    assert {row[1] for row in told(psychologist, about(keys_of_own(psychologist)))} == {mine.pk}
