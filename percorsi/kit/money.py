"""Amounts in euro: exact, to the cent, and shared out without losing one."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

CENT = Decimal("0.01")


def cents(amount: Decimal | int | str) -> Decimal:
    """Return the amount in euro with two decimals, rounded half-up (away from zero). Text has a decimal point.

    Raises TypeError for a float, which cannot hold most amounts; ValueError for what is no number or too large.
    """
    if isinstance(amount, bool) or not isinstance(amount, Decimal | int | str):
        raise TypeError(f"Importo di tipo {type(amount).__name__}: usare Decimal, intero o testo.")
    try:
        # The zero takes away the sign of -0.00.
        rounded = Decimal(amount).quantize(CENT, ROUND_HALF_UP) + 0
    except InvalidOperation:
        rounded = Decimal("NaN")
    if not rounded.is_finite():
        raise ValueError(f"«{amount}» non è un importo: scrivere un numero come 1234.56.")
    return rounded


def split(total: Decimal, shares: Sequence[int]) -> list[Decimal]:
    """Share out ``total`` (euro, whole cents) in proportion to ``shares``, one amount a share; their sum is ``total``.

    Each amount is rounded down to the cent, and what is left goes to the first payer: the first share above zero. A
    negative total, such as a recovery, is shared out with the same amounts below zero.
    Raises ValueError when the total has fractions of a cent, or the shares are none, negative or all zero.
    """
    if total != cents(total):
        raise ValueError(f"L'importo {total} ha frazioni di centesimo: arrotondarlo prima di dividerlo.")
    if min(shares, default=-1) < 0 or not any(shares):
        raise ValueError("Le quote non dividono l'importo: indicarne almeno una maggiore di zero e nessuna negativa.")
    # Whole cents and whole shares divide without rounding, however large.
    whole_cents, all_shares = int(abs(total) / CENT), sum(shares)
    parts = [whole_cents * share // all_shares for share in shares]
    first_payer = next(place for place, share in enumerate(shares) if share)
    parts[first_payer] += whole_cents - sum(parts)
    return [(part if total > 0 else -part) * CENT for part in parts]
