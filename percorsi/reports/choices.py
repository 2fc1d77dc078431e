"""The short lists of the room, and the one threshold under which a figure speaks of too few people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

# Readers outside the team never see a figure from 1 to one below this, nor one from which it could be worked out.
SMALLEST_SHOWN = 5
# So many periods stand side by side on a page, and no more.
MOST_PERIODS = 12
# Shown when nobody chose any: as many as the service's own report compares.
USUAL_YEARS = 5


class Kind(models.TextChoices):
    """How time is divided."""

    CALENDAR = "anno", _("Anno solare (gen–dic)")
    CONTRACT = "contratto", _("Anno di contratto (set–ago)")
    HALF = "semestre", _("Semestre")
    QUARTER = "trimestre", _("Trimestre")
    MONTH = "mese", _("Mese")
    FREE = "libero", _("Periodo libero")


# The only division that readers outside the team are offered: two that overlap give small figures by difference.
DECLARED_KIND = Kind.CALENDAR
PERIODS_IN_A_YEAR = {Kind.CALENDAR: 1, Kind.CONTRACT: 1, Kind.HALF: 2, Kind.QUARTER: 4, Kind.MONTH: 12}


class Cut(models.TextChoices):
    """By what the people of a figure are divided."""

    MUNICIPALITY = "comune", _("Comune")
    CATEGORY = "categoria", _("Categoria prevalente")
