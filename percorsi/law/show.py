"""`percorsi law`: print the rules in force on a day. Starts without Django."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import date, datetime

from percorsi.law.categories import CATEGORIES, Category
from percorsi.law.reader import UnknownOnThatDay, Value, all_subjects, value_on
from percorsi.law.strict_toml import Confidence

NOTICE = "Aiuto all'operatore, non parere legale."
CONFIDENCE_LABELS = {
    Confidence.CERTAIN: "certo",
    Confidence.LIKELY: "probabile",
    Confidence.TO_VERIFY: "da verificare",
}


def main(argv: Sequence[str]) -> int:
    """Print values and categories on the day `--on` (default today), as text or `--json`; return the exit code."""
    options = _parser().parse_args(argv)
    known, unknown = rules_in_force(options.on)
    if options.json:
        print(json.dumps(_document(options.on, known, unknown), ensure_ascii=False, indent=2))
    else:
        print("\n".join(_lines(options.on, known, unknown)))
    return 0


def rules_in_force(on: date) -> tuple[list[Value], list[str]]:
    """Return the values in force on `on`, and the subjects of which no value is known that day."""
    known: list[Value] = []
    unknown: list[str] = []
    for subject in all_subjects():
        try:
            known.append(value_on(subject, on))
        except UnknownOnThatDay:
            unknown.append(subject)
    return known, unknown


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="percorsi law", description=f"Regole in vigore in un giorno. {NOTICE}")
    parser.add_argument(
        "--on", type=_day, default=datetime.now().astimezone().date(), metavar="AAAA-MM-GG", help="giorno (oggi)"
    )
    parser.add_argument("--json", action="store_true", help="un documento JSON")
    return parser


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"«{text}» non è un giorno: scrivere come 2026-01-31") from error


def _lines(on: date, known: list[Value], unknown: list[str]) -> list[str]:
    lines = [f"Regole in vigore il {_written(on)}. {NOTICE}", ""]
    for value in known:
        until = f" al {_written(value.to)}" if value.to else ""
        lines.append(f"{value.title}: {str(value.value).replace('.', ',')} {value.unit}")
        lines.append(f"  {value.subject}, dal {_written(value.from_)}{until}")
        lines += _source_lines(value)
    lines += [f"{subject}: nessun valore conosciuto in questo giorno" for subject in unknown]
    lines += ["", "Categorie di persone del servizio", ""]
    for category in CATEGORIES.values():
        lines.append(f"{category.label}: {category.definition}")
        lines += _source_lines(category)
    return lines


def _source_lines(source: Value | Category) -> list[str]:
    confidence = CONFIDENCE_LABELS[source.confidence]
    return [
        f"  {source.act}, {source.where}",
        f"  fonte: {source.address or 'non trovata'}",
        f"  {confidence}, controllato il {_written(source.checked_on)}",
        *([f"  nota: {source.note}"] if source.note else []),
        "",
    ]


def _document(on: date, known: list[Value], unknown: list[str]) -> dict[str, object]:
    return {
        "on": on.isoformat(),
        "notice": NOTICE,
        "values": [_value_record(value) for value in known],
        "unknown": unknown,
        "categories": [_category_record(category) for category in CATEGORIES.values()],
    }


def _value_record(value: Value) -> dict[str, object]:
    return {
        "subject": value.subject,
        "title": value.title,
        # A decimal travels as text, so that no reader turns it into a float.
        "value": value.value if isinstance(value.value, int) else str(value.value),
        "unit": value.unit,
        "from": value.from_.isoformat(),
        "to": value.to.isoformat() if value.to else None,
        **_source_record(value),
    }


def _category_record(category: Category) -> dict[str, object]:
    return {
        "code": category.code,
        "label": category.label,
        "definition": category.definition,
        "is_sensitive": category.is_sensitive,
        **_source_record(category),
    }


def _source_record(source: Value | Category) -> dict[str, object]:
    return {
        "act": source.act,
        "where": source.where,
        "address": source.address,
        "confidence": source.confidence.value,
        "checked_on": source.checked_on.isoformat(),
        "note": source.note,
    }


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
