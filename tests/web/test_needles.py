"""Each sensitive field holds a word of its own: no page, file or error shows it to who may not read it."""

import io
import re
import zipfile
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from percorsi.accounts.choices import Role
from tests import cast
from tests.web.crawl import every_answer, newest_event, noted_since
from tests.web.stage import KINDS, ORDINARY, Stage, build
from tests.web.tables import changed_columns, snapshot

ROLES = [role for role in Role if role != Role.COMMAND]
COORDINATOR, MEDIATOR, PSYCHOLOGIST, OFFICER, SOCIAL_WORKER = (
    Role.OPERATIONAL_COORDINATOR,
    Role.MEDIATOR,
    Role.PSYCHOLOGIST,
    Role.OFFICER,
    Role.SOCIAL_WORKER,
)
FOLLOWS = {COORDINATOR, MEDIATOR, PSYCHOLOGIST}
# Whom a role may know of at all.
SEES = {
    COORDINATOR: {*ORDINARY, "cleared"},
    MEDIATOR: {*ORDINARY, "cleared"},
    PSYCHOLOGIST: {"own"},
    OFFICER: set(ORDINARY),
    SOCIAL_WORKER: {"own", "colleague", "closed"},
}
# Which roles may read a field of whom they see.
READS = {
    "family_names": {*FOLLOWS, OFFICER, SOCIAL_WORKER},
    "given_names": {*FOLLOWS, OFFICER, SOCIAL_WORKER},
    "alias": FOLLOWS,
    "birth_place": {*FOLLOWS, OFFICER},
    "remark": FOLLOWS,
    "address": {*FOLLOWS, OFFICER},
    "phone": {*FOLLOWS, OFFICER},
    "relative": {*FOLLOWS, OFFICER},
    "permit": FOLLOWS,
    "evidence": FOLLOWS,
    "situation": FOLLOWS,
    "invalidity": FOLLOWS,
    "note": FOLLOWS,
    "appointment_place": FOLLOWS,
    "appointment_note": FOLLOWS,
    # Of who writes it alone; those on the stage are a colleague's.
    "draft": set(),
    "referral_reason": {*FOLLOWS, SOCIAL_WORKER},
    "social_worker": {*FOLLOWS, OFFICER, SOCIAL_WORKER},
    "paper": {*FOLLOWS, OFFICER},
    "verbal": FOLLOWS,
    "form_name": {COORDINATOR, SOCIAL_WORKER},
    "form_reason": {COORDINATOR, SOCIAL_WORKER},
    "suspension": FOLLOWS,
    "discharge": FOLLOWS,
    "withdrawal": FOLLOWS,
    "project": {*FOLLOWS, OFFICER, SOCIAL_WORKER},
    "tutor": {*FOLLOWS, OFFICER, SOCIAL_WORKER},
    "outcome": FOLLOWS,
    "stop": FOLLOWS,
    "extension": FOLLOWS,
    "end_words": FOLLOWS,
}
NOT_OF_PROTECTED = {
    "family_names",
    "given_names",
    "birth_place",
    "address",
    "phone",
    "relative",
    "remark",
    *("form_name", "paper", "verbal"),
}
# The municipality that sent a protected person is told to nobody on the pages.
MASKED = {"social_worker"}
ONLY_CLOSED = {"discharge"}
ONLY_OPEN = {"suspension"}


def needles() -> dict[str, str]:
    """A word for each field of each kind of person; telephones are digits, situations a day."""
    words = {}
    for number, kind in enumerate(KINDS):
        for place, name in enumerate(READS):
            if (kind in ORDINARY) == (name == "alias") or (kind not in ORDINARY and name in NOT_OF_PROTECTED):
                continue
            if (name in ONLY_CLOSED and kind != "closed") or (name in ONLY_OPEN and kind == "closed"):
                continue
            words[f"{kind}.{name}"] = _word(kind, name, number, place)
    return words


def _word(kind: str, name: str, number: int, place: int) -> str:
    if name == "phone":
        return f"39955{number}77{place:02}"
    return f"{number + 1:02}/11/1987" if name == "situation" else f"Ago{kind}{name}".replace("_", "")


def may_read(role: Role, needle: str) -> bool:
    kind, name = needle.split(".")
    if kind not in ORDINARY and name in MASKED:
        return False
    return kind in SEES.get(role, set()) and role in READS[name]


def is_staff(where: str, needle: str) -> bool:
    """A social worker is somebody with a job: the pages of accounts name them, beside nobody they referred."""
    return needle.endswith(".social_worker") and "/utenti/" in where


@pytest.mark.django_db
@pytest.mark.parametrize("role", ROLES)
def test_a_role_reads_what_it_may_the_trail_says_so_and_reading_changes_nothing(role: Role) -> None:
    words = needles()
    stage = build(role, say=words)
    client = cast.client_of(stage.reader)
    names = {stage.person(kind).pk: words.get(f"{kind}.family_names") or words[f"{kind}.alias"] for kind in KINDS}
    stray, found, unlogged = set(), set(), set()
    before = snapshot()
    for where, text, noted in readable(stage, client, words):
        here = {needle for needle, word in words.items() if word in text}
        found |= here
        stray |= {f"{where}: {needle}" for needle in here if not may_read(role, needle) and not is_staff(where, needle)}
        if not {pk for pk, name in names.items() if name in text} <= noted:
            unlogged.add(where)
    assert sorted(stray) == []
    # What may be read is read somewhere: a test that finds nothing would prove nothing.
    assert sorted(needle for needle in words if may_read(role, needle) and needle not in found) == []
    assert sorted(unlogged) == []
    assert changed_columns(before, snapshot()) == set()
    assert sensitive_words_in_the_trail() == []


def sensitive_words_in_the_trail() -> list[str]:
    """Values of people that lie in the trail, where only the names of fields belong."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT "fields", "reason", "where", "kind" FROM audit_event')
        return re.findall("Ago[a-z]+", repr(cursor.fetchall()))


def readable(stage: Stage, client: Client, words: dict[str, str]) -> Iterator[tuple[str, str, frozenset[int]]]:
    """Everything that the reader can get: pages, files, answers to wrong forms, searches; and who was noted."""
    for answer in every_answer(stage, client):
        yield f"{answer.method} {answer.path}", text_of(answer.body), answer.noted
    for word in words.values():
        last = newest_event()
        answer = client.post("/persone/cerca/", {"testo": word[:-1]})
        # The field keeps what was typed, which is not an answer.
        text = text_of(answer.content).replace(f'value="{word[:-1]}"', "")
        yield f"search for {word[:-1]}", text, noted_since(last)


def text_of(body: bytes) -> str:
    """The readable text of a page, a CSV or a workbook."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return body.decode("utf-8", "replace")


@pytest.mark.django_db
def test_who_is_not_signed_in_reads_nothing() -> None:
    words = needles()
    stage = build(Role.MEDIATOR, say=words)
    for answer in every_answer(stage, Client()):
        assert not [word for word in words.values() if word in text_of(answer.body)], answer.path
