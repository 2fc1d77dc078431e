"""The acts that the trail knows."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Act(models.TextChoices):
    """What somebody did. Reading is an act like the others."""

    VIEW = "view", _("ha visto")
    LIST = "list", _("ha visto in elenco")
    SEARCH = "search", _("ha cercato")
    CREATE = "create", _("ha registrato")
    CHANGE = "change", _("ha modificato")
    DELETE = "delete", _("ha cancellato")
    MERGE = "merge", _("ha unito")
    UNDO = "undo", _("ha annullato")
    PROTECT = "protect", _("ha protetto")
    IMPORT = "import", _("ha importato")
    EXPORT = "export", _("ha esportato")
    GRANT = "grant", _("ha dato un accesso")
    LOGIN = "login", _("è entrato")
    LOGIN_FAILED = "login_failed", _("non è riuscito a entrare")
    LOGOUT = "logout", _("è uscito")
    DENIED = "denied", _("è stato respinto")
