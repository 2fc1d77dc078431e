"""The short lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    """As on the codice fiscale."""

    FEMALE = "F", _("femmina")
    MALE = "M", _("maschio")


class ContactKind(models.TextChoices):
    """How somebody is reached."""

    PHONE = "phone", _("telefono")
    EMAIL = "email", _("e-mail")


class ExceptionKind(models.TextChoices):
    """Why somebody sees a person whom their role alone would not show."""

    CLEARED = "cleared", _("autorizzato al caso protetto")
    COVER = "cover", _("sostituzione")
    BREAK_GLASS = "break_glass", _("accesso motivato")


class PairDecision(models.TextChoices):
    """What was decided of two people who may be one."""

    OPEN = "open", _("da decidere")
    SAME = "same", _("la stessa persona")
    DIFFERENT = "different", _("due persone")
