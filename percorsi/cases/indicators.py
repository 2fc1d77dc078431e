"""The room's declared numbers."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from percorsi.cases.models import Case
from percorsi.kit.indicator import Indicator
from percorsi.kit.periods import Period


def active_in(period: Period) -> QuerySet[Case]:
    """Return the paths in charge on at least one day of the period."""
    return Case.objects.filter(Q(closed_on=None) | Q(closed_on__gte=period.first), opened_on__lte=period.last)


ACTIVE_PEOPLE = Indicator(
    key="active_people",
    title=_("Utenti con percorso attivo"),
    definition=_("Persone diverse con almeno un giorno in carico nel periodo. Chi ha due percorsi conta una volta."),
    rows=active_in,
    distinct="person",
)
