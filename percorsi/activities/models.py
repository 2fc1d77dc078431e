"""Groups, laboratories, courses: one model of activity, its sessions and who took part."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.activities.choices import AttendanceKind
from percorsi.kit.fields import PublicIdField, blank_day, blank_key, ends_after_start
from percorsi.people.models import Person, RegisterNumber
from percorsi.places.models import Municipality


class Activity(models.Model):
    """One edition of an activity."""

    public_id = PublicIdField()
    name = models.CharField(_("attività"), max_length=150)
    edition = models.CharField(_("edizione"), max_length=40, blank=True)
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("comune")
    )
    target = models.CharField(_("destinatari"), max_length=100, blank=True)
    place = models.CharField(_("luogo"), max_length=150, blank=True)
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name_plural = "activities"
        indexes = [models.Index(fields=["name", "starts_on"])]
        constraints = [
            ends_after_start(name="activity_ends_after_start"),
            models.UniqueConstraint(
                "name", "edition", blank_key("municipality"), blank_day("starts_on"), name="one_edition_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.edition}".strip()


class Session(models.Model):
    """One meeting of an edition. A cancelled one stays, so that whoever looks for it finds why; it counts for nothing.

    Hours are kept even when both times are: a break may be taken off.
    """

    public_id = PublicIdField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("giorno"))
    begins_at = models.TimeField(_("dalle"), null=True)
    finishes_at = models.TimeField(_("alle"), null=True)
    hours = models.DecimalField(_("ore"), max_digits=4, decimal_places=2, null=True)
    topic = models.CharField(_("argomento"), max_length=200, blank=True)
    is_cancelled = models.BooleanField(_("annullato"), default=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["activity", "held_on"])]
        constraints = [
            ends_after_start(name="session_finishes_after_it_begins", starts="begins_at", ends="finishes_at"),
            models.CheckConstraint(
                condition=models.Q(hours=None) | models.Q(hours__gt=0, hours__lte=24), name="session_hours_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity}, {self.held_on:%d/%m/%Y}"


class Participation(models.Model):
    """A person in an edition. Two folders of one person may both be enrolled; the person counts once.

    Who withdrew stays enrolled for the figures; ``enrolled_on`` is blank for what the register brought.
    """

    public_id = PublicIdField()
    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    register_number = models.ForeignKey(RegisterNumber, on_delete=models.PROTECT, related_name="+", null=True)
    enrolled_on = models.DateField(_("iscrizione"), null=True)
    withdrawn_on = models.DateField(_("ritiro"), null=True)
    withdrawal_reason = models.CharField(_("motivo del ritiro"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            ends_after_start(name="withdrawal_after_enrolment", starts="enrolled_on", ends="withdrawn_on"),
            models.UniqueConstraint("activity", "person", blank_key("register_number"), name="one_enrolment_a_folder"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity}"


class Attendance(models.Model):
    """Somebody's presence at one session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="attendances")
    kind = models.CharField(_("presenza"), max_length=10, choices=AttendanceKind)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "participation"], name="one_attendance_a_session")]

    def __str__(self) -> str:
        return f"{self.participation}, {self.session}"
