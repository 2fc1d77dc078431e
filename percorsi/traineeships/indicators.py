"""The room's declared numbers."""

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from percorsi.funding.queries import masked_purse
from percorsi.kit.dates import first_of_month
from percorsi.kit.indicator import Indicator
from percorsi.kit.periods import Period
from percorsi.traineeships.models import TraineeshipMonth


def delivered_in(period: Period) -> QuerySet[TraineeshipMonth]:
    """Return the months with hours of presence whose calendar month falls in the period."""
    return TraineeshipMonth.objects.filter(
        hours_present__gt=0, month__gte=first_of_month(period.first), month__lte=period.last
    )


def paid_in(period: Period) -> QuerySet[TraineeshipMonth]:
    """Return the months delivered with their purse: the month's own, else the traineeship's.

    A purse that bears the name of a protected project has none of its own.
    """
    rows = delivered_in(period).annotate(
        purse_key=Coalesce("payer__match_key", "traineeship__payer__match_key"),
        purse_name=Coalesce("payer__name", "traineeship__payer__name"),
    )
    return rows.annotate(purse=masked_purse("purse_name", "purse_key"))


TRAINEES = Indicator(
    key="trainees",
    title=_("Utenti in tirocinio"),
    definition=_("Persone diverse con almeno un mese in cui sono state presenti. Non è il numero dei tirocini."),
    rows=delivered_in,
    distinct="traineeship__person",
    person="traineeship__person",
)
TRAINEESHIP_MONTHS = Indicator(
    key="traineeship_months",
    title=_("Mesi erogati"),
    definition=_("Un mese per ogni tirocinio e ogni mese di calendario con ore di presenza."),
    rows=delivered_in,
    person="traineeship__person",
)
MONTHS_BY_PAYER = Indicator(
    key="months_by_payer",
    title=_("Mesi erogati per ente pagatore"),
    definition=_("I mesi erogati, divisi per chi paga l’indennità del tirocinio."),
    rows=paid_in,
    person="traineeship__person",
    split="purse",
)
