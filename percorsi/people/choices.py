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


class Paper(models.TextChoices):
    """What a document of a person is. Those that tell of health are listed in ``HEALTH_PAPERS``."""

    IDENTITY = "identity", _("documento d’identità")
    CODICE_FISCALE = "codice_fiscale", _("codice fiscale o tessera sanitaria")
    PERMIT = "permit", _("permesso di soggiorno")
    CURRICULUM = "curriculum", _("curriculum")
    STUDY = "study", _("titolo di studio o attestato")
    LICENCE = "licence", _("patente o patentino")
    JOBLESS = "jobless", _("iscrizione al centro per l’impiego")
    INVALIDITY = "invalidity", _("verbale di invalidità")
    DIAGNOSIS = "diagnosis", _("relazione funzionale o conclusiva")
    CERTIFICATE = "certificate", _("certificato medico")
    ISEE = "isee", _("ISEE")
    PRIVACY = "privacy", _("informativa o consenso firmato")
    AGREEMENT = "agreement", _("convenzione, progetto formativo o contratto")
    OTHER = "other", _("altro documento")


HEALTH_PAPERS = frozenset({Paper.INVALIDITY, Paper.DIAGNOSIS, Paper.CERTIFICATE})


class Audience(models.TextChoices):
    """Who may open a document of a person whom they see."""

    TEAM = "team", _("chi apre i documenti della persona")
    HEALTH = "health", _("solo chi legge i dati sulla salute")
