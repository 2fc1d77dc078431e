"""Hours and money as they are kept, or refused on their field with the remedy."""

from decimal import Decimal

from django.utils.translation import gettext as _

from percorsi.kit.money import cents
from percorsi.kit.refusal import Refused

HOURS_A_DAY = 24
HOURS_A_WEEK = 7 * HOURS_A_DAY
MOST_MONEY = Decimal("99999999.99")


def hours(given: Decimal | None, *, most: int, field: str) -> Decimal | None:
    """Return a number of hours with two decimals, from none to ``most``."""
    if given is None:
        return None
    if not (given.is_finite() and 0 <= given <= most):
        raise Refused(_("Le ore vanno da 0 a %(most)d: correggile.") % {"most": most}, field=field)
    return cents(given)


def money(amount: Decimal | None, *, field: str) -> Decimal | None:
    """Return an amount in EUR with two decimals, not negative."""
    if amount is None:
        return None
    if not (amount.is_finite() and 0 <= amount <= MOST_MONEY):
        raise Refused(_("L’importo non può essere negativo né così grande: correggilo."), field=field)
    return cents(amount)
