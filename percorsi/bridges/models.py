"""What came in through a bridge, and what was said of it on that day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.documents.models import File
from percorsi.kit.fields import PublicIdField


class Import(models.Model):
    """One register that was taken over. The file itself is gone; the report stays, and names the way back."""

    public_id = PublicIdField()
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    at = models.DateTimeField(_("importato il"), db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    report = models.JSONField(help_text="Holds values of refused and differing cells: read it through queries.told")
    backup = models.CharField(_("copia di prima"), max_length=255, blank=True, help_text="Name of the archive")

    def __str__(self) -> str:
        return f"{self.file} {self.at:%d/%m/%Y}"
