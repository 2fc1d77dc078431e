"""The short lists of the room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Contract(models.TextChoices):
    """The contract of a hire, in the normal words of the office's register."""

    FIXED_TERM = "fixed_term", _("tempo determinato")
    AGENCY_FIXED_TERM = "agency_fixed_term", _("somministrazione a termine")
    PERMANENT = "permanent", _("tempo indeterminato")
    APPRENTICESHIP = "apprenticeship", _("apprendistato")
    OTHER = "other", _("altro")


# Which contracts the yearly report calls "a tempo determinato".
FIXED_TERM = (Contract.FIXED_TERM, Contract.AGENCY_FIXED_TERM)


class Attribution(models.TextChoices):
    """Who found the job. A hire counts whatever its attribution; the cut shows both."""

    SERVICE = "service", _("attraverso il servizio")
    OWN = "own", _("iniziativa propria")
    UNKNOWN = "unknown", _("non indicato")


class EndReason(models.TextChoices):
    """Why a hire ended. It tells whether the job was kept for as long as it was meant to last."""

    EXPIRED = "expired", _("scadenza del contratto")
    NEW_CONTRACT = "new_contract", _("nuovo contratto con lo stesso datore di lavoro")
    PROBATION = "probation", _("mancato superamento del periodo di prova")
    RESIGNED = "resigned", _("dimissioni")
    DISMISSED = "dismissed", _("licenziamento")
    AGREED = "agreed", _("risoluzione consensuale")
    OTHER_JOB = "other_job", _("altro lavoro")
    OTHER = "other", _("altro motivo")


class Course(models.TextChoices):
    """Where a hire stands on a day, as lists ask for it."""

    RUNNING = "in-corso", _("in corso")
    ENDING = "in-scadenza", _("in scadenza")
    EXPIRED = "scadute", _("scadute, esito da indicare")
    ENDED = "finite", _("finite")
    ALL = "tutte", _("tutte")
