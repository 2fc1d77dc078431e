"""How a referral can end, and how far a form has come that a social worker fills in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """The answer to a referral."""

    WAITING = "waiting", _("in attesa")
    ACCEPTED = "accepted", _("accolta")
    REFUSED = "refused", _("non accolta")


class DraftState(models.TextChoices):
    """Where a social worker's form is: in their hands, sent, sent back with a question, taken into the archive."""

    DRAFT = "draft", _("bozza")
    SENT = "sent", _("inviata")
    RETURNED = "returned", _("da completare")
    TAKEN = "taken", _("presa in esame")
