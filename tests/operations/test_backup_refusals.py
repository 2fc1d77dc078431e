"""What is not a sound archive changes nothing, and is told in one line."""

import hashlib
import io
import json
import sqlite3
import tarfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError

from percorsi.backups import BackupRefused, make_backup, restore_backup, restoring, snapshot
from percorsi.backups.archive import MANIFEST, MANIFEST_DIGEST
from percorsi.people.models import Person
from tests import cast
from tests.operations.programs import percorsi

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Path) -> Path:
    """A files' folder of the test's own, with one file."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.MEDIA_ROOT.mkdir()
    (settings.MEDIA_ROOT / "lettera.txt").write_text("di allora")
    return tmp_path / "files"


@pytest.fixture
def copy(files: Path, tmp_path: Path) -> Path:
    """A sound archive; after it, somebody came and the file was rewritten."""
    cast.person("Upupa")
    made = make_backup(tmp_path / "copies")
    cast.person("Arrivato dopo")
    (files / "lettera.txt").write_text("di adesso")
    return made


def assert_nothing_changed(tmp_path: Path) -> None:
    assert set(Person.objects.values_list("family_names", flat=True)) == {"Upupa", "Arrivato dopo"}
    assert (tmp_path / "files" / "lettera.txt").read_text() == "di adesso"
    assert {path.name for path in tmp_path.iterdir()} <= {"files", "copies", "wrong", "wrong.tar"}


def rewritten(source: Path, target: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Write an archive anew after a change of its members, with a manifest digest that fits."""
    with tarfile.open(source) as tar:
        members = {one.name: tar.extractfile(one).read() for one in tar.getmembers()}  # type: ignore[union-attr]
    change(members)
    members[MANIFEST_DIGEST] = hashlib.sha256(members[MANIFEST]).hexdigest().encode()
    with tarfile.open(target, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return target


def test_another_file_is_refused(copy: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong"
    for content in (b"", b"una lettera qualunque", b"PK\x03\x04" + bytes(2_000), bytes(20_000)):
        wrong.write_bytes(content)
        with pytest.raises(BackupRefused, match="non è una copia di Percorsi"):
            restore_backup(wrong, replace=True)
    for missing in (tmp_path / "never", tmp_path):
        with pytest.raises(BackupRefused):
            restore_backup(missing, replace=True)
    assert_nothing_changed(tmp_path)


def test_a_truncated_archive_is_refused(copy: Path, tmp_path: Path) -> None:
    with tarfile.open(copy) as tar:
        end = tar.getmember(MANIFEST_DIGEST).offset_data
    for share in (0.02, 0.5, 0.9, 1):
        (tmp_path / "wrong.tar").write_bytes(copy.read_bytes()[: int(end * share)])
        with pytest.raises(BackupRefused):
            restore_backup(tmp_path / "wrong.tar", replace=True)
    assert_nothing_changed(tmp_path)


def test_one_changed_bit_anywhere_is_refused(copy: Path, tmp_path: Path) -> None:
    with tarfile.open(copy) as tar:
        members = {one.name: one.offset_data + one.size // 2 for one in tar.getmembers()}
    for name in ("tables/people_person.jsonl.gz", "files/lettera.txt", MANIFEST, MANIFEST_DIGEST):
        content = bytearray(copy.read_bytes())
        content[members[name]] ^= 4
        (tmp_path / "wrong.tar").write_bytes(content)
        with pytest.raises(BackupRefused):
            restore_backup(tmp_path / "wrong.tar", replace=True)
    assert_nothing_changed(tmp_path)


def test_no_name_leads_out_of_the_archive(copy: Path, tmp_path: Path) -> None:
    def add(members: dict[str, bytes], name: str) -> None:
        manifest = json.loads(members[MANIFEST])
        manifest["files"][name.removeprefix("files/")] = {"size": 4, "digest": hashlib.sha256(b"evil").hexdigest()}
        members |= {MANIFEST: json.dumps(manifest).encode(), name: b"evil"}

    for name in ("../evil.txt", f"{tmp_path.parent}/evil.txt", "files/../../evil.txt", "./files/a.txt", "files//a"):
        with pytest.raises(BackupRefused, match="che una copia non contiene"):
            restore_backup(rewritten(copy, tmp_path / "wrong.tar", partial(add, name=name)), replace=True)
    assert_nothing_changed(tmp_path)
    assert not (tmp_path.parent / "evil.txt").exists()


def test_links_and_devices_are_refused(copy: Path, tmp_path: Path) -> None:
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.DIRTYPE):
        wrong = tmp_path / "wrong.tar"
        wrong.write_bytes(copy.read_bytes())
        with tarfile.open(wrong, "a") as tar:
            member = tarfile.TarInfo("files/link")
            member.type, member.linkname = kind, "/etc/passwd"
            tar.addfile(member)
        with pytest.raises(BackupRefused, match="che una copia non contiene"):
            restore_backup(wrong, replace=True)
    assert_nothing_changed(tmp_path)


def test_a_second_member_of_the_same_name_is_refused(copy: Path, tmp_path: Path) -> None:
    with tarfile.open(copy, "a") as tar:
        tar.addfile(tarfile.TarInfo("files/lettera.txt"), io.BytesIO())
    with pytest.raises(BackupRefused):
        restore_backup(copy, replace=True)
    assert_nothing_changed(tmp_path)


def test_an_archive_of_a_newer_version_is_refused(copy: Path, tmp_path: Path) -> None:
    def age(members: dict[str, bytes]) -> None:
        manifest = json.loads(members[MANIFEST])
        manifest["migrations"].append(["people", "9999_of_the_future"])
        members[MANIFEST] = json.dumps(manifest).encode()

    wrong = rewritten(copy, tmp_path / "wrong.tar", age)
    with pytest.raises(BackupRefused, match="più nuova"):
        restore_backup(wrong, replace=True)
    assert_nothing_changed(tmp_path)


def test_a_fault_in_the_last_moment_changes_nothing(copy: Path, tmp_path: Path, monkeypatch: Any) -> None:
    put = restoring.StagedFiles.put_in_place

    def fail(files: restoring.StagedFiles) -> None:
        put(files)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(restoring.StagedFiles, "put_in_place", fail)
    with pytest.raises(BackupRefused, match="No space left"):
        restore_backup(copy, replace=True)
    assert_nothing_changed(tmp_path)


def test_rows_that_do_not_come_back_as_they_were_are_refused(copy: Path, tmp_path: Path, monkeypatch: Any) -> None:
    def lose_one(model: Any, database: Any, names: list[str], source: Any) -> None:
        rows = list(source)
        load(model, database, names, rows[:-1] if model._meta.db_table == "people_searchterm" else rows)

    load = restoring.load
    monkeypatch.setattr(restoring, "load", lose_one)
    with pytest.raises(BackupRefused, match="people_searchterm non è tornata"):
        restore_backup(copy, replace=True)
    assert_nothing_changed(tmp_path)


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: Any) -> None:
    def fail(*_: Any) -> None:
        raise DatabaseError("the disk is gone")

    monkeypatch.setattr("percorsi.backups.making.lines", fail)
    with pytest.raises(BackupRefused, match="the disk is gone"):
        make_backup(tmp_path / "copies")
    assert list((tmp_path / "copies").iterdir()) == []
    (tmp_path / "a-file").touch()
    with pytest.raises(BackupRefused):
        make_backup(tmp_path / "a-file")


@pytest.mark.sqlite_only
def test_a_damaged_database_is_not_copied_as_if_it_were_sound(tmp_path: Path) -> None:
    folder = tmp_path / "there"
    assert percorsi("migrate", "-v0", folder=folder).returncode == 0
    database = folder / "percorsi.sqlite3"
    content = bytearray(database.read_bytes())
    content[len(content) // 2 : len(content) // 2 + 8_192] = b"\xff" * 8_192
    database.write_bytes(content)
    done = percorsi("backup", tmp_path / "copies", folder=folder)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert list((tmp_path / "copies").glob("*")) == []


@pytest.mark.sqlite_only
def test_the_commands_refuse_in_one_line_and_make_no_database(tmp_path: Path) -> None:
    for words in (["backup", tmp_path / "copies"], ["restore", tmp_path / "never"], ["restore", __file__]):
        done = percorsi(*words, "--json", folder=tmp_path / "there")
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert not (tmp_path / "copies").exists()


@pytest.mark.sqlite_only
def test_what_an_interrupted_write_left_is_not_played_into_the_restored_database(copy: Path, tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir()
    for end in ("-journal", "-wal", "-shm"):
        (there / f"percorsi.sqlite3{end}").write_bytes(b"of a database that is no more")
    assert percorsi("restore", copy, folder=there).returncode == 0
    assert {path.name for path in there.iterdir()} == {"percorsi.sqlite3", "secret.key", "files"}


@pytest.mark.sqlite_only
def test_a_copy_that_is_always_disturbed_ends_in_one_stretch(tmp_path: Path, monkeypatch: Any) -> None:
    taken: list[int] = []

    def disturbed(source: Path, target: Path, pages: int) -> None:
        taken.append(pages)
        if pages > 0:
            raise snapshot._StartedAgain

    monkeypatch.setattr(snapshot, "_copy", disturbed)
    (tmp_path / "source").touch()
    snapshot.copy_by_steps(tmp_path / "source", tmp_path / "target")
    assert taken == list(snapshot.STRETCHES)
    assert taken[-1] == -1


@pytest.mark.sqlite_only
def test_a_copy_that_begins_anew_is_noticed_at_once_and_a_busy_database_is_waited_for(monkeypatch: Any) -> None:
    watch = snapshot._watch(100)
    for status, remaining in ((sqlite3.SQLITE_OK, 200), (sqlite3.SQLITE_BUSY, 200), (sqlite3.SQLITE_OK, 100)):
        watch(status, remaining, 300)
    with pytest.raises(snapshot._StartedAgain):
        watch(sqlite3.SQLITE_OK, 100, 300)
    monkeypatch.setattr(snapshot, "SECONDS_TO_WAIT", -1)
    never_free = snapshot._watch(100)
    with pytest.raises(BackupRefused, match="occupato da troppo tempo"):
        never_free(sqlite3.SQLITE_BUSY, 300, 300)
