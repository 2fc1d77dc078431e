from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from percorsi.kit.money import CENT, cents, split

amounts = st.decimals(-99_999_999, 99_999_999, places=2)
share_lists = st.lists(st.integers(0, 10_000), min_size=1, max_size=12).filter(any)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (Decimal("0.005"), "0.01"),
        (Decimal("0.004999"), "0.00"),
        (Decimal("-0.005"), "-0.01"),
        (Decimal("-0.004"), "0.00"),
        (Decimal("2.675"), "2.68"),
        (300, "300.00"),
        ("274.34", "274.34"),
    ],
)
def test_cents_round_half_up(amount, expected):
    assert str(cents(amount)) == expected


@pytest.mark.parametrize("amount", [1.5, 300.0, True, None])
def test_cents_refuse_what_is_not_exact(amount):
    with pytest.raises(TypeError, match="usare Decimal"):
        cents(amount)


@pytest.mark.parametrize("amount", ["", "1.234,56", "NaN", "Infinity", Decimal("sNaN"), Decimal("1E+40")])
def test_cents_refuse_what_is_no_amount(amount):
    with pytest.raises(ValueError, match="non è un importo"):
        cents(amount)


@pytest.mark.parametrize(
    ("total", "shares", "expected"),
    [
        ("100.00", [1, 1, 1], ["33.34", "33.33", "33.33"]),
        ("300.00", [100], ["300.00"]),
        ("500.00", [60, 40], ["300.00", "200.00"]),
        ("0.02", [1, 1, 1], ["0.02", "0.00", "0.00"]),
        ("100.00", [0, 1, 2], ["0.00", "33.34", "66.66"]),
        ("-100.00", [1, 1, 1], ["-33.34", "-33.33", "-33.33"]),
        ("0.00", [3, 1], ["0.00", "0.00"]),
    ],
)
def test_leftover_cents_go_to_the_first_payer(total, shares, expected):
    assert [str(part) for part in split(Decimal(total), shares)] == expected


@given(amounts, share_lists)
def test_parts_sum_to_the_whole_and_follow_the_shares(total, shares):
    parts = split(total, shares)
    assert sum(parts) == total
    assert len(parts) == len(shares)
    first_payer = next(place for place, share in enumerate(shares) if share)
    for place, (part, share) in enumerate(zip(parts, shares, strict=True)):
        assert part == cents(part)
        missing = abs(total) * share / sum(shares) - abs(part)
        # Rounded down by less than a cent; the first payer takes less than a cent for each of the others.
        assert -len(shares) * CENT < missing <= 0 if place == first_payer else 0 <= missing < CENT


@pytest.mark.parametrize("shares", [[], [0], [0, 0], [2, -1], [-1]])
def test_shares_that_divide_nothing_are_refused(shares):
    with pytest.raises(ValueError, match="almeno una maggiore di zero"):
        split(Decimal("10.00"), shares)


def test_fractions_of_a_cent_are_refused():
    with pytest.raises(ValueError, match="frazioni di centesimo"):
        split(Decimal("10.005"), [1, 1])
