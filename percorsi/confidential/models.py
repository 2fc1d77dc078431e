"""The locked room: who a protected person is, kept apart from everything else."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.people.models import LONGEST_REMARK, Person


class ProtectedIdentity(models.Model):
    """The identity that left the open rooms when protection began. Only who is cleared for this person may ask.

    The lists hold the rows that were there, one dictionary a row, days as ISO text. ``merges`` holds what the merges
    into this person had kept of those who went away.
    """

    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="protected_identity")
    family_names = models.CharField(_("cognome"), max_length=150, blank=True)
    given_names = models.CharField(_("nome"), max_length=150, blank=True)
    born_on = models.DateField(_("data di nascita"), null=True)
    birth_place = models.CharField(_("luogo di nascita"), max_length=100, blank=True)
    codice_fiscale = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    residences = models.JSONField(default=list)
    contacts = models.JSONField(default=list)
    relatives = models.JSONField(default=list)
    former_alias = models.CharField(_("alias di prima"), max_length=60, blank=True)
    remark = models.TextField(_("annotazione"), max_length=LONGEST_REMARK, blank=True)
    version = models.PositiveIntegerField(default=1)
    evidence = models.JSONField(default=list)
    merges = models.JSONField(default=list)
    documents = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.person)
