"""The archive: one tar file with the tables, the files and a manifest that tells what must be in it."""

import gzip
import hashlib
import io
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from percorsi.backups.refusal import BackupRefused

FORMAT = 1
MANIFEST, MANIFEST_DIGEST = "manifest.json", "manifest.sha256"
LARGEST_MANIFEST = 64 << 20
CHUNK = 1 << 20
NOT_OURS = "Il file non è una copia di Percorsi, o è danneggiato"


@dataclass(slots=True)
class Manifest:
    """What a backup holds. Digests are SHA-256: of a table's lines, of a file's bytes."""

    program: str
    made_at: str
    database: str
    migrations: list[tuple[str, str]] = field(default_factory=list)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)
    files: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT


class Writer:
    """Fills an archive. Tables pass through ``work``, a folder with room for the largest of them."""

    def __init__(self, tar: tarfile.TarFile, work: Path) -> None:
        self._tar, self._work = tar, work

    def add_table(self, name: str, columns: list[str], lines: Iterable[bytes]) -> dict[str, Any]:
        """Add a table and return its entry of the manifest."""
        draft, tally = self._work / "table", Tally()
        with draft.open("wb") as file, gzip.GzipFile("", "wb", 3, file, mtime=0) as packed:
            for line in tally.over(lines):
                packed.write(line)
        self._add(table_member(name), draft)
        return {"columns": columns, **tally.entry()}

    def add_file(self, name: str, path: Path) -> dict[str, Any] | None:
        """Add a file of the files' folder and return its entry; nothing when it has just been deleted."""
        draft, digest = self._work / "file", hashlib.sha256()
        try:
            with path.open("rb") as source, draft.open("wb") as file:
                while chunk := source.read(CHUNK):
                    digest.update(chunk)
                    file.write(chunk)
        except FileNotFoundError:
            return None
        self._add(file_member(name), draft)
        return {"size": draft.stat().st_size, "digest": digest.hexdigest()}

    def add_manifest(self, manifest: Manifest) -> None:
        """Add the manifest and its digest, after all the rest."""
        text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1).encode()
        for name, content in ((MANIFEST, text), (MANIFEST_DIGEST, hashlib.sha256(text).hexdigest().encode())):
            member = tarfile.TarInfo(name)
            member.size, member.mode = len(content), 0o600
            self._tar.addfile(member, io.BytesIO(content))

    def _add(self, name: str, draft: Path) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode = draft.stat().st_size, 0o600
        with draft.open("rb") as file:
            self._tar.addfile(member, file)


class Tally:
    """Counts and digests the lines of a table as they pass."""

    def __init__(self) -> None:
        self.rows, self._digest = 0, hashlib.sha256()

    def over(self, lines: Iterable[bytes]) -> Iterator[bytes]:
        """Pass the lines on."""
        for line in lines:
            self.rows += 1
            self._digest.update(line)
            yield line

    def entry(self) -> dict[str, Any]:
        """Return what the manifest says of a table."""
        return {"rows": self.rows, "digest": self._digest.hexdigest()}


class Reader:
    """Reads an archive and trusts nothing in it that its manifest does not vouch for."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self._members = _plain_members(tar)
        self.manifest = self._read_manifest()
        expected = {MANIFEST, MANIFEST_DIGEST, *map(table_member, self.manifest.tables)}
        expected |= {file_member(name) for name in self.manifest.files}
        if expected != self._members.keys():
            raise BackupRefused(f"{NOT_OURS}: non contiene ciò che il suo elenco dice.")

    def lines(self, table: str) -> Iterator[bytes]:
        """Yield a table's lines; raise :class:`BackupRefused` at the end when they are not those that were put in."""
        entry, tally = self.manifest.tables[table], Tally()
        with gzip.open(self._open(table_member(table))) as packed:
            yield from tally.over(packed)
        if tally.entry() != {"rows": entry["rows"], "digest": entry["digest"]}:
            raise BackupRefused(f"La copia è danneggiata: la tabella {table} non è quella di allora.")

    def copy_file(self, name: str, target: Path) -> None:
        """Write a file of the files' folder to ``target``, readable by its owner only."""
        digest, source = hashlib.sha256(), self._open(file_member(name))
        if self._members[file_member(name)].size != self.manifest.files[name]["size"]:
            raise BackupRefused(f"La copia è danneggiata: il file {name} non ha la grandezza di allora.")
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with target.open("xb") as file:
            target.chmod(0o600)
            while chunk := source.read(CHUNK):
                digest.update(chunk)
                file.write(chunk)
        if digest.hexdigest() != self.manifest.files[name]["digest"]:
            raise BackupRefused(f"La copia è danneggiata: il file {name} non è quello di allora.")

    def _open(self, name: str) -> IO[bytes]:
        file = self._tar.extractfile(self._members[name])
        assert file is not None, "only regular files were let in"
        return file

    def _read_manifest(self) -> Manifest:
        if not {MANIFEST, MANIFEST_DIGEST} <= self._members.keys():
            raise BackupRefused(f"{NOT_OURS}: manca l’elenco del contenuto.")
        if self._members[MANIFEST].size > LARGEST_MANIFEST:
            raise BackupRefused(f"{NOT_OURS}: l’elenco del contenuto è smisurato.")
        text = self._open(MANIFEST).read()
        if hashlib.sha256(text).hexdigest().encode() != self._open(MANIFEST_DIGEST).read(100):
            raise BackupRefused(f"{NOT_OURS}: l’elenco del contenuto è stato alterato.")
        record = json.loads(text)
        if record.get("format") != FORMAT:
            raise BackupRefused("La copia è di una versione più nuova di Percorsi: aggiornare prima il programma.")
        record["migrations"] = [(app, name) for app, name in record["migrations"]]
        return Manifest(**record)


@contextmanager
def opened(path: Path) -> Iterator[Reader]:
    """Open an archive for reading. Whatever is wrong with it becomes a :class:`BackupRefused`."""
    try:
        with tarfile.open(path, "r:") as tar:
            yield Reader(tar)
    except FileNotFoundError as error:
        raise BackupRefused(f"Il file {error.filename or path} non esiste.") from error
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile, ValueError, KeyError, TypeError) as error:
        raise BackupRefused(f"{NOT_OURS}: {error or 'finisce prima del dovuto'}.") from error


def table_member(name: str) -> str:
    """Return the name within the archive of a table."""
    return f"tables/{name}.jsonl.gz"


def file_member(name: str) -> str:
    """Return the name within the archive of a file of the files' folder."""
    return f"files/{name}"


def _plain_members(tar: tarfile.TarFile) -> dict[str, tarfile.TarInfo]:
    """Return the members by name; links, devices, doubles and names that lead out of the archive are refused."""
    members: dict[str, tarfile.TarInfo] = {}
    for member in tar.getmembers():
        parts = member.name.split("/")
        if not member.isreg() or member.name in members or not all(parts) or {".", ".."} & set(parts):
            raise BackupRefused(f"{NOT_OURS}: contiene «{member.name[:100]}», che una copia non contiene.")
        members[member.name] = member
    return members
