"""The front door: somebody is referred, on a day, by a social worker of a municipality or by a specialist service."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Organisation, Worker
from percorsi.people.models import Person, RegisterNumber
from percorsi.places.models import Municipality
from percorsi.referrals.choices import DraftState, Outcome


class Referral(models.Model):
    """One referral of one person, and its answer. The municipality in charge is the one that answers for the person."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="referrals")
    register_number = models.ForeignKey(RegisterNumber, on_delete=models.PROTECT, related_name="referrals", null=True)
    referred_on = models.DateField(_("data della segnalazione"))
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("comune in carico")
    )
    sending_service = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("servizio inviante")
    )
    social_worker = models.ForeignKey(
        Worker, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("assistente sociale")
    )
    reason = models.TextField(_("motivo"), blank=True)
    outcome = models.CharField(_("esito"), max_length=20, choices=Outcome, default=Outcome.WAITING)
    refusal_reason = models.CharField(_("motivo del rifiuto"), max_length=200, blank=True)
    answered_on = models.DateField(_("risposta del"), null=True)
    reopened_on = models.DateField(_("riaperta il"), null=True)
    is_imported = models.BooleanField(default=False, help_text="History of the old register: never judged")
    imported_on = models.DateField(null=True, help_text="The clocks of imported rows start on this day")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["municipality", "person"])]
        constraints = [
            ends_after_start(name="referral_answered_after_it_came", starts="referred_on", ends="answered_on")
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.referred_on:%d/%m/%Y}"


class ReferralDraft(models.Model):
    """A form that a social worker fills in, in one sitting or several, and sends; then the service takes it in.

    ``answers`` are as they were typed, by the key of the question, and are read with the form of ``form_version``.
    Once taken, whatever tells who the person is has left them: from then on it stands with the person alone. The
    number counts within the municipality, so that it tells nothing about the others.
    """

    public_id = PublicIdField()
    number = models.PositiveIntegerField(_("numero"))
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, related_name="+", verbose_name=_("comune in carico")
    )
    author = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+", verbose_name=_("assistente sociale"))
    state = models.CharField(_("stato"), max_length=10, choices=DraftState, default=DraftState.DRAFT)
    form_version = models.PositiveSmallIntegerField(_("versione della scheda"))
    answers = models.JSONField(_("risposte"), default=dict)
    is_protected = models.BooleanField(_("arriva da un luogo protetto"), default=False)
    saved_at = models.DateTimeField(_("salvata il"))
    sent_on = models.DateField(_("inviata il"), null=True)
    referral = models.OneToOneField(Referral, on_delete=models.PROTECT, null=True, related_name="draft")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["sent_on", "id"], condition=models.Q(state=DraftState.SENT), name="drafts_to_take_in"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="one_draft_a_number_and_municipality"),
            models.CheckConstraint(
                condition=models.Q(state=DraftState.DRAFT) | models.Q(sent_on__isnull=False),
                name="a_sent_draft_has_its_day",
            ),
            models.CheckConstraint(
                condition=models.Q(state=DraftState.TAKEN, referral__isnull=False)
                | (~models.Q(state=DraftState.TAKEN) & models.Q(referral__isnull=True)),
                name="a_taken_draft_has_its_referral",
            ),
        ]

    def __str__(self) -> str:
        return f"S-{self.number}"


class DraftQuestion(models.Model):
    """What the service asks about a sent form, and what the social worker answers."""

    draft = models.ForeignKey(ReferralDraft, on_delete=models.PROTECT, related_name="questions")
    text = models.CharField(_("domanda"), max_length=500)
    asked_by = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("chiesto il"))
    reply = models.CharField(_("risposta"), max_length=1_000, blank=True)
    replied_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    replied_at = models.DateTimeField(_("risposto il"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["draft"], condition=models.Q(replied_at=None), name="one_open_question_a_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft}: {self.asked_at:%d/%m/%Y}"
