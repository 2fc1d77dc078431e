"""What a sound register leaves open: nothing is refused for it, but a person should know."""

from collections import Counter
from collections.abc import Iterator, Sequence

from stdnum.it import iva

from percorsi.bridges.register.rows import CompanyRow, PathRow, Row, UserRow

_MOST_SHOWN = 10
_CLOSED = "Chiuso"


def observations(
    users: Sequence[UserRow],
    paths: Sequence[PathRow],
    companies: Sequence[CompanyRow],
    unlisted: Counter[tuple[str, str, str]],
) -> Iterator[str]:
    """Yield Italian lines on accepted rows that lack something, and on values outside the lists of normal forms."""
    yield from _about("persone senza data di nascita", [u for u in users if u.born_on is None and not u.is_protected])
    yield from _about("percorsi chiusi senza data di chiusura", [p for p in paths if _is_closed_without_day(p)])
    wrong = [c for c in companies if c.vat_number and not iva.is_valid(c.vat_number)]
    yield from _about("partite IVA con cifre sbagliate", wrong)
    for (sheet, column, value), count in sorted(unlisted.items()):
        yield f"Foglio «{sheet}», {column}: «{value}» non è tra i valori noti, tenuto com’è scritto ({count} righe)."


def _is_closed_without_day(path: PathRow) -> bool:
    return path.state == _CLOSED and path.closed_on is None


def _about(what: str, rows: Sequence[Row]) -> Iterator[str]:
    if not rows:
        return
    shown = ", ".join(str(row.row) for row in rows[:_MOST_SHOWN]) + ("…" if len(rows) > _MOST_SHOWN else "")
    yield f"Foglio «{rows[0].sheet}»: {len(rows)} {what} (righe {shown})."
