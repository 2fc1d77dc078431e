"""Traineeships with their months (hours due and present, amount, who pays), suspensions and extensions."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.funding.models import Payer, Project
from percorsi.kit.fields import MonthField, PublicIdField, ends_after_start, is_first_day
from percorsi.organisations.models import Organisation
from percorsi.people.models import Person, RegisterNumber
from percorsi.traineeships.choices import MonthState


class Traineeship(models.Model):
    """A traineeship of a person in a host organisation. Dates are inclusive; the end may be planned.

    ``previous_end`` is the end before the last act that moved it (resumption, extension, closing), to take it back.
    """

    public_id = PublicIdField()
    code = models.CharField(_("codice"), max_length=40, unique=True, null=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="traineeships")
    register_number = models.ForeignKey(RegisterNumber, on_delete=models.PROTECT, related_name="+", null=True)
    host = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="traineeships", verbose_name=_("ente ospitante")
    )
    kind = models.CharField(_("tipo"), max_length=100, blank=True)
    starts_on = models.DateField(_("dal"))
    ends_on = models.DateField(_("al"), null=True)
    previous_end = models.DateField(null=True)
    weekly_hours = models.DecimalField(_("ore settimanali"), max_digits=5, decimal_places=2, null=True)
    monthly_allowance = models.DecimalField(_("contributo mensile"), max_digits=10, decimal_places=2, null=True)
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("pagatore"))
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="traineeships")
    company_tutor = models.CharField(_("tutor aziendale"), max_length=150, blank=True)
    outcome = models.CharField(_("esito"), max_length=100, blank=True)
    is_imported = models.BooleanField(default=False, help_text="History of the old register: never judged")
    imported_on = models.DateField(null=True, help_text="The clocks of imported rows start on this day")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["person", "starts_on"])]
        constraints = [
            ends_after_start(name="traineeship_ends_after_start"),
            models.CheckConstraint(
                condition=models.Q(weekly_hours=None) | models.Q(weekly_hours__gte=0),
                name="traineeship_hours_not_negative",
            ),
            models.CheckConstraint(
                condition=models.Q(monthly_allowance=None) | models.Q(monthly_allowance__gte=0),
                name="traineeship_allowance_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} / {self.host}"


class Suspension(models.Model):
    """A stop of a traineeship; without an end it is the present one. ``is_counted``: its days moved the end."""

    traineeship = models.ForeignKey(Traineeship, on_delete=models.PROTECT, related_name="suspensions")
    starts_on = models.DateField(_("sospeso dal"))
    ends_on = models.DateField(_("ultimo giorno di sospensione"), null=True)
    reason = models.CharField(_("motivo"), max_length=300)
    is_counted = models.BooleanField(_("giorni recuperati"), default=False)

    class Meta:
        constraints = [
            ends_after_start(name="stop_of_traineeship_ends_after_start"),
            models.UniqueConstraint(
                fields=["traineeship"],
                condition=models.Q(ends_on=None),
                name="one_present_suspension_a_traineeship",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.traineeship}, {self.starts_on:%d/%m/%Y}"


class Extension(models.Model):
    """A later end agreed for a traineeship (proroga), with the end of before."""

    traineeship = models.ForeignKey(Traineeship, on_delete=models.PROTECT, related_name="extensions")
    ended_on = models.DateField(_("fine precedente"), null=True)
    ends_on = models.DateField(_("nuova fine"))
    reason = models.CharField(_("motivo"), max_length=300)

    class Meta:
        constraints = [ends_after_start(name="extension_ends_later", starts="ended_on")]

    def __str__(self) -> str:
        return f"{self.traineeship}, {self.ends_on:%d/%m/%Y}"


class TraineeshipMonth(models.Model):
    """One calendar month of a traineeship. It counts as delivered when hours present are above zero.

    ``payer`` is who pays this month; blank means the traineeship's own. "Months by payer" counts the month's payer
    first, the traineeship's otherwise. Hours of absence are part of the hours due.
    """

    traineeship = models.ForeignKey(Traineeship, on_delete=models.PROTECT, related_name="months")
    month = MonthField(_("mese"))
    hours_due = models.DecimalField(_("ore previste"), max_digits=6, decimal_places=2, null=True)
    hours_present = models.DecimalField(_("ore presenti"), max_digits=6, decimal_places=2, null=True)
    absences_justified = models.DecimalField(_("assenze giustificate"), max_digits=6, decimal_places=2, null=True)
    absences_unjustified = models.DecimalField(_("assenze non giustificate"), max_digits=6, decimal_places=2, null=True)
    has_signed_sheet = models.BooleanField(_("foglio presenze firmato"), default=False)
    amount = models.DecimalField(_("importo"), max_digits=10, decimal_places=2, null=True)
    payer = models.ForeignKey(Payer, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("pagatore"))
    state = models.CharField(_("stato"), max_length=10, choices=MonthState, default=MonthState.DRAFT)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["month", "traineeship"])]
        constraints = [
            models.UniqueConstraint(fields=["traineeship", "month"], name="one_row_a_month"),
            is_first_day("month", name="month_is_its_first_day"),
            models.CheckConstraint(
                condition=models.Q(hours_present=None) | models.Q(hours_present__gte=0), name="hours_not_negative"
            ),
            models.CheckConstraint(
                condition=(models.Q(absences_justified=None) | models.Q(absences_justified__gte=0))
                & (models.Q(absences_unjustified=None) | models.Q(absences_unjustified__gte=0)),
                name="absences_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.traineeship}, {self.month:%m/%Y}"
