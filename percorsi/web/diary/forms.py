"""The form of a note."""

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.diary.actions import LONGEST_TEXT, TypedNote
from percorsi.diary.choices import NoteKind
from percorsi.web.shell.forms import VersionedForm, day_field

KINDS = [(value, capfirst(label)) for value, label in NoteKind.choices]


class NoteForm(forms.Form):
    """What it was, when, what happened."""

    kind = forms.ChoiceField(
        label=_("Che cosa è stato"),
        choices=KINDS,
        initial=NoteKind.INTERVIEW,
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli che cosa è stato."), "invalid_choice": _("Scegli una voce dell’elenco.")},
    )
    happened_on = day_field(_("Giorno"), missing=_("Indica il giorno."), initial=timezone.localdate)
    text = forms.CharField(
        label=_("Che cosa è successo"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Scrivi che cosa è successo.")},
    )

    def note(self) -> TypedNote:
        """Return the note that was typed, once valid."""
        return TypedNote(**{name: self.cleaned_data[name] for name in ("kind", "happened_on", "text")})


class ChangeNoteForm(VersionedForm, NoteForm):
    """A note that may have changed meanwhile."""

    field_order = ("kind", "happened_on", "text", "version")
