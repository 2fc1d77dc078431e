"""The people the service walks with, and what is known of each, with dates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.documents.models import File
from percorsi.kit.fields import PublicIdField, ends_after_start
from percorsi.organisations.models import Organisation, Worker
from percorsi.people.choices import HEALTH_PAPERS, Audience, ContactKind, ExceptionKind, PairDecision, Paper, Sex
from percorsi.people.legal import category_choices
from percorsi.places.models import Municipality

# A note of the office's register comes in whole: its column is bounded alike (bridges/register/layout.toml).
LONGEST_REMARK = 5_000


class Person(models.Model):
    """Somebody in charge, or once in charge, or referred. A protected person is an alias and register numbers."""

    public_id = PublicIdField()
    family_names = models.CharField(_("cognome"), max_length=150, blank=True)
    given_names = models.CharField(_("nome"), max_length=150, blank=True)
    alias = models.CharField(_("alias"), max_length=60, blank=True)
    is_protected = models.BooleanField(_("protetta"), default=False)
    sex = models.CharField(_("sesso"), max_length=1, choices=Sex, blank=True)
    born_on = models.DateField(_("data di nascita"), null=True)
    birth_place = models.CharField(_("luogo di nascita"), max_length=100, blank=True)
    citizenship = models.CharField(_("cittadinanza"), max_length=60, blank=True)
    codice_fiscale = models.CharField(_("codice fiscale"), max_length=16, unique=True, null=True)
    education = models.CharField(_("titolo di studio"), max_length=100, blank=True)
    remark = models.TextField(_("annotazione"), max_length=LONGEST_REMARK, blank=True)
    sort_key = models.CharField(max_length=310, editable=False)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["sort_key", "id"]),
            models.Index(fields=["born_on"]),
            # Few: whoever counts people takes off those that the reader may not know of.
            models.Index(fields=["id"], condition=models.Q(is_protected=True), name="protected_people"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(family_names="", given_names="", alias=""), name="person_is_called_something"
            ),
            models.CheckConstraint(
                condition=models.Q(is_protected=False)
                | models.Q(family_names="", given_names="", codice_fiscale=None, born_on=None, birth_place=""),
                name="protected_person_has_no_identity_here",
            ),
        ]

    def __str__(self) -> str:
        return self.alias or " ".join(filter(None, [self.given_names, self.family_names]))


class RegisterNumber(models.Model):
    """A folder of the office ("N. pratica"); after a merge a person has several, all searchable.

    Sender and operator are as the register wrote them for the folder; a referral's own sender and a case's own
    assignment come first.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="numbers")
    number = models.CharField(_("N. pratica"), max_length=40, unique=True)
    sending_service = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    operator = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return self.number


class SearchTerm(models.Model):
    """A word by which a person is found: parts of the names, alias, register numbers, telephone digits."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="terms")
    term = models.CharField(max_length=150)

    class Meta:
        # The beginning of a word leads to the people without reading the rows; the operator class is PostgreSQL's.
        indexes = [
            models.Index(
                fields=["term", "person"], opclasses=["varchar_pattern_ops", "int8_ops"], name="people_by_search_term"
            )
        ]
        constraints = [models.UniqueConstraint(fields=["person", "term"], name="one_term_a_person")]

    def __str__(self) -> str:
        return self.term


class Residence(models.Model):
    """Where somebody lives, from one day to another; a blank start means the whole past."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="residences")
    municipality = models.ForeignKey(
        Municipality, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("comune")
    )
    address = models.CharField(_("indirizzo"), max_length=200, blank=True)
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)

    class Meta:
        constraints = [
            ends_after_start(name="residence_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ends_on=None), name="one_present_residence_a_person"
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [self.address, str(self.municipality or "")]))


class Contact(models.Model):
    """A telephone or an e-mail address, with whose it is when it is not the person's own."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="contacts")
    kind = models.CharField(_("tipo"), max_length=10, choices=ContactKind)
    value = models.CharField(_("recapito"), max_length=254)
    whose = models.CharField(_("di chi è"), max_length=100, blank=True)

    def __str__(self) -> str:
        return self.value


class Relative(models.Model):
    """Somebody close to the person; as little about them as the work needs."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="relatives")
    name = models.CharField(_("nome"), max_length=150)
    relation = models.CharField(_("legame"), max_length=60)
    phone = models.CharField(_("telefono"), max_length=60, blank=True)

    def __str__(self) -> str:
        return f"{self.name} ({self.relation})"


class Permit(models.Model):
    """A residence permit and the day it runs out."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="permits")
    kind = models.CharField(_("tipo"), max_length=100)
    expires_on = models.DateField(_("scade il"), null=True)

    def __str__(self) -> str:
        return self.kind


class Condition(models.Model):
    """A category of the law that a person belongs to, with its proof and its days; one at a time is the main one."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="conditions")
    category = models.CharField(_("categoria"), max_length=40, choices=category_choices)
    is_main = models.BooleanField(_("prevalente"), default=False)
    evidence = models.CharField(_("documento"), max_length=200, blank=True)
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)

    class Meta:
        constraints = [
            ends_after_start(name="condition_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(is_main=True, ends_on=None),
                name="one_present_main_condition_a_person",
            ),
        ]

    def __str__(self) -> str:
        return self.get_category_display()


class Invalidity(models.Model):
    """A recognised invalidity. Health data: it never reaches a company or the scout."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="invalidities")
    percent = models.PositiveSmallIntegerField(_("percentuale"), null=True)
    kind = models.CharField(_("tipo"), max_length=60, blank=True)
    issued_on = models.DateField(_("verbale del"), null=True)
    review_on = models.DateField(_("da rivedere il"), null=True)

    class Meta:
        verbose_name_plural = "invalidities"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent=None) | models.Q(percent__lte=100), name="invalidity_is_a_percentage"
            ),
            ends_after_start(name="invalidity_review_after_issue", starts="issued_on", ends="review_on"),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.kind, f"{self.percent}%" if self.percent is not None else ""]))


class Situation(models.Model):
    """How somebody stood with work and at home, as they declared it, from one day to another; blank is not known.

    A blank start means the whole past. Only what the rules on the categories ask and nothing else records.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="situations")
    is_jobless = models.BooleanField(_("senza lavoro"), null=True)
    jobless_since = models.DateField(_("senza lavoro dal"), null=True)
    is_losing_job = models.BooleanField(_("sta per perdere il lavoro"), null=True)
    never_had_regular_job = models.BooleanField(_("mai avuto un lavoro regolare retribuito"), null=True)
    left_education_on = models.DateField(_("fine degli studi a tempo pieno"), null=True)
    lives_alone_with_dependants = models.BooleanField(_("unica persona adulta, con figli a carico"), null=True)
    starts_on = models.DateField(_("dal"), null=True)
    ends_on = models.DateField(_("al"), null=True)

    class Meta:
        constraints = [
            ends_after_start(name="situation_ends_after_start"),
            models.UniqueConstraint(
                fields=["person"], condition=models.Q(ends_on=None), name="one_present_situation_a_person"
            ),
            models.CheckConstraint(
                # A check that cannot tell lets pass: the blank is asked for by name.
                condition=models.Q(jobless_since=None) | models.Q(is_jobless__isnull=False, is_jobless=True),
                name="jobless_since_of_the_jobless",
            ),
            models.CheckConstraint(
                condition=models.Q(is_losing_job=None)
                | models.Q(is_losing_job=False)
                | models.Q(is_jobless=None)
                | models.Q(is_jobless=False),
                name="only_who_works_is_losing_a_job",
            ),
        ]

    def __str__(self) -> str:
        return str(_("situazione lavorativa e familiare"))


class PersonDocument(models.Model):
    """A paper of a person, with the days on which it was issued and expires. A newer version takes its place."""

    public_id = PublicIdField()
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="documents")
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("tipo"), max_length=20, choices=Paper)
    title = models.CharField(_("titolo"), max_length=150, blank=True)
    audience = models.CharField(_("chi lo vede"), max_length=10, choices=Audience, default=Audience.TEAM)
    issued_on = models.DateField(_("rilasciato il"), null=True)
    expires_on = models.DateField(_("scade il"), null=True)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("al posto di")
    )
    added_by = models.ForeignKey(Worker, on_delete=models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(_("ritirato il"), null=True)
    withdrawn_reason = models.CharField(_("motivo del ritiro"), max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(
                fields=["expires_on", "person"], condition=models.Q(withdrawn_at=None), name="documents_by_expiry"
            ),
        ]
        constraints = [
            ends_after_start(name="document_expires_after_issue", starts="issued_on", ends="expires_on"),
            models.CheckConstraint(
                condition=~models.Q(kind__in=sorted(HEALTH_PAPERS)) | models.Q(audience=Audience.HEALTH),
                name="papers_of_health_are_for_who_reads_health",
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class AccessException(models.Model):
    """Leave for one worker to see one person whom their role alone would not show, from one moment to another."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="access_exceptions")
    worker = models.ForeignKey(Worker, on_delete=models.PROTECT, related_name="access_exceptions")
    kind = models.CharField(max_length=20, choices=ExceptionKind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    reason = models.CharField(_("motivo"), max_length=500, blank=True)

    class Meta:
        constraints = [
            ends_after_start(name="access_exception_ends_after_start", starts="starts_at", ends="ends_at"),
            models.UniqueConstraint(
                fields=["person", "worker", "kind"], condition=models.Q(ends_at=None), name="one_open_exception_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker}: {self.person}"


class PossibleDuplicate(models.Model):
    """Two folders that may be one person's, side by side for somebody to decide; the decision is remembered."""

    public_id = PublicIdField()
    first = models.ForeignKey(RegisterNumber, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(RegisterNumber, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)
    decision = models.CharField(max_length=10, choices=PairDecision, default=PairDecision.OPEN)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    merge = models.ForeignKey("Merge", on_delete=models.PROTECT, null=True, related_name="pairs")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="one_proposal_a_pair"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="pair_is_ordered"),
        ]

    def __str__(self) -> str:
        return f"{self.first} / {self.second}"


class Merge(models.Model):
    """A union of two people: what the one that went away was, so that an undo brings exactly that back."""

    public_id = PublicIdField()
    kept = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="merges")
    lost_id = models.BigIntegerField()
    lost = models.JSONField(help_text="The row of the person that went away")
    merged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    merged_at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.kept} <- {self.lost_id}"


class MergedRow(models.Model):
    """A value that a merge changed in a row: whose it is, mostly. Without a field, the whole row was put aside.

    ``before`` and ``after`` are the field's values as JSON, or all values of a row put aside; an undone merge has none.
    """

    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="rows")
    model = models.CharField(max_length=100)
    field = models.CharField(max_length=60, blank=True)
    row_id = models.BigIntegerField()
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    def __str__(self) -> str:
        return f"{self.model} {self.row_id}"
