"""Drafts: kept as typed, read by their writer alone, gone with the note; and the day to hear somebody again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.diary.actions import (
    Outcome,
    Slot,
    TypedDraft,
    TypedNote,
    drop_draft,
    keep_draft,
    make_appointment,
    record_outcome,
    restore_draft,
    write_note,
)
from percorsi.diary.models import Draft, Note
from percorsi.diary.queries import drafts_of, dropped_drafts_of, open_follow_ups, people_to_write_about
from percorsi.kit.refusal import Forbidden, Refused
from percorsi.people.actions import merge
from percorsi.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
TYPED = TypedDraft("Sentita al tel", "call", "31/02/2019", "+2 settim")


def followed_by(user: User) -> Person:
    person = cast.person()
    cast.case(person, worker=user)
    return person


def test_a_draft_keeps_what_was_typed_right_or_wrong() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    keep_draft(person, by=user, typed=TYPED)
    kept = drafts_of(user).get()
    assert (kept.person, kept.text, kept.kind) == (person, "Sentita al tel", "call")
    assert (kept.happened_on, kept.follow_up_on) == ("31/02/2019", "+2 settim")
    event = Event.objects.get()
    assert (event.act, event.about_people) == ("create", [person.pk])
    assert "Sentita" not in str(event.fields)


def test_going_on_writes_the_same_draft_and_the_trail_is_told_once() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    first = keep_draft(person, by=user, typed=TYPED)
    again = keep_draft(person, by=user, typed=TypedDraft("Sentita al telefono.\x00", "gossip"), draft=first.public_id)
    assert (again, drafts_of(user).get().text, again.kind) == (first, "Sentita al telefono.", "")
    assert Event.objects.count() == 1


def test_two_windows_lose_no_text() -> None:
    user = cast.member(Role.MEDIATOR)
    person, other = followed_by(user), followed_by(user)
    first = keep_draft(person, by=user, typed=TYPED)
    keep_draft(person, by=user, typed=TypedDraft("Un altro testo"))
    keep_draft(other, by=user, typed=TypedDraft("Di un’altra persona"), draft=first.public_id)
    assert {row.text for row in drafts_of(user)} == {"Sentita al tel", "Un altro testo", "Di un’altra persona"}
    assert drafts_of(user).get(pk=first.pk).person == person


def test_a_draft_about_nobody_yet_finds_its_person() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    first = keep_draft(None, by=user, typed=TYPED)
    keep_draft(person, by=user, typed=TYPED, draft=first.public_id)
    assert drafts_of(user).get().person == person


@pytest.mark.parametrize("typed", [TypedDraft(" \n"), TypedDraft("a" * 20_001)])
def test_what_is_not_kept(typed: TypedDraft) -> None:
    user = cast.member(Role.MEDIATOR)
    with pytest.raises(Refused) as caught:
        keep_draft(followed_by(user), by=user, typed=typed)
    assert caught.value.field == "text"


def test_nobody_keeps_a_draft_about_whom_they_may_not_write() -> None:
    mine = followed_by(cast.member(Role.MEDIATOR))
    for user in (cast.member(Role.MEDIATOR), cast.member(Role.OFFICER)):
        for person in (mine, cast.protected_person(f"Caso {user.pk}")):
            with pytest.raises(Forbidden):
                keep_draft(person, by=user, typed=TYPED)
    with pytest.raises(Forbidden):
        keep_draft(None, by=cast.member(Role.SCOUT), typed=TYPED)


def test_nobody_else_sees_takes_over_drops_or_ends_a_draft() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    draft = keep_draft(person, by=user, typed=TYPED)
    coordinator = cast.member(Role.OPERATIONAL_COORDINATOR)
    assert not drafts_of(coordinator)
    theirs = keep_draft(person, by=coordinator, typed=TypedDraft("Mio"), draft=draft.public_id)
    assert theirs != draft
    for act in (drop_draft, restore_draft):
        with pytest.raises(Forbidden):
            act(draft, by=coordinator)
    note = TypedNote("call", date(2018, 5, 2), "Bene.")
    write_note(person, by=coordinator, note=note, draft=draft.public_id)
    assert drafts_of(user).get().text == "Sentita al tel"


def test_the_draft_goes_with_its_note() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    draft, other = keep_draft(person, by=user, typed=TYPED), keep_draft(person, by=user, typed=TypedDraft("Altro"))
    write_note(person, by=user, note=TypedNote("call", date(2018, 5, 2), "Bene."), draft=draft.public_id)
    assert list(Draft.objects.all()) == [other]


def test_a_dropped_draft_comes_back_within_a_day_and_then_is_gone() -> None:
    user = cast.member(Role.MEDIATOR)
    draft, other = (keep_draft(None, by=user, typed=TypedDraft(text)) for text in ("Uno", "Due"))
    drop_draft(draft, by=user)
    assert list(drafts_of(user)) == [other]
    restore_draft(dropped_drafts_of(user).get(), by=user)
    assert set(drafts_of(user)) == {draft, other}
    drop_draft(draft, by=user)
    Draft.objects.filter(pk=draft.pk).update(dropped_at=timezone.now() - timedelta(days=2))
    drop_draft(other, by=user)
    assert list(Draft.objects.all()) == [other]


def test_a_draft_about_somebody_who_was_hidden_is_seen_no_more() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    keep_draft(person, by=user, typed=TYPED)
    Person.objects.filter(pk=person.pk).update(
        is_protected=True, alias="Caso 1", family_names="", given_names="", born_on=None
    )
    assert not drafts_of(user)


def test_a_merge_loses_neither_draft() -> None:
    user = cast.member(Role.OPERATIONAL_COORDINATOR)
    keep, lose = cast.person("Merlo"), cast.person("Merlo")
    for person in (keep, lose):
        keep_draft(person, by=user, typed=TypedDraft(f"Di {person.pk}"))
    merge(keep, lose, by=user)
    assert {row.person for row in drafts_of(user)} == {keep}
    assert drafts_of(user).count() == 2


def test_a_follow_up_waits_until_something_is_heard() -> None:
    user = cast.member(Role.MEDIATOR)
    person, today = followed_by(user), timezone.localdate()
    asked = write_note(person, by=user, note=TypedNote("call", today, "Bene.", today + timedelta(days=14)))
    assert list(open_follow_ups(user)) == [asked]
    assert not open_follow_ups(cast.member(Role.OFFICER))
    write_note(person, by=user, note=TypedNote("call", today - timedelta(days=1), "Prima."))
    assert list(open_follow_ups(user)) == [asked]
    write_note(person, by=user, note=TypedNote("call", today, "Sentita ancora."))
    assert not open_follow_ups(user)


def test_who_came_to_an_appointment_was_heard_who_did_not_was_not() -> None:
    user = cast.member(Role.MEDIATOR)
    person, today = followed_by(user), timezone.localdate()
    then = today - timedelta(days=3)
    write_note(person, by=user, note=TypedNote("call", then, "Bene.", today + timedelta(days=14)))
    row = make_appointment(person, by=user, slot=Slot(today, timezone.localtime().time()))
    record_outcome(row, by=user, version=1, outcome=Outcome("absent"))
    assert open_follow_ups(user).count() == 1
    other = make_appointment(person, by=user, slot=Slot(today, timezone.localtime().time()))
    record_outcome(other, by=user, version=1, outcome=Outcome("came"))
    assert not open_follow_ups(user)


@pytest.mark.parametrize("days", [0, -1])
def test_a_follow_up_comes_after_the_note(days: int) -> None:
    user, today = cast.member(Role.MEDIATOR), timezone.localdate()
    with pytest.raises(Refused) as caught:
        write_note(followed_by(user), by=user, note=TypedNote("call", today, "Bene.", today + timedelta(days=days)))
    assert caught.value.field == "follow_up_on"
    assert not Note.objects.exists()


def test_whom_one_may_write_about_is_found_and_nobody_else() -> None:
    user, other = cast.member(Role.MEDIATOR), cast.member(Role.MEDIATOR)
    mine, theirs = followed_by(user), followed_by(other)
    cast.protected_person("Cardellino")
    assert list(people_to_write_about("cardel", user)) == [mine]
    assert set(people_to_write_about("cardel", cast.member(Role.OPERATIONAL_COORDINATOR))) == {mine, theirs}
    for role in (Role.OFFICER, Role.SOCIAL_WORKER, Role.SCOUT):
        assert not people_to_write_about("cardel", cast.member(role))
