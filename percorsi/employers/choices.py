"""How one speaks with a company."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContactKind(models.TextChoices):
    """The way of a contact."""

    CALL = "call", _("telefonata")
    MAIL = "mail", _("e-mail")
    VISIT = "visit", _("visita in azienda")
    MEETING = "meeting", _("incontro")
    OTHER = "other", _("altro")


class Due(models.TextChoices):
    """Why a company is to be heard: a step that was promised, or a long silence."""

    STEP = "company_step", _("prossimo passo")
    SILENCE = "company_silence", _("non sentita da tempo")
