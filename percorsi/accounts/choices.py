"""The roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """The part somebody plays in the service. Rights come from the role of the membership in force."""

    PROJECT_COORDINATOR = "project_coordinator", _("coordinatore di progetto")
    OPERATIONAL_COORDINATOR = "operational_coordinator", _("coordinatore operativo")
    MEDIATOR = "mediator", _("operatore della mediazione")
    SCOUT = "scout", _("commerciale")
    PSYCHOLOGIST = "psychologist", _("psicologo")
    OFFICER = "officer", _("amministrativo")
    SOCIAL_WORKER = "social_worker", _("assistente sociale comunale")
    COMMISSIONER = "commissioner", _("lettore del committente")
    ADMINISTRATOR = "administrator", _("amministratore di sistema")
    COMMAND = "command", _("comando di sistema")
