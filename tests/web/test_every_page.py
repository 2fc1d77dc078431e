"""Promises of every page: without the trail nobody is shown, and forms take only what they declare."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from percorsi.accounts.choices import Role
from percorsi.audit.models import Event
from tests import cast
from tests.web.crawl import every_answer
from tests.web.site_map import Row, matrix
from tests.web.stage import KINDS, ORDINARY, Stage, build
from tests.web.tables import changed_columns, snapshot

# What nobody may slip into a form; a form that declares one of these as a field of its own is not tried with it.
EXTRA = {
    **dict.fromkeys(("id", "pk", "standing", "person", "person_id", "written_by", "merged_by", "user"), "1"),
    **dict.fromkeys(("is_system", "is_active", "is_protected", "is_imported"), "on"),
    **dict.fromkeys(("written_at", "closed_on", "last_login", "answered_on", "decided_at"), "2001-01-01"),
    "public_id": "b" * 22, "version": "99", "alias": "Caso 0", "sort_key": "aaa", "decision": "same",
    "outcome": "accepted", "password": "x", "state": "x", "register_number": "NIL-9999",
}  # fmt: skip


def names() -> dict[str, str]:
    """A surname or alias for each kind, found nowhere else."""
    return {f"{kind}.{'family_names' if kind in ORDINARY else 'alias'}": f"Ago{kind}" for kind in KINDS}


@pytest.mark.django_db
def test_without_the_trail_nobody_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = build(Role.OPERATIONAL_COORDINATOR, say=names())
    client = cast.client_of(stage.reader)
    client.raise_request_exception = False

    def broken(*args: Any, **values: Any) -> None:
        raise RuntimeError("the trail cannot be written")

    monkeypatch.setattr(Event.objects, "create", broken)
    refused = 0
    for answer in every_answer(stage, client):
        assert not re.findall(b"Ago[a-z]+", answer.body), answer.path
        refused += answer.status == 500
    assert refused >= 10


@pytest.mark.django_db
def test_forms_take_only_what_they_declare() -> None:
    stage = build(Role.OPERATIONAL_COORDINATOR)
    administrator = build_administrator(stage)
    worked, wrong = 0, []
    for row in matrix().values():
        if "POST" not in row.methods or "GET" not in row.methods:
            continue
        reader = (
            administrator if row.allows(Role.ADMINISTRATOR, "-") or row.name.startswith("accounts:") else stage.reader
        )
        plain, forged = sent_with(row, stage, reader, extra=False), sent_with(row, stage, reader, extra=True)
        worked += bool(plain)
        if plain != forged:
            wrong.append(f"{row.name}: {sorted(plain ^ forged)}")
    assert wrong == []
    assert worked >= 5


def build_administrator(stage: Stage) -> Any:
    """A reader for the pages of accounts."""
    return cast.member(Role.ADMINISTRATOR, name="Ines Grecale")


def sent_with(row: Row, stage: Stage, reader: Any, *, extra: bool) -> set[str]:
    """Send the page's form as it stands filled in, with or without forged fields; return the columns that changed."""
    client: Client = cast.client_of(reader)
    path = row.path(stage, "own" if row.objects else "-")
    fields = Fields()
    fields.feed(client.get(path).content.decode())
    values = {
        **({name: value for name, value in EXTRA.items() if name not in fields.values} if extra else {}),
        **fields.values,
    }
    with transaction.atomic():
        before = snapshot()
        client.post(path, values)
        changed = changed_columns(before, snapshot())
        transaction.set_rollback(True)
    return changed


class Fields(HTMLParser):
    """The fields of the forms inside <main>, with the values they stand at; a required empty text gets some words."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self.is_main = False
        self.choice = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.is_main = self.is_main or tag == "main"
        name = given.get("name") or ""
        if not self.is_main or name == "csrfmiddlewaretoken":
            return
        if tag == "input" and name and given.get("type") in {"checkbox", "radio"}:
            if "checked" in given or ("required" in given and name not in self.values):
                self.values[name] = given.get("value") or "on"
        elif tag in {"input", "textarea"} and name:
            empty = {"date": "2019-03-04", "number": "1"}.get(given.get("type") or "", "parole di prova")
            self.values[name] = given.get("value") or (empty if "required" in given else "")
        elif tag == "select":
            self.choice = name
            self.values.setdefault(name, "")
        elif tag == "option" and self.choice and ("selected" in given or not self.values[self.choice]):
            self.values[self.choice] = given.get("value") or ""

    def handle_endtag(self, tag: str) -> None:
        self.choice = "" if tag == "select" else self.choice
        self.is_main = self.is_main and tag != "main"
