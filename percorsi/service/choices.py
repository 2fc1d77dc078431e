"""What the service promises itself, in days (its own rule, not the law's), and what may be reported to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Standard(models.TextChoices):
    """A term in days that pages count with; each installation sets its own."""

    ANSWER = "answer", _("Rispondere a una segnalazione")
    SILENCE = "silence", _("Risentire una persona in carico")
    TRAINEESHIP_ENDING = "traineeship_ending", _("Avviso prima della fine di un tirocinio")
    CONTRACT_ENDING = "contract_ending", _("Avviso prima della fine di un contratto di lavoro")
    DOCUMENT_ENDING = "document_ending", _("Avviso prima della scadenza di un documento")
    MONTH_ENTRY = "month_entry", _("Registrare il mese di un tirocinio, dopo la sua fine")
    COMPANY_SILENCE = "company_silence", _("Risentire un’azienda")


# Days, until somebody sets others.
USUAL_DAYS = {
    Standard.ANSWER: 14,
    Standard.SILENCE: 45,
    Standard.TRAINEESHIP_ENDING: 30,
    Standard.CONTRACT_ENDING: 60,
    Standard.DOCUMENT_ENDING: 60,
    Standard.MONTH_ENTRY: 5,
    Standard.COMPANY_SILENCE: 90,
}
FEWEST_DAYS, MOST_DAYS = 1, 365


class ProblemKind(models.TextChoices):
    """What a reader reports about the program."""

    ACCESSIBILITY = "accessibility", _("non riesco a usare la pagina (accessibilità)")
    ERROR = "error", _("qualcosa non funziona")
    OTHER = "other", _("altro")


# Within so many days an answer is owed: what the national rules on accessibility ask of a public body.
DAYS_TO_ANSWER = 30
