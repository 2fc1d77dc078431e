"""Municipalities, each with the days from and to which it exists under that name."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.kit.fields import PublicIdField, blank_day, ends_after_start


class Municipality(models.Model):
    """An Italian municipality, or one of its earlier selves."""

    public_id = PublicIdField()
    name = models.CharField(_("nome"), max_length=100)
    match_key = models.CharField(max_length=100, db_index=True, help_text="The name without case and accents")
    province = models.CharField(_("provincia"), max_length=2)
    cadastral_code = models.CharField(_("codice catastale"), max_length=4)
    starts_on = models.DateField(_("esiste dal"), null=True)
    ends_on = models.DateField(_("esiste fino al"), null=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint("cadastral_code", "name", blank_day("starts_on"), name="one_municipality_a_period"),
            ends_after_start(name="municipality_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.name
