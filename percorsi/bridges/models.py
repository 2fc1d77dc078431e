"""What came in through a bridge, step by step, what was said of it, and what people decided on the way."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.bridges.choices import Decision, State, Step
from percorsi.documents.models import File
from percorsi.kit.fields import PublicIdField


class Import(models.Model):
    """One register on its way in, or that was taken over. The file itself goes; the report stays, and names the way
    back.

    ``state`` is how far it has come; ``step`` is what a process of its own does at this moment to bring it further,
    blank while it waits for somebody. ``failure`` is the last refusal, in one Italian line. ``refused_rows`` are the
    refused lines as they were written, until ``refused_until``; then they are blank.
    """

    public_id = PublicIdField()
    file = models.OneToOneField(File, on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    at = models.DateTimeField(_("importato il"), db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("stato"), max_length=20, choices=State, default=State.DONE)
    step = models.CharField(max_length=20, choices=Step, blank=True)
    rows_done = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)
    recognised = models.JSONField(default=dict, help_text="Sheets, columns and doubts, by step_by_step.recognising")
    report = models.JSONField(
        default=dict, help_text="Holds values of refused and differing cells: read it through queries.told"
    )
    refused_rows = models.JSONField(null=True, help_text="Holds whole rows: read them through refused_rows.workbook")
    refused_until = models.DateTimeField(null=True)
    backup = models.CharField(_("copia di prima"), max_length=255, blank=True, help_text="Name of the archive")

    def __str__(self) -> str:
        return f"{self.file} {self.at:%d/%m/%Y}"


class HeaderChoice(models.Model):
    """What somebody said that an unknown header means: a field of its sheet, or nothing that is needed (blank).

    ``sheet`` is the sheet's key in the layout, ``header`` the header without case, accents, blanks and punctuation.
    """

    sheet = models.CharField(max_length=20)
    header = models.CharField(max_length=200)
    written = models.CharField(_("intestazione"), max_length=200)
    field = models.CharField(max_length=40, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "header"], name="one_meaning_a_header")]

    def __str__(self) -> str:
        return f"{self.written} = {self.field or '-'}"


class CellDecision(models.Model):
    """What somebody decided on a cell that says something else than the archive: it is not put to them again.

    ``key`` tells the row as the report does, ``said`` is the digest of what the file says: no value is kept here.
    """

    imported = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="decisions")
    sheet = models.CharField(max_length=20)
    key = models.CharField(max_length=300)
    field = models.CharField(max_length=40)
    said = models.CharField(max_length=64)
    decision = models.CharField(max_length=10, choices=Decision)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sheet", "key", "field", "said"], name="one_decision_a_cell")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.field}: {self.decision}"
