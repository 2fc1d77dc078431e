"""Projects, and who pays the months of a traineeship."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.funding.choices import PayerKind
from percorsi.kit.fields import PublicIdField, blank_key
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
    """A purse: a municipality, a project, the host itself, or another one by name."""

    kind = models.CharField(_("tipo"), max_length=20, choices=PayerKind)
    municipality = models.ForeignKey(Municipality, on_delete=models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, related_name="+")
    name = models.CharField(_("nome"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "kind", blank_key("municipality"), blank_key("project"), "name", name="one_purse_once"
            ),
            models.CheckConstraint(
                condition=models.Q(kind=PayerKind.MUNICIPALITY, municipality__isnull=False, project=None)
                | (models.Q(municipality=None) & ~models.Q(kind=PayerKind.MUNICIPALITY)),
                name="payer_names_its_municipality",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == PayerKind.MUNICIPALITY:
            return f"Comune di {self.municipality}"
        return self.name or self.get_kind_display()
