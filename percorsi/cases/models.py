"""The path (percorso): in charge from a day, followed by somebody, suspended, discharged."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.cases.choices import DischargeReason
from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Worker
from percorsi.people.models import Person
from percorsi.referrals.models import Referral


class Case(models.Model):
    """One path of one person. One open path a person, except in imported history, which is taken as it was."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, null=True, related_name="case")
    opened_on = models.DateField(_("in carico dal"))
    closed_on = models.DateField(_("chiuso il"), null=True)
    discharge_reason = models.CharField(_("motivo di chiusura"), max_length=30, choices=DischargeReason, blank=True)
    discharge_words = models.CharField(_("motivo come scritto"), max_length=200, blank=True)
    discharge_agreed_with = models.CharField(_("concordata con"), max_length=200, blank=True)
    is_imported = models.BooleanField(default=False, help_text="History of the old register: never judged")
    imported_on = models.DateField(null=True, help_text="The clocks of imported rows start on this day")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["opened_on", "closed_on", "person"]),
            models.Index(
                fields=["person", "opened_on"], condition=models.Q(closed_on=None), name="open_cases_by_person"
            ),
        ]
        constraints = [
            ends_after_start(name="case_closes_after_it_opens", starts="opened_on", ends="closed_on"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(closed_on=None, is_imported=False),
                name="one_open_case_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(is_imported=True) | models.Q(referral__isnull=False),
                name="a_case_has_a_referral_unless_imported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.opened_on:%d/%m/%Y}"


class Assignment(models.Model):
    """Who follows a case, from one day to another; a blank start means from its beginning."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="assignments")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="assignments")
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)

    class Meta:
        indexes = [
            models.Index(fields=["worker", "case"], condition=models.Q(ends_on=None), name="present_assignments"),
        ]
        constraints = [
            ends_after_start(name="assignment_ends_after_start"),
            models.UniqueConstraint(
                fields=["case", "worker"], condition=models.Q(ends_on=None), name="one_present_assignment_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker}: {self.case}"


class Suspension(models.Model):
    """A pause of a case, with the day on which it is looked at again."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="suspensions")
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)
    review_on = models.DateField(_("da rivedere il"), null=True)
    reason = models.CharField(_("motivo"), max_length=500, blank=True)

    class Meta:
        constraints = [
            ends_after_start(name="suspension_ends_after_start"),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(ends_on=None), name="one_present_suspension_a_case"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case}: {self.reason}"
