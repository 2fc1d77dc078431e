"""What a note tells of."""

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
