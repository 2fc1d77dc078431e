"""Notes: written by the team about own people, corrected by who wrote them, read by nobody else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from percorsi.accounts.choices import Role
from percorsi.accounts.models import User
from percorsi.audit.models import Event
from percorsi.diary.actions import TypedNote, change_note, write_note
from percorsi.diary.models import Note
from percorsi.diary.queries import timeline_rows, visible_to
from percorsi.kit.refusal import Forbidden, Refused, Stale
from percorsi.people.models import Person
from tests import cast

pytestmark = pytest.mark.django_db
MAY = date(2018, 5, 2)
TEAM = {Role.OPERATIONAL_COORDINATOR, Role.MEDIATOR, Role.PSYCHOLOGIST}


def write(person: Person, user: User, text: str = "Sentita al telefono.", happened_on: date = MAY) -> Note:
    return write_note(person, by=user, note=TypedNote("call", happened_on, text))


def followed_by(user: User) -> Person:
    person = cast.person()
    cast.case(person, worker=user)
    return person


def test_a_note_is_kept_as_it_was_written() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    note = write(person, user, "\x00 Sta bene. \r\n\r\n\r\n\r\n  Chiede   un colloquio \u2028 presto\ud800 ")
    kept = Note.objects.get()
    assert (kept, kept.text) == (note, "Sta bene.\n\nChiede un colloquio\npresto")
    assert (kept.kind, kept.happened_on, kept.written_by) == ("call", MAY, cast.worker_of(user))
    event = Event.objects.get()
    assert (event.act, event.about_people) == ("create", [person.pk])
    assert "Sta bene" not in str(event.fields)


REFUSED = {
    "empty": ("call", MAY, " \x00\n ", "text"),
    "too long": ("call", MAY, "a" * 10_001, "text"),
    "a day to come": ("call", timezone.localdate() + timedelta(days=1), "Bene", "happened_on"),
    "a year that cannot be": ("call", date(18, 5, 2), "Bene", "happened_on"),
    "another kind": ("gossip", MAY, "Bene", "kind"),
}


@pytest.mark.parametrize(("kind", "day", "text", "field"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_written(kind: str, day: date, text: str, field: str) -> None:
    user = cast.member(Role.MEDIATOR)
    with pytest.raises(Refused) as caught:
        write_note(followed_by(user), by=user, note=TypedNote(kind, day, text))
    assert caught.value.field == field
    assert not Note.objects.exists()


def test_the_longest_note_fits() -> None:
    user = cast.member(Role.MEDIATOR)
    assert len(write(followed_by(user), user, "à" * 10_000).text) == 10_000


@pytest.mark.parametrize("role", Role)
def test_who_writes_about_own_people(role: Role) -> None:
    user = cast.member(role)
    person = followed_by(user)
    if role in TEAM:
        assert write(person, user).pk
    else:
        with pytest.raises(Forbidden):
            write(person, user)


@pytest.mark.parametrize("role", [Role.MEDIATOR, Role.PSYCHOLOGIST])
def test_nobody_writes_about_a_colleagues_person(role: Role) -> None:
    with pytest.raises(Forbidden):
        write(followed_by(cast.member(Role.MEDIATOR)), cast.member(role))


def test_nobody_writes_about_a_protected_person_without_being_cleared() -> None:
    user = cast.member(Role.OPERATIONAL_COORDINATOR)
    with pytest.raises(Forbidden):
        write(cast.protected_person(), user)
    assert write(cast.protected_person("Caso 8B", cleared=(user,)), user).pk


def test_an_own_note_is_corrected_and_another_editor_is_told() -> None:
    user = cast.member(Role.MEDIATOR)
    note = write(followed_by(user), user)
    change_note(note, by=user, version=1, now=TypedNote("visit", MAY, "Vista in azienda."))
    kept = Note.objects.get()
    assert (kept.kind, kept.text, kept.version) == ("visit", "Vista in azienda.", 2)
    with pytest.raises(Stale):
        change_note(note, by=user, version=1, now=TypedNote("mail", MAY, "Altro"))
    assert Note.objects.get().text == "Vista in azienda."


def test_a_note_is_corrected_by_nobody_else_not_even_the_coordinator() -> None:
    user = cast.member(Role.MEDIATOR)
    note = write(followed_by(user), user)
    for role in Role:
        with pytest.raises(Forbidden):
            change_note(note, by=cast.member(role), version=1, now=TypedNote("mail", MAY, "Altro"))
    note.person.cases.get().assignments.update(ends_on=MAY)
    with pytest.raises(Forbidden):
        change_note(note, by=user, version=1, now=TypedNote("mail", MAY, "Altro"))


def test_who_reads_which_notes() -> None:
    users = {role: cast.member(role) for role in Role}
    own, hidden = followed_by(users[Role.PSYCHOLOGIST]), cast.protected_person()
    other = followed_by(users[Role.MEDIATOR])
    notes = [
        Note.objects.create(person=person, kind="call", happened_on=MAY, text="x", written_at=timezone.now())
        for person in (own, other, hidden)
    ]
    seen = {role: set(visible_to(user)) for role, user in users.items()}
    assert {role: rows for role, rows in seen.items() if rows} == {
        Role.OPERATIONAL_COORDINATOR: set(notes[:2]),
        Role.MEDIATOR: set(notes[:2]),
        Role.PSYCHOLOGIST: {notes[0]},
    }


def test_the_timeline_has_the_notes_of_who_reads_the_diary() -> None:
    user = cast.member(Role.MEDIATOR)
    person = followed_by(user)
    note = write(person, user)
    assert list(timeline_rows(person, user)) == [
        {
            "day": MAY,
            "kind": "note:call",
            "title": "",
            "text": "Sentita al telefono.",
            "author": cast.worker_of(user).name,
            "link": note.public_id,
            "is_milestone": False,
        }
    ]
    for role in (Role.OFFICER, Role.SOCIAL_WORKER, Role.SCOUT):
        assert not list(timeline_rows(person, cast.member(role)))
