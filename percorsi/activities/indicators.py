"""The room's declared numbers."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from percorsi.activities.models import Activity
from percorsi.kit.indicator import Indicator
from percorsi.kit.periods import Period


def started_in(period: Period) -> QuerySet[Activity]:
    """Return the editions that start in the period."""
    return Activity.objects.filter(starts_on__gte=period.first, starts_on__lte=period.last)


GROUP_EDITIONS = Indicator(
    key="group_editions",
    title=_("Edizioni dei gruppi"),
    definition=_("Edizioni che iniziano nel periodo."),
    rows=started_in,
    person="participations__person",
    split="name",
)
GROUP_PARTICIPANTS = Indicator(
    key="group_participants",
    title=_("Partecipanti ai gruppi"),
    definition=_("Persone diverse iscritte alle edizioni che iniziano nel periodo, per attività."),
    rows=started_in,
    distinct="participations__person",
    person="participations__person",
    split="name",
)
