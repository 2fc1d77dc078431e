"""One register of every body, the people who work there, and their dated memberships."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role
from percorsi.kit.fields import PublicIdField, blank_day, ends_after_start
from percorsi.organisations.choices import Kind, Nature
from percorsi.places.models import Municipality


class Organisation(models.Model):
    """A municipality, a service, a company, a cooperative, a funder: a body may be several of these at once."""

    public_id = PublicIdField()
    name = models.CharField(_("denominazione"), max_length=200)
    match_key = models.CharField(max_length=200, db_index=True)
    kind = models.CharField(_("tipo"), max_length=30, choices=Kind)
    nature = models.CharField(_("natura"), max_length=20, choices=Nature, blank=True)
    code = models.CharField(_("codice"), max_length=30, unique=True, null=True)
    vat_number = models.CharField(_("partita IVA"), max_length=11, blank=True)
    codice_fiscale = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    activity = models.CharField(_("attività"), max_length=200, blank=True)
    seat = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="bodies", verbose_name=_("sede")
    )
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), max_length=150, blank=True)
    employees = models.PositiveIntegerField(_("dipendenti"), null=True)
    contact_name = models.CharField(_("referente"), max_length=150, blank=True)
    phone = models.CharField(_("telefono"), max_length=60, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["seat"], condition=models.Q(kind=Kind.MUNICIPALITY), name="one_body_a_municipality"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Reference(models.Model):
    """Whom one speaks with in a body: somebody of its own, not of the service, from one day to another."""

    public_id = PublicIdField()
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="references")
    name = models.CharField(_("nome e cognome"), max_length=150)
    role = models.CharField(_("incarico"), max_length=100, blank=True)
    phone = models.CharField(_("telefono"), max_length=60, blank=True)
    email = models.EmailField(_("e-mail"), max_length=150, blank=True)
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["name", "id"]
        constraints = [ends_after_start(name="reference_ends_after_start")]

    def __str__(self) -> str:
        return self.name


class Worker(models.Model):
    """Somebody who works in a body, with or without an account."""

    public_id = PublicIdField()
    name = models.CharField(_("nome"), max_length=150)
    match_key = models.CharField(max_length=150, db_index=True, help_text="The words of the name, sorted")
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="worker", verbose_name=_("utente")
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """The part a worker plays in a body from one day to another; a blank start means the whole past."""

    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("ruolo"), max_length=40, choices=Role)
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "worker", "organisation", "role", blank_day("starts_on"), name="one_membership_once"
            ),
            ends_after_start(name="membership_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.worker}, {self.get_role_display()}"
