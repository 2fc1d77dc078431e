"""The room's declared numbers."""

from django.db.models import Case, QuerySet, Value, When
from django.utils.translation import gettext_lazy as _

from percorsi.kit.indicator import Indicator
from percorsi.kit.periods import Period
from percorsi.organisations.choices import Nature
from percorsi.placements.choices import FIXED_TERM
from percorsi.placements.models import Placement

# The parts of HIRES_BY_TERM.
FIXED, OPEN = "fixed", "open"


def hired_in(period: Period) -> QuerySet[Placement]:
    """Return the contracts that begin in the period, whoever found the job."""
    return Placement.objects.filter(starts_on__gte=period.first, starts_on__lte=period.last)


HIRES = Indicator(
    key="hires.total",
    title=_("Assunzioni"),
    definition=_("Contratti iniziati nel periodo, attraverso il servizio o per iniziativa propria."),
    rows=hired_in,
)
HIRES_PROFIT = Indicator(
    key="hires.profit",
    title=_("Assunzioni presso aziende profit"),
    definition=_("Contratti iniziati nel periodo con un datore di lavoro profit."),
    rows=lambda period: hired_in(period).filter(employer__nature=Nature.PROFIT),
)
HIRES_FIXED_TERM = Indicator(
    key="hires.fixed_term",
    title=_("Assunzioni a tempo determinato"),
    definition=_("Contratti iniziati nel periodo a tempo determinato o in somministrazione a termine."),
    rows=lambda period: hired_in(period).filter(contract__in=FIXED_TERM),
)
HIRES_BY_NATURE = Indicator(
    key="hires.by_nature",
    title=_("Assunzioni per natura del datore di lavoro"),
    definition=_("Contratti iniziati nel periodo, divisi fra aziende profit, enti non profit ed enti pubblici."),
    rows=hired_in,
    split="employer__nature",
)
HIRES_BY_TERM = Indicator(
    key="hires.by_term",
    title=_("Assunzioni per durata del contratto"),
    definition=_(
        "Contratti iniziati nel periodo, divisi fra quelli a termine (tempo determinato e somministrazione a termine) "
        "e tutti gli altri."
    ),
    rows=lambda period: hired_in(period).annotate(
        term=Case(When(contract__in=FIXED_TERM, then=Value(FIXED)), default=Value(OPEN))
    ),
    split="term",
)
