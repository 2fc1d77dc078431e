"""The room's console commands."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from percorsi.accounts.actions import command_user
from percorsi.bridges.actions import Taken, preview_register, take_register
from percorsi.bridges.handing_over.exporting import ExportReport, UnwritableFile, export_register
from percorsi.bridges.handing_over.left_out import LABELS
from percorsi.bridges.step_by_step.acts import sweep
from percorsi.bridges.step_by_step.working import carry_on
from percorsi.kit.refusal import Refused

UNREADABLE = 2


def import_register_command(words: list[str]) -> int:
    """``percorsi import-register FILE [--dry-run] [--no-backup] [--json]``: exit 0 when read, 2 when it cannot be.

    The file is the caller's own and stays where it is.
    """
    parser = ArgumentParser(prog="percorsi import-register", description="Porta dentro il registro dell'ufficio.")
    parser.add_argument("file", type=Path, help="il registro: xlsx, xls oppure ods")
    parser.add_argument("--dry-run", action="store_true", help="mostra che cosa farebbe e non scrive nulla")
    parser.add_argument("--no-backup", action="store_true", help="non fa prima una copia di ciò che c'è")
    parser.add_argument("--json", action="store_true", help="stampa un solo documento JSON")
    options = parser.parse_args(words)
    try:
        if options.dry_run:
            taken = preview_register(options.file, by=command_user())
        else:
            taken = take_register(options.file, by=command_user(), backs_up=not options.no_backup)
    except Refused as error:
        print(str(error), file=sys.stderr)
        return UNREADABLE
    if options.json:
        _print(taken.report.as_record() | {"backup": str(taken.backup) if taken.backup else None})
    else:
        _tell(taken)
    return 0


def continue_import_command(words: list[str]) -> int:
    """``percorsi continue-import ID``: do the next step of an import that a page began; exit 0 when it is done.

    The pages start it; by hand it does no harm. Without an id it deletes the files that nobody carried on with for a
    day, and the refused rows whose week is over: run it so once a day.
    """
    parser = ArgumentParser(prog="percorsi continue-import", description="Porta avanti un'importazione delle pagine.")
    parser.add_argument("id", nargs="?", help="l'importazione; senza, cancella i file lasciati da più di un giorno")
    options = parser.parse_args(words)
    if options.id:
        return 0 if carry_on(options.id) else UNREADABLE
    sweep()
    return 0


def export_register_command(words: list[str]) -> int:
    """``percorsi export-register FILE [--json]``: exit 0 when the workbook is written, 2 when it cannot be."""
    parser = ArgumentParser(prog="percorsi export-register", description="Scrive il registro dell'ufficio.")
    parser.add_argument("file", type=Path, help="il file xlsx da scrivere; se c'è già viene sostituito")
    parser.add_argument("--json", action="store_true", help="stampa un solo documento JSON")
    options = parser.parse_args(words)
    try:
        report = export_register(options.file, by=command_user())
    except UnwritableFile as error:
        print(str(error), file=sys.stderr)
        return UNREADABLE
    if options.json:
        _print(report.as_record())
    else:
        print(f"Registro scritto in {report.file}. Contiene dati personali in chiaro.")
        print(_counted("Righe", report.exported))
    for line in _warnings(report):
        print(line, file=sys.stderr)
    return 0


def _warnings(report: ExportReport) -> Iterator[str]:
    """Yield what the file does not hand over as it is here."""
    if any(report.given.values()):
        yield _counted("Codici dati a chi non ne aveva", report.given)
    for kind, count in report.left_out.items():
        yield f"Non sta nel registro: {LABELS[kind]} ({count})."
    for refusal in report.refused:
        yield f"Un altro archivio rifiuterebbe: foglio «{refusal.sheet}», riga {refusal.row}: {refusal.message}"
    for one in report.altered:
        place = f"foglio «{one.sheet}», riga {one.row}, {one.field}"
        yield f"Si rilegge diversa: {place}: «{one.here}» qui, «{one.in_file}» nel file"
    yield from report.notes


def _print(document: dict[str, Any]) -> None:
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    print()


def _counted(title: str, counts: dict[str, int]) -> str:
    return f"{title}: " + ", ".join(f"{kind} {count}" for kind, count in counts.items())


def _tell(taken: Taken) -> None:
    record = taken.report.as_record()
    print("Prova: non è stato scritto nulla." if taken.report.is_dry_run else "Registro importato.")
    if taken.backup:
        print(f"Per annullare: percorsi restore --replace {taken.backup}")
    for title, name in (("Nuovi", "created"), ("Uniti", "merged"), ("Da decidere", "proposed")):
        print(_counted(title, record[name]))
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
