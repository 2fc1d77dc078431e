"""How a referral can end."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Outcome(models.TextChoices):
    """The answer to a referral."""

    WAITING = "waiting", _("in attesa")
    ACCEPTED = "accepted", _("accolta")
    REFUSED = "refused", _("non accolta")
