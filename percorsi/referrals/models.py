"""The front door: somebody is referred, on a day, by a social worker of a municipality or by a specialist service."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Organisation, Worker
from percorsi.people.models import Person, RegisterNumber
from percorsi.places.models import Municipality
from percorsi.referrals.choices import Outcome


class Referral(models.Model):
    """One referral of one person, and its answer. The municipality in charge is the one that answers for the person."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    register_number = models.ForeignKey(RegisterNumber, on_delete=models.PROTECT, related_name="referrals", null=True)
    referred_on = models.DateField(_("data della segnalazione"))
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("comune in carico")
    )
    sending_service = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("servizio inviante")
    )
    social_worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("assistente sociale")
    )
    reason = models.TextField(_("motivo"), blank=True)
    outcome = models.CharField(_("esito"), max_length=20, choices=Outcome, default=Outcome.WAITING)
    refusal_reason = models.CharField(_("motivo del rifiuto"), max_length=200, blank=True)
    answered_on = models.DateField(_("risposta del"), null=True)
    is_imported = models.BooleanField(default=False, help_text="History of the old register: never judged")
    imported_on = models.DateField(null=True, help_text="The clocks of imported rows start on this day")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["municipality", "person"])]
        constraints = [
            ends_after_start(name="referral_answered_after_it_came", starts="referred_on", ends="answered_on")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.referred_on:%d/%m/%Y}"
