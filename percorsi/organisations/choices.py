"""What a body is, and how it stands towards profit."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a body is. What it does for us (host, sender, funder) is read from what it did."""

    MUNICIPALITY = "municipality", _("Comune")
    SERVICE = "service", _("servizio specialistico")
    ANTI_VIOLENCE_CENTRE = "anti_violence_centre", _("centro antiviolenza")
    COMMISSIONER = "commissioner", _("ente committente")
    PROVIDER = "provider", _("gestore del servizio")
    EMPLOYER = "employer", _("azienda o ente ospitante")
    OTHER = "other", _("altro ente")


class Nature(models.TextChoices):
    """How a body stands towards profit, in the words of the yearly report."""

    PROFIT = "profit", _("profit")
    NON_PROFIT = "non_profit", _("non profit")
    PUBLIC = "public", _("ente pubblico")
