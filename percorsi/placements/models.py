"""Hires (assunzioni): who, by whom, with which contract, out of which traineeship."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Organisation
from percorsi.people.models import Person, RegisterNumber
from percorsi.placements.choices import Attribution, Contract, EndReason
from percorsi.traineeships.models import Traineeship


class Placement(models.Model):
    """One hire of one person. ``ends_on`` may be planned; a hire has ended when ``end_reason`` says why.

    ``previous_end`` is the end before the last act that moved it, to take it back.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="placements")
    register_number = models.ForeignKey(RegisterNumber, on_delete=models.PROTECT, related_name="+", null=True)
    employer = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="placements", verbose_name=_("datore di lavoro")
    )
    starts_on = models.DateField(_("data di assunzione"), db_index=True)
    ends_on = models.DateField(_("scadenza"), null=True)
    previous_end = models.DateField(null=True)
    end_reason = models.CharField(_("motivo della fine"), max_length=20, choices=EndReason, blank=True)
    end_words = models.CharField(_("precisazione"), max_length=200, blank=True)
    contract = models.CharField(_("contratto"), max_length=30, choices=Contract)
    contract_words = models.CharField(_("contratto come scritto"), max_length=100, blank=True)
    weekly_hours = models.DecimalField(_("ore settimanali"), max_digits=5, decimal_places=2, null=True)
    job = models.CharField(_("qualifica"), max_length=150, blank=True)
    counts_for_quota = models.BooleanField(_("in quota L. 68/99"), null=True)
    traineeship = models.ForeignKey(
        Traineeship, on_delete=models.PROTECT, null=True, related_name="placements", verbose_name=_("da tirocinio")
    )
    attribution = models.CharField(_("attribuzione"), max_length=10, choices=Attribution, default=Attribution.UNKNOWN)
    is_imported = models.BooleanField(default=False, help_text="History of the old register: never judged")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [ends_after_start(name="placement_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.person} / {self.employer}"
