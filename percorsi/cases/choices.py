"""The short lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class DischargeReason(models.TextChoices):
    """Why a path ended. What an old register says in other words is kept beside it, as written."""

    HIRED = "hired", _("assunto e monitoraggio concluso")
    GOAL_REACHED = "goal_reached", _("obiettivo raggiunto senza lavoro")
    RENOUNCED = "renounced", _("rinuncia")
    UNREACHABLE = "unreachable", _("irreperibile")
    HEALTH = "health", _("motivi sanitari")
    OTHER_SERVICE = "other_service", _("passaggio ad altro servizio")
    MOVED = "moved", _("trasferimento di residenza")
    NOT_FEASIBLE = "not_feasible", _("non percorribilità del progetto")
    REQUIREMENTS_LOST = "requirements_lost", _("requisiti mancanti")
    OTHER = "other", _("altro")
