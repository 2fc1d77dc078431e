"""Projects, and who pays the months of a traineeship."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.funding.choices import PayerKind
from percorsi.kit.fields import PublicIdField
from percorsi.places.models import Municipality


class Project(models.Model):
    """A project or measure. ``is_protected``: its name alone tells where somebody comes from, so it obeys rights."""

    public_id = PublicIdField()
    name = models.CharField(_("nome"), max_length=200)
    match_key = models.CharField(max_length=200, unique=True)
    is_protected = models.BooleanField(_("riservato"), default=False)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Payer(models.Model):
    """A purse by the name it is written with: "Comune di Rho", "Progetto", "Azienda". Which project is the months'."""

    kind = models.CharField(_("tipo"), max_length=20, choices=PayerKind)
    name = models.CharField(_("nome"), max_length=200)
    match_key = models.CharField(max_length=200, unique=True)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(municipality=None) | models.Q(kind=PayerKind.MUNICIPALITY),
                name="only_a_municipal_purse_names_a_municipality",
            ),
        ]

    def __str__(self) -> str:
        return self.name
