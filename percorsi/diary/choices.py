"""What a note tells of, what an appointment is for and what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NoteKind(models.TextChoices):
    """The six kinds of the quick note."""

    INTERVIEW = "interview", _("colloquio")
    CALL = "call", _("telefonata")
    VISIT = "visit", _("visita")
    MAIL = "mail", _("e-mail")
    ABSENCE = "absence", _("assenza")
    OTHER = "other", _("altro")


class AppointmentKind(models.TextChoices):
    """What an appointment is for; only a meeting may be about nobody in particular."""

    INTERVIEW = "interview", _("colloquio")
    CALL = "call", _("telefonata")
    VISIT = "visit", _("visita in azienda")
    MEETING = "meeting", _("riunione")
    OTHER = "other", _("altro")


class AppointmentState(models.TextChoices):
    """What became of an appointment."""

    PLANNED = "planned", _("fissato")
    CAME = "came", _("presente")
    ABSENT = "absent", _("assente")
    CANCELLED = "cancelled", _("annullato")
