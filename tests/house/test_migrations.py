"""Migrations that write rows write them into the database that is migrated: a restore migrates another one."""

import re

from tests.house.house import tracked
from tools.console import ROOT


def test_a_migration_names_the_database_whose_rows_it_changes() -> None:
    found = tracked("percorsi/*/migrations/*.py")
    assert len(found) > 30
    wrong = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in found
        for hit in re.finditer(r".*\.objects\b(?!\.using\().*", path.read_text(encoding="utf-8"))
    ]
    assert wrong == []
