"""The short lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MonthState(models.TextChoices):
    """How far the entry of a month has come. Who enters says that it is complete; a verified month is shut."""

    DRAFT = "draft", _("da compilare")
    COMPLETE = "complete", _("completo")
    VERIFIED = "verified", _("verificato")


class Course(models.TextChoices):
    """Where a traineeship stands on a day, as lists ask for it."""

    RUNNING = "in-corso", _("in corso")
    ENDING = "in-scadenza", _("in scadenza")
    SUSPENDED = "sospesi", _("sospesi")
    TO_ENTER = "da-compilare", _("con mesi da compilare")
    TO_CLOSE = "da-chiudere", _("finiti da chiudere")
    ENDED = "conclusi", _("conclusi")
    ALL = "tutti", _("tutti")
