"""The console command ``percorsi``: the law without Django, everything else with it."""

import os
import sys


def main(argv: list[str] | None = None) -> None:
    """Run ``percorsi COMMAND ...``; leaves the process with the command's exit code."""
    words = sys.argv if argv is None else argv
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "percorsi.settings")
    if words[1:2] == ["law"]:
        from percorsi.law.show import main as show_law

        sys.exit(show_law(words[2:]))
    from django.core.management import execute_from_command_line

    execute_from_command_line(words)
