"""Who can pay."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PayerKind(models.TextChoices):
    """What kind of purse an allowance comes from."""

    MUNICIPALITY = "municipality", _("Comune")
    PROJECT = "project", _("Progetto")
    HOST = "host", _("Azienda")
    OTHER = "other", _("Altro")
