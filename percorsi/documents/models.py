"""Files that somebody brought: what they were stays known after the file itself is gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.kit.fields import PublicIdField


class File(models.Model):
    """A file and its digest. ``content`` is empty once the file was deleted; the row says that it was there."""

    public_id = PublicIdField()
    name = models.CharField(_("nome"), max_length=255)
    digest = models.CharField(_("impronta SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("byte"))
    content = models.FileField(blank=True)
    added_at = models.DateTimeField(_("aggiunto il"))
    added_by = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class Template(models.Model):
    """The office's own template for one kind of paper. Without a file ours is used.

    ``previous`` is what was there before the last act, to take it back.
    """

    key = models.CharField(_("documento"), max_length=40, unique=True)
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    previous = models.ForeignKey(File, on_delete=models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.key
