"""The room's console commands."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from percorsi.accounts.actions import command_user
from percorsi.bridges.taking_over.importing import Report, UnreadableRegister, import_register

UNREADABLE = 2


def import_register_command(words: list[str]) -> int:
    """``percorsi import-register FILE [--dry-run] [--json]``: exit 0 when read, 2 when the file cannot be taken."""
    parser = ArgumentParser(prog="percorsi import-register", description="Porta dentro il registro dell'ufficio.")
    parser.add_argument("file", type=Path, help="il registro: xlsx, xls oppure ods")
    parser.add_argument("--dry-run", action="store_true", help="mostra che cosa farebbe e non scrive nulla")
    parser.add_argument("--json", action="store_true", help="stampa un solo documento JSON")
    options = parser.parse_args(words)
    try:
        report = import_register(options.file, by=command_user(), dry_run=options.dry_run)
    except UnreadableRegister as error:
        print(str(error), file=sys.stderr)
        return UNREADABLE
    if options.json:
        json.dump(report.as_record(), sys.stdout, ensure_ascii=False, indent=1)
        print()
    else:
        _tell(report)
    return 0


def _tell(report: Report) -> None:
    record = report.as_record()
    print("Prova: non è stato scritto nulla." if report.is_dry_run else "Registro importato.")
    for title, name in (("Nuovi", "created"), ("Uniti", "merged"), ("Da decidere", "proposed")):
        print(f"{title}: " + ", ".join(f"{kind} {count}" for kind, count in record[name].items()))
    for one in record["refused"]:
        print(f"Rifiutata: foglio «{one['sheet']}», riga {one['row']}: {one['message']}")
    for one in record["changed"]:
        place = f"foglio «{one['sheet']}», riga {one['row']}, {one['field']}"
        print(f"Diversa: {place}: «{one['here']}» qui, «{one['in_file']}» nel file")
    for sheet, headers in record["unknown_headers"].items():
        print(f"Foglio «{sheet}»: intestazioni non riconosciute: {', '.join(headers)}")
    for one in record["problems"]:
        print(f"Foglio «{one['sheet']}» non letto: {one['message']}")
    for note in record["notes"]:
        print(f"Nota: {note}")
