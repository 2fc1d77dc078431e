"""The trail: who did or saw what, about whom, when. Rows are only ever added; the database refuses the rest."""

from django.db import models

from percorsi.audit.choices import Act


class Event(models.Model):
    """One act of one actor. Actor and object are plain ids: the trail outlives what it speaks of."""

    at = models.DateTimeField(db_index=True)
    actor = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    role = models.CharField(max_length=40, blank=True)
    act = models.CharField(max_length=20, choices=Act)
    kind = models.CharField(max_length=60, blank=True, help_text="Model label, like 'cases.case'")
    object_id = models.BigIntegerField(null=True)
    where = models.CharField(max_length=100, blank=True, help_text="URL name or command")
    fields = models.JSONField(default=dict, help_text="Names of the fields touched; values only of ordinary data")
    reason = models.TextField(blank=True)
    address = models.GenericIPAddressField(null=True)
    is_outside_own = models.BooleanField(default=False, help_text="Read outside the reader's own cases")

    class Meta:
        indexes = [models.Index(fields=["actor", "at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.actor_name} {self.act} {self.kind}"

    @property
    def about_people(self) -> list[int]:
        """The ids of the people that this event speaks of, in the order in which they were shown."""
        return list(self.subjects.order_by("id").values_list("person", flat=True))


class Subject(models.Model):
    """A person whom an event speaks of: one row for each person shown."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="subjects")
    person = models.BigIntegerField(db_index=True)

    def __str__(self) -> str:
        return f"{self.event_id}: {self.person}"
