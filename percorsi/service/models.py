"""The service itself: under which contract it runs, which municipalities it serves, what it promises itself."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.documents.models import File
from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Organisation
from percorsi.places.models import Municipality
from percorsi.service.choices import ProblemKind


class ServiceProfile(models.Model):
    """What the service calls itself and promises itself: one row, or none while nobody wrote anything."""

    name = models.CharField(_("nome del servizio"), max_length=80, blank=True)
    logo = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("logo"))
    accessibility_url = models.CharField(_("dichiarazione di accessibilità"), max_length=300, blank=True)
    privacy_url = models.CharField(_("informativa sulla privacy"), max_length=300, blank=True)
    standard_days = models.JSONField(_("standard"), default=dict, help_text="Days by service.choices.Standard")
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_service_profile")]

    def __str__(self) -> str:
        return self.name


class ContractPeriod(models.Model):
    """A contract by which a body runs the service. Rows belong to one by date, never by key."""

    public_id = PublicIdField()
    name = models.CharField(_("nome"), max_length=150)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("gestore"))
    act = models.CharField(_("atto"), max_length=200, blank=True)
    cig = models.CharField("CIG", max_length=10, blank=True)
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("al"))
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [ends_after_start(name="contract_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class ServedMunicipality(models.Model):
    """A municipality that the service works for, from one day to another."""

    public_id = PublicIdField()
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+", verbose_name=_("Comune"))
    is_in_convention = models.BooleanField(_("in convenzione"), default=False, help_text="Outside the ambito")
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "served municipalities"
        constraints = [
            ends_after_start(name="served_ends_after_start"),
            models.UniqueConstraint(
                fields=["municipality"], condition=models.Q(ends_on=None), name="one_present_row_a_served_municipality"
            ),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


class Problem(models.Model):
    """Something that a reader could not do or found wrong, with the answer. No words about people belong here."""

    public_id = PublicIdField()
    kind = models.CharField(_("che cosa"), max_length=20, choices=ProblemKind)
    text = models.TextField(_("che cosa è successo"))
    page = models.CharField(_("pagina"), max_length=100, blank=True, help_text="Name of the view, never its address")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("inviata il"))
    answer = models.TextField(_("risposta"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("risposta il"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-sent_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at=None) | (~models.Q(answer="") & ~models.Q(answered_at=None)),
                name="problem_answered_with_words",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.sent_at:%d/%m/%Y}"
