"""What happened, in the words of who was there."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.diary.choices import NoteKind
from percorsi.kit.fields import PublicIdField
from percorsi.organisations.models import Worker
from percorsi.people.models import Person


class Note(models.Model):
    """A note about a person. It is read by the team; it never leaves it."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("tipo"), max_length=20, choices=NoteKind)
    happened_on = models.DateField(_("giorno"))
    text = models.TextField(_("testo"))
    written_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["person", "happened_on"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.happened_on:%d/%m/%Y}"
