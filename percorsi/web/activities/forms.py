"""The forms of the groups: an edition, its sessions, a withdrawal, the sheet of who came."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from percorsi.activities.actions import ActivityDraft, SessionDraft
from percorsi.activities.choices import AttendanceKind
from percorsi.activities.models import Participation
from percorsi.web.diary.forms import hour_field
from percorsi.web.shell.forms import VersionedForm, day_field
from percorsi.web.shell.municipalities import MunicipalityField, usual
from percorsi.web.traineeships.fields import NumberField

MOST_AT_ONCE = 60
_OF_A_SESSION = ("held_on", "topic", "begins_at", "finishes_at", "hours")
# The words of the sheet are short, and each begins with its key.
_SHORT = {
    AttendanceKind.PRESENT: _("Presente"),
    AttendanceKind.ABSENT: _("Assente"),
    AttendanceKind.JUSTIFIED: _("Giustificato"),
}


class ActivityForm(VersionedForm):
    """What is known of an edition."""

    name = forms.CharField(
        label=_("Attività"),
        max_length=150,
        help_text=_("Il nome che vale per tutte le edizioni: l’andamento le conta insieme"),
        error_messages={"required": _("Scrivi come si chiama l’attività.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    edition = forms.CharField(label=_("Edizione"), max_length=40, required=False, help_text=_("Per esempio 1/2019"))
    target = forms.CharField(label=_("Destinatari"), max_length=100, required=False)
    municipality = MunicipalityField(label=_("Comune"), required=False)
    place = forms.CharField(label=_("Luogo"), max_length=150, required=False)
    starts_on = day_field(_("Primo giorno"))
    ends_on = day_field(_("Ultimo giorno"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual_municipalities = usual()

    def draft(self) -> ActivityDraft:
        """Return what was typed, once valid."""
        return ActivityDraft(**{name: self.cleaned_data[name] for name in ActivityDraft.__slots__})


class SessionForm(VersionedForm):
    """One session: its day, times, hours and topic."""

    held_on = day_field(_("Giorno"), missing=_("Indica il giorno dell’incontro."))
    begins_at = hour_field(_("Dalle"))
    finishes_at = hour_field(_("Alle"))
    hours = NumberField(label=_("Ore"), help_text=_("Solo se non sono quelle fra le due ore"))
    topic = forms.CharField(label=_("Argomento"), max_length=200, required=False)

    def draft(self) -> SessionDraft:
        """Return what was typed, once valid."""
        return SessionDraft(**{name: self.cleaned_data[name] for name in _OF_A_SESSION})


class Repetition(TextChoices):
    """How often the sessions that are added come."""

    ONCE = "0", _("Una volta")
    WEEKLY = "1", _("Ogni settimana")
    FORTNIGHTLY = "2", _("Ogni due settimane")


class SessionsForm(SessionForm):
    """Several sessions at once: the first day, and how it repeats."""

    field_order = ("held_on", "begins_at", "finishes_at", "hours", "repetition", "count", "topic")
    repetition = forms.ChoiceField(label=_("Si ripete"), choices=Repetition, initial=Repetition.ONCE)
    count = forms.IntegerField(
        label=_("Quanti incontri in tutto"),
        required=False,
        min_value=1,
        max_value=MOST_AT_ONCE,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Scrivi un numero da 1 a 60.")),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a repetition that does not say how often."""
        given = super().clean() or {}
        if given.get("repetition") not in {None, Repetition.ONCE} and not given.get("count") and "count" in given:
            self.add_error("count", _now("Scrivi quanti incontri aggiungere."))
        return given

    def drafts(self) -> list[SessionDraft]:
        """Return the sessions that were asked for, once valid."""
        first, weeks = self.draft(), int(self.cleaned_data["repetition"])
        count = self.cleaned_data["count"] if weeks else 1
        values = {name: getattr(first, name) for name in _OF_A_SESSION if name != "held_on"}
        return [SessionDraft(first.held_on + timedelta(weeks=weeks * n), **values) for n in range(count)]


class WithdrawalForm(VersionedForm):
    """Since when somebody no longer comes, and why."""

    withdrawn_on = day_field(
        _("Data del ritiro"), missing=_("Indica da quando non viene più."), initial=timezone.localdate
    )
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=200,
        error_messages={"required": _("Scrivi perché non viene più.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class SheetForm(forms.Form):
    """Who came: one field a participant. Only what was changed on the page is written, so that two may mark at once."""

    hides_optional = True

    def __init__(self, given: Any, *, rows: Sequence[Participation], marks: Mapping[int, AttendanceKind]):
        super().__init__(given)
        self.rows = rows
        for row in rows:
            self.fields[_mark(row)] = forms.ChoiceField(
                label=str(row.person),
                required=False,
                choices=[(kind.value, label) for kind, label in _SHORT.items()],
                initial=marks.get(row.pk),
                widget=forms.RadioSelect,
                error_messages={"invalid_choice": _("Scegli una delle tre voci.")},
            )
            self.fields[_was(row)] = forms.CharField(
                required=False, initial=marks.get(row.pk, ""), widget=forms.HiddenInput
            )

    def clean(self) -> dict[str, Any]:
        """Refuse a sheet on which nothing is marked."""
        given = super().clean() or {}
        if not self.errors and not any(given.get(_mark(row)) for row in self.rows):
            raise forms.ValidationError(
                _now("Non hai segnato nessuna presenza: scegli una voce per almeno una persona.")
            )
        return given

    def marks(self) -> dict[Participation, AttendanceKind | None]:
        """Return what was changed on the page, once valid."""
        given = self.cleaned_data
        return {
            row: AttendanceKind(given[_mark(row)])
            for row in self.rows
            if given[_mark(row)] and given[_mark(row)] != given[_was(row)]
        }

    def lines(self) -> list[tuple[Participation, Any, Any]]:
        """Return each participant with the field of the mark and the one that keeps what the page showed."""
        return [(row, self[_mark(row)], self[_was(row)]) for row in self.rows]


def _mark(row: Participation) -> str:
    return f"p-{row.public_id}"


def _was(row: Participation) -> str:
    return f"era-{row.public_id}"
