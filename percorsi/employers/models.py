"""What was said with a company, and what was promised next."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.employers.choices import ContactKind
from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Organisation, Worker


class Contact(models.Model):
    """A contact with a company. It is about the company: nothing about the people served belongs in its text.

    The latest contact of a company, by day, holds its next step; a newer one takes its place.
    """

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(_("tipo"), max_length=10, choices=ContactKind)
    happened_on = models.DateField(_("giorno"))
    text = models.TextField(_("che cosa vi siete detti"))
    next_step_on = models.DateField(_("prossimo passo il"), null=True)
    written_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["organisation", "happened_on"])]
        constraints = [
            ends_after_start(name="next_step_after_contact", starts="happened_on", ends="next_step_on"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}, {self.happened_on:%d/%m/%Y}"
