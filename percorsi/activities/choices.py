"""The words of an activity: how somebody took part in a session, and where an edition stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttendanceKind(models.TextChoices):
    """Whether somebody came to a session; an absence announced in time is justified."""

    PRESENT = "present", _("presente")
    ABSENT = "absent", _("assente")
    JUSTIFIED = "justified", _("assenza giustificata")


class EditionState(models.TextChoices):
    """Where an edition stands on a day, read from its first and last day."""

    PLANNED = "in-programma", _("in programma")
    RUNNING = "in-corso", _("in corso")
    OVER = "finita", _("finita")
