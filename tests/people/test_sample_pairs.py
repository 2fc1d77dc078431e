"""The pairs that the shared register proposes: joined and taken back, nothing of it is lost; hidden, nothing stays."""

from pathlib import Path

import pytest
from django.db import connection

from percorsi.accounts.actions import command_user
from percorsi.bridges.taking_over.importing import import_register
from percorsi.confidential.actions import protect
from percorsi.people import actions
from percorsi.people.choices import PairDecision
from percorsi.people.models import Person, PossibleDuplicate
from tests.people.digests import tables

pytestmark = pytest.mark.django_db

SAMPLE = Path(__file__).parents[2] / "percorsi" / "demo" / "registro-nil-2015-2019.xlsx"
RECORDS = {"people.merge", "people.mergedrow", "audit.event", "audit.subject"}


def test_every_pair_of_the_register_is_joined_and_taken_back() -> None:
    by = command_user()
    import_register(SAMPLE, by=by, dry_run=False)
    before, people = tables(but=RECORDS), Person.objects.count()
    pairs = list(PossibleDuplicate.objects.order_by("pk"))
    for pair in pairs:
        actions.decide_pair(pair, decision=PairDecision.SAME, by=by)
    assert Person.objects.count() == people - len(pairs)
    for pair in reversed(pairs):
        actions.reopen_pair(pair, by=by)
    assert tables(but=RECORDS) == before


def test_who_is_hidden_leaves_no_code_nor_telephone_behind() -> None:
    by = command_user()
    import_register(SAMPLE, by=by, dry_run=False)
    chosen = list(Person.objects.filter(is_protected=False, contacts__kind="phone").exclude(codice_fiscale=None)[:5])
    words = [person.codice_fiscale or "" for person in chosen]
    words += [row.value for person in chosen for row in person.contacts.all()]
    for person in chosen:
        protect(person, reason="prova", by=by)
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            content = repr(cursor.fetchall())
            if table != "confidential_protectedidentity":
                assert [word for word in words if word and word in content] == [], table
