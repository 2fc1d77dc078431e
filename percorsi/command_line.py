"""The console command ``percorsi``: the law without Django, the rooms' own commands, and Django's for the rest."""

import os
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

# Each is a function of the words after the command's name, and returns the exit code.
COMMANDS = {
    "backup": ("percorsi.backups.commands", "backup_command"),
    "continue-import": ("percorsi.bridges.commands", "continue_import_command"),
    "demo-data": ("percorsi.demo.commands", "demo_data_command"),
    "demo-logins": ("percorsi.demo.commands", "demo_logins_command"),
    "export-register": ("percorsi.bridges.commands", "export_register_command"),
    "import-register": ("percorsi.bridges.commands", "import_register_command"),
    "indicators": ("percorsi.reports.commands", "indicators_command"),
    "restore": ("percorsi.backups.commands", "restore_command"),
    "setup": ("percorsi.organisations.commands", "setup_command"),
}
REFUSED = 2


def main(argv: list[str] | None = None) -> None:
    """Run ``percorsi COMMAND ...``; leaves the process with the command's exit code."""
    words = sys.argv if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "percorsi.settings")
    name = words[1] if len(words) > 1 else ""
    if name == "law":
        from percorsi.law.show import main as show_law

        sys.exit(show_law(words[2:]))
    if name == "bench":
        from percorsi.bench.commands import bench_command

        sys.exit(bench_command(words[2:]))
    # What a command writes (database, key, copies, files) is its owner's alone.
    os.umask(0o077)
    if name in COMMANDS:
        sys.exit(_run(name, words[2:]))
    from django.core.management import execute_from_command_line

    if words[1:] in ([], ["help"], ["--help"]):
        print("Comandi di Percorsi: " + ", ".join(sorted([*COMMANDS, "bench", "law"])) + ". Ognuno spiega --help.\n")
    if name == "migrate":
        _make_room_for_the_database()
    execute_from_command_line(words)
    if name == "migrate":
        _fill_an_empty_database()


def _run(name: str, words: list[str]) -> int:
    """Run a command of ours. A database that is away or not prepared is one line, as every refusal is."""
    import django
    from django.db import OperationalError, ProgrammingError

    django.setup()
    module, function = COMMANDS[name]
    command: Callable[[list[str]], int] = getattr(import_module(module), function)
    try:
        return command(words)
    except (OperationalError, ProgrammingError) as error:
        reason = str(error).strip().splitlines()[0]
        print(f"Il database non risponde o non è pronto: eseguire «percorsi migrate» ({reason}).", file=sys.stderr)
        return REFUSED


def _make_room_for_the_database() -> None:
    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True, mode=0o700)


def _fill_an_empty_database() -> None:
    """After ``migrate`` a database has its reference data, the table of the cache, and the actor of the commands."""
    from django.core.management import call_command

    from percorsi.accounts.actions import command_user
    from percorsi.places.actions import load_reference

    call_command("createcachetable")
    command_user()
    load_reference()
