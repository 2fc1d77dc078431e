"""The short lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthState(models.TextChoices):
    """How far the entry of a month has come. Who enters says that it is complete; a verified month is shut."""

    DRAFT = "draft", _("da compilare")
    COMPLETE = "complete", _("completo")
    VERIFIED = "verified", _("verificato")
