"""The console commands ``percorsi backup`` and ``percorsi restore``."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from percorsi.backups.archive import Manifest, opened
from percorsi.backups.making import make_backup
from percorsi.backups.refusal import BackupRefused
from percorsi.backups.restoring import restore_backup

REFUSED = 2


def backup_command(words: list[str]) -> int:
    """``percorsi backup DIR [--json]``: exit 0 when the archive is there, 2 when it was not made."""
    parser = ArgumentParser(prog="percorsi backup", description="Copia database e file in un archivio.")
    parser.add_argument("folder", type=Path, help="la cartella in cui mettere l’archivio")
    parser.add_argument("--json", action="store_true", help="stampa un solo documento JSON")
    options = parser.parse_args(words)
    try:
        path = make_backup(options.folder)
        with opened(path) as archive:
            manifest = archive.manifest
    except BackupRefused as refusal:
        return _refuse(refusal)
    if options.json:
        _print(_summary(manifest) | {"file": str(path.absolute())})
    else:
        print(f"Copia fatta: {path}\n{_sentence(manifest)}")
        print("Contiene dati personali in chiaro. Non contiene la chiave segreta: conservarla a parte.")
    return 0


def restore_command(words: list[str]) -> int:
    """``percorsi restore FILE [--replace] [--json]``: exit 0 when all is back, 2 when nothing was changed."""
    parser = ArgumentParser(prog="percorsi restore", description="Rimette database e file com’erano in una copia.")
    parser.add_argument("file", type=Path, help="l’archivio fatto da «percorsi backup»")
    parser.add_argument("--replace", action="store_true", help="sostituisce ciò che c’è: la copia prende il suo posto")
    parser.add_argument("--json", action="store_true", help="stampa un solo documento JSON")
    options = parser.parse_args(words)
    try:
        manifest = restore_backup(options.file, replace=options.replace)
    except BackupRefused as refusal:
        return _refuse(refusal)
    if options.json:
        _print(_summary(manifest))
    else:
        print(f"Ripristinata la copia del {manifest.made_at}, verificata riga per riga.\n{_sentence(manifest)}")
    return 0


def _refuse(refusal: BackupRefused) -> int:
    print(" ".join(str(refusal).split()), file=sys.stderr)
    return REFUSED


def _summary(manifest: Manifest) -> dict[str, Any]:
    return {
        "made_at": manifest.made_at,
        "program": manifest.program,
        "database": manifest.database,
        "people": manifest.tables["people_person"]["rows"],
        "rows": {table: entry["rows"] for table, entry in manifest.tables.items()},
        "files": len(manifest.files),
    }


def _sentence(manifest: Manifest) -> str:
    rows = sum(entry["rows"] for entry in manifest.tables.values())
    people, files = manifest.tables["people_person"]["rows"], len(manifest.files)
    return f"Persone: {people}; righe: {rows} in {len(manifest.tables)} tabelle; file: {files}."


def _print(record: dict[str, Any]) -> None:
    json.dump(record, sys.stdout, ensure_ascii=False, indent=1)
    print()
