"""The console command ``percorsi``: the law without Django, the rooms' own commands, and Django's for the rest."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

# Each is a function of the words after the command's name, and returns the exit code.
COMMANDS = {
    "backup": ("percorsi.backups.commands", "backup_command"),
    "demo-data": ("percorsi.demo.commands", "demo_data_command"),
    "demo-logins": ("percorsi.demo.commands", "demo_logins_command"),
    "import-register": ("percorsi.bridges.commands", "import_register_command"),
    "indicators": ("percorsi.reports.commands", "indicators_command"),
    "restore": ("percorsi.backups.commands", "restore_command"),
}


def main(argv: list[str] | None = None) -> None:
    """Run ``percorsi COMMAND ...``; leaves the process with the command's exit code."""
    words = sys.argv if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "percorsi.settings")
    name = words[1] if len(words) > 1 else ""
    if name == "law":
        from percorsi.law.show import main as show_law

        sys.exit(show_law(words[2:]))
    if name in COMMANDS:
        import django

        django.setup()
        module, function = COMMANDS[name]
        command: Callable[[list[str]], int] = getattr(import_module(module), function)
        sys.exit(command(words[2:]))
    from django.core.management import execute_from_command_line

    execute_from_command_line(words)
    if name == "migrate":
        _fill_an_empty_database()


def _fill_an_empty_database() -> None:
    """After ``migrate`` a database has its reference data, the table of the cache, and the actor of the commands."""
    from django.core.management import call_command

    from percorsi.accounts.actions import command_user
    from percorsi.places.actions import load_reference

    call_command("createcachetable")
    command_user()
    load_reference()
