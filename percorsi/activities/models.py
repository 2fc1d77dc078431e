"""Groups, laboratories, courses: one model of activity, its sessions and who took part."""

from django.db import models
from django.utils.translation import gettext_lazy as _

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
    """One meeting of an edition."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("giorno"))
    topic = models.CharField(_("argomento"), max_length=200, blank=True)

    def __str__(self) -> str:
        return f"{self.activity}, {self.held_on:%d/%m/%Y}"


class Participation(models.Model):
    """A person in an edition. Two folders of one person may both be enrolled; the person counts once."""

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="participations")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="participations")
    register_number = models.ForeignKey(RegisterNumber, on_delete=models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint("activity", "person", blank_key("register_number"), name="one_enrolment_a_folder")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.activity}"


class Attendance(models.Model):
    """Somebody's presence at one session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="attendances")
    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="attendances")
    is_present = models.BooleanField(_("presente"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "participation"], name="one_attendance_a_session")]

    def __str__(self) -> str:
        return f"{self.participation}, {self.session}"
