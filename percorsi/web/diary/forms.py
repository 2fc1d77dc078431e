"""The forms of the diary: a note, an appointment, what became of it."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.diary.actions import LONGEST_TEXT, Outcome, Slot, TypedNote
from percorsi.diary.choices import AppointmentKind, AppointmentState, NoteKind
from percorsi.diary.models import Draft
from percorsi.kit.reading import Unreadable
from percorsi.kit.when import read_coming_day, read_past_day, read_time
from percorsi.organisations.models import Worker
from percorsi.web.people.listing import Row
from percorsi.web.shell.forms import DayField, VersionedForm

KINDS = [(value, capfirst(label)) for value, label in NoteKind.choices]
APPOINTMENT_KINDS = [(value, capfirst(label)) for value, label in AppointmentKind.choices]
_PICK_ONE = {"required": _("Scegli una voce."), "invalid_choice": _("Scegli una voce dell’elenco.")}
_NOT_A_DAY = _("Non è un giorno che si capisce: scrivi per esempio 3/6, 3 giugno, domani, lunedì, +6 mesi.")
_NOT_A_PAST_DAY = _("Non è un giorno che si capisce: scrivi per esempio 3/6/2019, 3 giugno, ieri.")
_NOT_AN_HOUR = _("Non è un’ora: scrivi per esempio 9, 9:30, 14.45.")


class ComingDayField(DayField):
    """A day to come, as people say it: 3/6, 3 giugno, domani, lunedì, +6 mesi."""

    def to_python(self, value: Any) -> date | None:
        """Read the day from today on."""
        if value in self.empty_values:
            return None
        try:
            return read_coming_day(str(value), today=timezone.localdate())
        except Unreadable:
            raise forms.ValidationError(_NOT_A_DAY, code="invalid") from None


class PastDayField(DayField):
    """A day that has been: oggi, ieri, 3/6, 3 giugno 2019."""

    def to_python(self, value: Any) -> date | None:
        """Read the day up to today."""
        if value in self.empty_values:
            return None
        try:
            return read_past_day(str(value), today=timezone.localdate())
        except Unreadable:
            raise forms.ValidationError(_NOT_A_PAST_DAY, code="invalid") from None


class HourField(forms.TimeField):
    """An hour as people write it: 9, 9:30, 14.45."""

    def to_python(self, value: Any) -> time | None:
        """Read the hour."""
        if value in self.empty_values:
            return None
        try:
            return value if isinstance(value, time) else read_time(str(value))
        except Unreadable:
            raise forms.ValidationError(_NOT_AN_HOUR, code="invalid") from None


def coming_day_field(label: Any, *, missing: Any = "", help_text: Any = "") -> ComingDayField:
    """Return a field for a day to come. It is optional unless ``missing`` says what to do."""
    return ComingDayField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        widget=_day_input(),
        error_messages={"required": missing},
    )


def _day_input() -> forms.DateInput:
    return forms.DateInput(format="%d/%m/%Y", attrs={"class": "short", "autocomplete": "off"})


def hour_field(label: Any, *, missing: Any = "", help_text: Any = "") -> HourField:
    """Return a field for an hour of the day. It is optional unless ``missing`` says what to do."""
    return HourField(
        label=label,
        required=bool(missing),
        help_text=help_text,
        widget=forms.TimeInput(format="%H:%M", attrs={"class": "short", "autocomplete": "off"}),
        error_messages={"required": missing},
    )


class NoteForm(forms.Form):
    """What it was, what happened, when, and by when to hear the person again."""

    kind = forms.ChoiceField(
        label=_("Che cosa è stato"),
        choices=KINDS,
        initial=NoteKind.INTERVIEW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli che cosa è stato."), "invalid_choice": _("Scegli una voce dell’elenco.")},
    )
    text = forms.CharField(
        label=_("Che cosa è successo"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Scrivi che cosa è successo.")},
    )
    happened_on = PastDayField(
        label=_("Giorno"),
        help_text=_("Anche così: ieri, 3 giugno."),
        initial=timezone.localdate,
        widget=_day_input(),
        error_messages={"required": _("Indica il giorno.")},
    )
    follow_up_on = coming_day_field(_("Risentire"), help_text=_("Anche così: domani, lunedì, +6 mesi."))

    def note(self) -> TypedNote:
        """Return the note that was typed, once valid."""
        names = ("kind", "happened_on", "text", "follow_up_on")
        return TypedNote(**{name: self.cleaned_data[name] for name in names})


class NewNoteForm(NoteForm):
    """A note that is being written, perhaps from a draft."""

    begins_at = "text"
    draft = forms.CharField(max_length=22, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        _begin(self, self.begins_at)

    @staticmethod
    def going_on(draft: Draft | None) -> dict[str, Any]:
        """Return what a draft has for the fields."""
        if draft is None:
            return {}
        kept = {name: getattr(draft, name) for name in ("kind", "happened_on", "text", "follow_up_on")}
        return {name: value for name, value in kept.items() if value} | {"draft": draft.public_id}


class QuickNoteForm(NewNoteForm):
    """A note about somebody who is found by what is typed; of several people one is picked."""

    begins_at = "who"
    who = forms.CharField(
        label=_("Di chi"),
        max_length=100,
        help_text=_("Cognome, telefono o numero di pratica di una persona che segui."),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off"}),
        error_messages={"required": _("Scrivi di chi è la nota.")},
    )
    person = forms.ChoiceField(
        label=_("Chi è"),
        required=False,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Più persone corrispondono: scegli di chi è la nota."),
            "invalid_choice": _("Scegli una delle persone trovate."),
        },
    )
    field_order = ("who", "person", "kind", "text", "happened_on", "follow_up_on", "draft")

    def offer(self, found: Sequence[Row]) -> None:
        """Let one of these people be picked; of several, one must be."""
        field = self.fields["person"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(row.public_id, _told(row)) for row in found]
        field.required = len(found) > 1


class ChangeNoteForm(VersionedForm, NoteForm):
    """A note that may have changed meanwhile."""

    field_order = ("kind", "text", "happened_on", "follow_up_on", "version")


class AppointmentForm(forms.Form):
    """Day and hour; what it is for and where may be left as they are."""

    held_on = coming_day_field(
        _("Giorno"), missing=_("Indica il giorno."), help_text=_("Anche così: domani, lunedì, +2 settimane.")
    )
    starts_at = hour_field(_("Ora"), missing=_("Indica l’ora."), help_text=_("Anche così: 9, 14.45."))
    kind = forms.ChoiceField(
        label=_("Che cosa"), choices=APPOINTMENT_KINDS, widget=forms.RadioSelect, error_messages=_PICK_ONE
    )
    ends_at = hour_field(_("Fino alle"))
    place = forms.CharField(label=_("Luogo"), required=False, max_length=200)
    note = forms.CharField(
        label=_("Annotazione"), required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )
    worker = forms.ChoiceField(label=_("Di chi è"), required=False, error_messages=_PICK_ONE)

    def __init__(self, *args: Any, workers: Sequence[Worker] = (), is_meeting: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.workers = {worker.public_id: worker for worker in workers}
        field = self.fields["worker"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, worker.name) for key, worker in self.workers.items()]
        if not workers:
            del self.fields["worker"]
        self.initial.setdefault("kind", AppointmentKind.MEETING if is_meeting else AppointmentKind.INTERVIEW)
        if is_meeting:
            self.fields["kind"].widget = forms.HiddenInput()
        _begin(self, "held_on")

    def slot(self) -> Slot:
        """Return the appointment that was typed, once valid."""
        names = ("held_on", "starts_at", "ends_at", "kind", "place", "note")
        return Slot(**{name: self.cleaned_data[name] for name in names})

    def whose(self) -> Worker | None:
        """Return the colleague in whose agenda it goes; None for the reader's own."""
        return self.workers.get(self.cleaned_data.get("worker", ""))


class MoveForm(VersionedForm, AppointmentForm):
    """An appointment that may have changed meanwhile."""


class OutcomeForm(VersionedForm):
    """Who came, what to write of it, when to meet again."""

    state = forms.ChoiceField(
        label=_("Esito"),
        widget=forms.RadioSelect,
        choices=[(AppointmentState.CAME, _("Presente")), (AppointmentState.ABSENT, _("Assente"))],
        error_messages={**_PICK_ONE, "required": _("Scegli se la persona è venuta o no.")},
    )
    text = forms.CharField(
        label=_("Nota"),
        required=False,
        max_length=LONGEST_TEXT,
        help_text=_("Se scrivi qualcosa, diventa una nota del diario con la data dell’appuntamento."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    next_on = coming_day_field(_("Prossimo appuntamento"), help_text=_("Anche così: lunedì, +2 settimane."))
    next_at = hour_field(_("Ora"), help_text=_("Vuota: la stessa di questo appuntamento."))

    def __init__(self, *args: Any, is_meeting: bool = False, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if is_meeting:
            del self.fields["text"]
            field = self.fields["state"]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(AppointmentState.CAME, _("Si è tenuta")), (AppointmentState.ABSENT, _("Non si è tenuta"))]

    def outcome(self) -> Outcome:
        """Return what was typed, once valid."""
        given = self.cleaned_data
        return Outcome(given["state"], given.get("text", ""), given["next_on"], given["next_at"])


def _begin(form: forms.Form, name: str) -> None:
    """Put the cursor where writing begins; once something was sent, the errors come first."""
    if not form.is_bound:
        form.fields[name].widget.attrs["autofocus"] = True


def _told(row: Row) -> str:
    """A person among others of the same name."""
    age = _("%(n)d anni") % {"n": row.age} if row.age is not None else ""
    return " · ".join(str(each) for each in (row.name, age, row.town) if each)
