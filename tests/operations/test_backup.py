"""A backup holds everything, and a restore brings exactly that back, on both databases."""

import json
import threading
import time
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from percorsi.accounts.actions import command_user
from percorsi.accounts.choices import Role
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.audit.models import Event
from percorsi.backups import BackupRefused, make_backup, restore_backup
from percorsi.backups.archive import Manifest, opened
from percorsi.confidential.models import ProtectedIdentity
from percorsi.people.models import Person
from percorsi.places.models import Municipality
from percorsi.traineeships.models import TraineeshipMonth
from tests import cast
from tests.operations.programs import percorsi
from tests.operations.rows import traineeship_month

pytestmark = pytest.mark.django_db(transaction=True)
LONGEST_WAIT = 2.0


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A files' folder of the test's own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def service(files: Path) -> Person:
    """One person with every kind of value that the two databases keep in their own ways, and two files."""
    mediator = cast.member(Role.MEDIATOR)
    person = cast.person("D’Alloccò 鷹", "Ada\nMaria", born_on=date(1985, 3, 31), codice_fiscale=None)
    cast.case(person, worker=mediator)
    cast.protected_person(cleared=(mediator,))
    ProtectedIdentity.objects.create(person=cast.protected_person("Caso 8B"), residences=[{"b": 1, "a": None}])
    traineeship_month(person, amount=Decimal("300.10"))
    record(Act.VIEW, by=mediator, people=[person.pk], details=Details(address="192.0.2.7", fields={"z": 1, "a": "è"}))
    (files / "2019").mkdir(parents=True)
    (files / "2019" / "verbale è.pdf").write_bytes(b"%PDF" + bytes(range(256)))
    (files / "vuoto.txt").write_bytes(b"")
    return person


def manifest_of(path: Path) -> Manifest:
    with opened(path) as archive:
        return archive.manifest


def counts_of(manifest: Manifest) -> dict[str, Any]:
    return {"tables": manifest.tables, "counters": manifest.counters, "files": manifest.files}


def test_a_restore_brings_back_every_row_number_and_file(service: Person, files: Path, tmp_path: Path) -> None:
    archive = make_backup(tmp_path / "copies")
    made = manifest_of(archive)
    Person.objects.filter(pk=service.pk).update(family_names="Altri")
    TraineeshipMonth.objects.all().delete()
    cast.person("Arrivato dopo")
    (files / "vuoto.txt").unlink()
    (files / "nuovo.txt").write_text("arrivato dopo")

    restore_backup(archive, replace=True)

    assert Person.objects.get(pk=service.pk).family_names == "D’Alloccò 鷹"
    assert TraineeshipMonth.objects.get().amount == Decimal("300.10")
    assert sorted(path.name for path in files.rglob("*") if path.is_file()) == ["verbale è.pdf", "vuoto.txt"]
    assert {path.stat().st_mode & 0o777 for path in files.rglob("*") if path.is_file()} == {0o600}
    again = counts_of(manifest_of(make_backup(tmp_path / "copies")))
    expected = counts_of(made)
    # A backup itself is an act, and the second is one more.
    assert again["tables"]["audit_event"].pop("rows") == expected["tables"]["audit_event"].pop("rows") + 1
    for every in (again, expected):
        del every["tables"]["audit_event"]["digest"], every["counters"]["audit_event"]
    assert again == expected


def test_every_table_is_in_the_archive_but_sessions_and_cache(service: Person, tmp_path: Path) -> None:
    kept = set(manifest_of(make_backup(tmp_path)).tables)
    left_out = set(connection.introspection.table_names()) - kept
    assert left_out - {"cache"} == {"django_migrations", "django_session"}
    assert {"audit_event", "audit_subject", "people_person", "mfa_authenticator"} <= kept


def test_the_archive_is_its_owner_s_alone_and_never_holds_the_key(service: Person, tmp_path: Path) -> None:
    archive = make_backup(tmp_path / "copies")
    assert archive.stat().st_mode & 0o777 == 0o600
    assert archive.parent.stat().st_mode & 0o777 == 0o700
    assert list(archive.parent.iterdir()) == [archive]
    assert django_settings.SECRET_KEY.encode() not in archive.read_bytes()
    assert make_backup(tmp_path / "copies") != archive


def test_the_trail_tells_of_a_backup_and_stays_closed_after_a_restore(service: Person, tmp_path: Path) -> None:
    archive = make_backup(tmp_path)
    assert Event.objects.filter(act=Act.EXPORT, where="backup", actor_name="comando").count() == 1
    restore_backup(archive, replace=True)
    for statement in ("UPDATE audit_event SET reason = 'x'", "DELETE FROM audit_subject", "DELETE FROM audit_event"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Event.objects.filter(act=Act.EXPORT, where="backup").count() == 1


def test_a_number_once_given_is_not_given_again_after_a_restore(service: Person, tmp_path: Path) -> None:
    last = Municipality.objects.create(name="Borgo Rondine", match_key="BORGO RONDINE")
    given = last.pk
    last.delete()
    restore_backup(make_backup(tmp_path), replace=True)
    assert Municipality.objects.create(name="Borgo Allodola", match_key="BORGO ALLODOLA").pk == given + 1


def test_people_and_files_are_replaced_only_when_told(service: Person, files: Path, tmp_path: Path) -> None:
    archive = make_backup(tmp_path)
    with pytest.raises(BackupRefused, match="contiene già delle persone"):
        restore_backup(archive)
    cast.person("Rimasto")
    with pytest.raises(BackupRefused):
        restore_backup(archive)
    assert Person.objects.filter(family_names="Rimasto").exists()


def test_what_one_database_wrote_the_other_reads(service: Person, tmp_path: Path) -> None:
    """In the second run of the suite this goes from PostgreSQL to SQLite and back."""
    here = make_backup(tmp_path / "copies")
    there = tmp_path / "there"
    restored = percorsi("restore", here, "--json", folder=there)
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["people"] == Person.objects.count()
    assert percorsi("backup", tmp_path / "back", folder=there).returncode == 0
    (back,) = (tmp_path / "back").iterdir()
    assert manifest_of(back).database == "sqlite"
    assert manifest_of(back).tables["people_person"] == manifest_of(here).tables["people_person"]
    restore_backup(back, replace=True)
    assert Person.objects.get(pk=service.pk).family_names == "D’Alloccò 鷹"
    assert ProtectedIdentity.objects.get(person__alias="Caso 8B").residences == [{"b": 1, "a": None}]


def test_an_archive_of_an_older_version_is_brought_up_to_date(tmp_path: Path) -> None:
    old = tmp_path / "old"
    assert percorsi("migrate", "-v0", folder=old).returncode == 0
    assert percorsi("migrate", "diary", "zero", "-v0", folder=old).returncode == 0
    assert percorsi("backup", tmp_path / "copies", folder=old).returncode == 0
    (archive,) = (tmp_path / "copies").iterdir()
    assert "diary_note" not in manifest_of(archive).tables
    restore_backup(archive, replace=True)
    with connection.cursor() as cursor:
        assert "diary_note" in connection.introspection.table_names(cursor)
    assert Municipality.objects.count() == manifest_of(archive).tables["places_municipality"]["rows"] > 7_000


def test_a_backup_is_one_moment_while_others_write_and_nobody_waits(service: Person, tmp_path: Path) -> None:
    """A writer adds an event with its subject in one transaction, over and over: the copy never holds half of one."""
    Municipality.objects.bulk_create(
        Municipality(
            name=f"Borgo {number}", match_key=f"BORGO {number}" + "X" * 80, cadastral_code=str(number % 10_000)
        )
        for number in range(60_000)
    )
    command_user()
    stop, waits, faults = threading.Event(), [0.0], []

    def write() -> None:
        try:
            while not stop.is_set():
                begun = time.monotonic()
                record(Act.VIEW, by=None, people=[service.pk], details=Details(where="writer"))
                waits.append(time.monotonic() - begun)
                time.sleep(0.005)
        except DatabaseError as error:
            faults.append(error)
        finally:
            connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        archive = make_backup(tmp_path)
    finally:
        stop.set()
        writer.join()
    assert not faults
    assert len(waits) > 5
    assert max(waits) < LONGEST_WAIT
    manifest = manifest_of(archive)
    with opened(archive) as reader:
        events = [json.loads(line) for line in reader.lines("audit_event")]
        subjects = [json.loads(line) for line in reader.lines("audit_subject")]
    columns = manifest.tables["audit_event"]["columns"]
    written = {row[columns.index("id")] for row in events if row[columns.index("where")] == "writer"}
    pairs = [row for row in subjects if row[manifest.tables["audit_subject"]["columns"].index("event_id")] in written]
    assert len(pairs) == len(written)
    restore_backup(archive, replace=True)
    assert Event.objects.count() == manifest.tables["audit_event"]["rows"]
    assert Event.objects.filter(at__gt=timezone.now()).count() == 0
