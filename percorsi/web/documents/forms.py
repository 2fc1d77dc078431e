"""The forms of a paper: what it is and its days; the file; why it is withdrawn."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.documents.choices import ACCEPTED
from percorsi.people.actions import PaperDraft
from percorsi.people.choices import HEALTH_PAPERS, Audience, Paper
from percorsi.people.models import Person, PersonDocument
from percorsi.web.shell.forms import VersionedForm, day_field

_FIELDS = ("kind", "title", "issued_on", "expires_on", "audience")


class PaperForm(VersionedForm):
    """What a paper is, its days, who may open it."""

    kind = forms.ChoiceField(
        label=_("Che documento è"),
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={"required": _("Scegli che documento è.")},
    )
    title = forms.CharField(
        label=_("Titolo"),
        max_length=150,
        required=False,
        help_text=_("Solo se il tipo non basta, per esempio «attestato HACCP»"),
    )
    issued_on = day_field(_("Rilasciato il"))
    expires_on = day_field(_("Scade il"), help_text=_("Prima della scadenza lo ricorda la pagina Oggi"))
    audience = forms.ChoiceField(
        label=_("Chi lo vede"),
        required=False,
        choices=[(value, capfirst(label)) for value, label in Audience.choices],
        initial=Audience.TEAM,
        widget=forms.RadioSelect,
        help_text=_("I documenti sulla salute li vede solo chi legge i dati sulla salute, qualunque cosa scegli qui"),
    )

    def __init__(self, *args: Any, reader: User, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reads_health = reader.has(Permission.PEOPLE_HEALTH)
        offered = [(key, capfirst(word)) for key, word in Paper.choices if reads_health or key not in HEALTH_PAPERS]
        self.fields["kind"].choices = [("", _("Scegli")), *offered]  # type: ignore[attr-defined]
        if not reads_health:
            del self.fields["audience"]
        if person.is_protected:
            del self.fields["title"]

    def paper(self) -> PaperDraft:
        """Return what was typed, once valid."""
        given = self.cleaned_data
        told = {name: given[name] for name in _FIELDS if given.get(name)}
        return PaperDraft(**told)


class UploadForm(PaperForm):
    """A paper and its file."""

    field_order = ("file",)
    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, immagini PNG o JPG, DOCX o ODT, fino a 20 MB"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{ending}" for ending in ACCEPTED)}),
        error_messages={
            "required": _("Scegli il file."),
            "empty": _("Il file è vuoto: controlla di averlo salvato, poi sceglilo di nuovo."),
            "max_length": _("Il nome del file è troppo lungo: abbrevialo, poi sceglilo di nuovo."),
        },
    )


class WithdrawForm(VersionedForm):
    """Why a paper is withdrawn."""

    reason = forms.CharField(
        label=_("Motivo"),
        max_length=200,
        help_text=_("Per esempio «caricato per sbaglio»"),
        error_messages={"required": _("Scrivi perché il documento si ritira.")},
    )


def told_of(document: PersonDocument) -> dict[str, Any]:
    """Return what is recorded of a paper, for its form."""
    return {"version": document.version} | {name: getattr(document, name) for name in _FIELDS}
