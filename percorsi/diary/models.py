"""What happened, in the words of who was there; what is to come; what is still being written."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.diary.choices import AppointmentKind, AppointmentState, NoteKind
from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Worker
from percorsi.people.models import Person


class Note(models.Model):
    """A note about a person. It is read by the team; it never leaves it.

    ``follow_up_on`` is the day by which the person should be heard again; a later note is the answer to it.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("tipo"), max_length=20, choices=NoteKind)
    happened_on = models.DateField(_("giorno"))
    text = models.TextField(_("testo"))
    follow_up_on = models.DateField(_("risentire"), null=True)
    written_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["person", "happened_on"]),
            models.Index(
                fields=["follow_up_on"], condition=models.Q(follow_up_on__isnull=False), name="note_follow_up"
            ),
        ]
        constraints = [
            ends_after_start(name="note_followed_up_after", starts="happened_on", ends="follow_up_on"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.happened_on:%d/%m/%Y}"


class Appointment(models.Model):
    """A day and an hour of a worker's agenda, with a person or, for a meeting of the team, about nobody.

    Day and times are those of the wall clock of the service: an appointment at ten stays at ten.
    """

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="appointments")
    worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, related_name="appointments", verbose_name=_("di chi è")
    )
    kind = models.CharField(_("tipo"), max_length=20, choices=AppointmentKind)
    held_on = models.DateField(_("giorno"))
    starts_at = models.TimeField(_("dalle"))
    ends_at = models.TimeField(_("alle"), null=True)
    place = models.CharField(_("luogo"), max_length=200, blank=True)
    note = models.TextField(_("annotazione"), blank=True)
    state = models.CharField(_("esito"), max_length=20, choices=AppointmentState, default=AppointmentState.PLANNED)
    made_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["worker", "held_on"]), models.Index(fields=["person", "held_on"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | models.Q(kind=AppointmentKind.MEETING),
                name="appointment_about_nobody_is_a_meeting",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gt=models.F("starts_at")),
                name="appointment_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.get_kind_display()}, {self.held_on:%d/%m/%Y} {self.starts_at:%H:%M}"


class Draft(models.Model):
    """A note that is still being written: of who writes it and of nobody else, gone once the note is saved.

    No constraint holds one draft a person: joining two people must lose neither text. Thrown away, it waits a day for
    who repents.
    """

    public_id = PublicIdField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="note_drafts")
    kind = models.CharField(_("tipo"), max_length=20, choices=NoteKind, blank=True)
    happened_on = models.CharField(_("giorno"), max_length=60, blank=True)
    follow_up_on = models.CharField(_("risentire"), max_length=60, blank=True)
    text = models.TextField(_("testo"))
    saved_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["user", "saved_at"])]

    def __str__(self) -> str:
        return f"{self.saved_at:%d/%m/%Y}"
