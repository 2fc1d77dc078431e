"""The service itself: under which contract it runs, which municipalities it serves, what it promises itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Organisation
from percorsi.places.models import Municipality


class ContractPeriod(models.Model):
    """A contract by which a body runs the service. Rows belong to one by date, never by key."""

    public_id = PublicIdField()
    name = models.CharField(_("nome"), max_length=150)
    provider = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", verbose_name=_("gestore"))
    act = models.CharField(_("atto"), max_length=200, blank=True)
    cig = models.CharField("CIG", max_length=10, blank=True)
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("al"))

    class Meta:
        constraints = [ends_after_start(name="contract_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class ServedMunicipality(models.Model):
    """A municipality that the service works for, from one day to another."""

    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, related_name="+")
    is_in_convention = models.BooleanField(_("in convenzione"), default=False, help_text="Outside the ambito")
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)

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
