"""The forms of the companies: the filters of the list, a company, whom one speaks with, a contact."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.employers.actions import ContactDraft
from percorsi.employers.choices import ContactKind
from percorsi.organisations.actions import CompanyDraft, ReferenceDraft
from percorsi.organisations.choices import Nature
from percorsi.organisations.models import Organisation
from percorsi.organisations.policy import KINDS_OF_COMPANIES
from percorsi.web.diary.forms import coming_day_field
from percorsi.web.shell.forms import VersionedForm, day_field
from percorsi.web.shell.municipalities import MunicipalityField, usual

KINDS = [(kind.value, capfirst(kind.label)) for kind in KINDS_OF_COMPANIES]
NATURES = [(nature.value, capfirst(nature.label)) for nature in Nature]
_PHONE = {"autocomplete": "off", "class": "medium"}


class CompanyForm(VersionedForm):
    """What is known of a company. ``is_namesake`` is asked only of a new one whose name looks like another's."""

    name = forms.CharField(
        label=_("Denominazione"),
        max_length=200,
        error_messages={"required": _("Scrivi come si chiama l’ente.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    is_namesake = forms.BooleanField(label=_("È un altro ente, anche se il nome somiglia"), required=False)
    kind = forms.ChoiceField(label=_("Tipo"), choices=KINDS)
    nature = forms.ChoiceField(label=_("Natura"), choices=[("", _("Non indicata")), *NATURES], required=False)
    activity = forms.CharField(
        label=_("Attività"),
        max_length=200,
        required=False,
        help_text=_("Per esempio: logistica, pulizie, ristorazione"),
    )
    employees = forms.IntegerField(
        label=_("Dipendenti"),
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"invalid": _("Scrivi un numero intero."), "min_value": _("Scrivi un numero intero.")},
    )
    seat = MunicipalityField(label=_("Comune"), required=False)
    address = forms.CharField(label=_("Indirizzo"), max_length=200, required=False)
    vat_number = forms.CharField(
        label=_("Partita IVA"), max_length=20, required=False, help_text=_("11 cifre"), widget=forms.TextInput(_PHONE)
    )
    codice_fiscale = forms.CharField(
        label=_("Codice fiscale"),
        max_length=20,
        required=False,
        help_text=_("Solo se è diverso dalla partita IVA"),
        widget=forms.TextInput(_PHONE),
    )
    contact_name = forms.CharField(label=_("Referente"), max_length=150, required=False)
    phone = forms.CharField(label=_("Telefono"), max_length=60, required=False, widget=forms.TextInput(_PHONE))
    email = forms.CharField(label=_("E-mail"), max_length=150, required=False, widget=forms.TextInput(_PHONE))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usual_municipalities = usual()

    def draft(self) -> CompanyDraft:
        """Return what was typed, once valid."""
        return CompanyDraft(**{name: self.cleaned_data[name] for name in CompanyDraft.__slots__})

    @property
    def asks_for_namesake(self) -> bool:
        """Whether the question about the name stands on the page: it was refused, or answered before."""
        return self.is_bound and ("is_namesake" in self.errors or bool(self.cleaned_data.get("is_namesake")))


class ReferenceForm(VersionedForm):
    """Whom one speaks with."""

    name = forms.CharField(
        label=_("Nome e cognome"),
        max_length=150,
        error_messages={"required": _("Scrivi come si chiama la persona di riferimento.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    role = forms.CharField(
        label=_("Incarico"), max_length=100, required=False, help_text=_("Per esempio: titolare, ufficio personale")
    )
    phone = forms.CharField(label=_("Telefono"), max_length=60, required=False, widget=forms.TextInput(_PHONE))
    email = forms.CharField(label=_("E-mail"), max_length=150, required=False, widget=forms.TextInput(_PHONE))

    def draft(self) -> ReferenceDraft:
        """Return what was typed, once valid."""
        return ReferenceDraft(**{name: self.cleaned_data[name] for name in ReferenceDraft.__slots__})


class ContactForm(VersionedForm):
    """What was said: two fields to fill, the others are right already most of the times."""

    kind = forms.ChoiceField(
        label=_("Tipo di contatto"),
        choices=[(kind.value, capfirst(kind.label)) for kind in ContactKind],
        initial=ContactKind.CALL,
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli che tipo di contatto è stato.")},
    )
    text = forms.CharField(
        label=_("Che cosa vi siete detti"),
        max_length=5_000,
        error_messages={"required": _("Scrivi in due parole che cosa vi siete detti.")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    next_step_on = coming_day_field(
        _("Prossimo passo"), help_text=_("Il giorno in cui risentirli, se c’è: 3/6, lunedì, +1 mese")
    )
    happened_on = day_field(_("Giorno"), missing=_("Indica quando è stato."), initial=timezone.localdate)

    def draft(self) -> ContactDraft:
        """Return what was typed, once valid."""
        return ContactDraft(**{name: self.cleaned_data[name] for name in ContactDraft.__slots__})


def company_values(company: Organisation) -> dict[str, Any]:
    """Return what is known of a company, by the names of its form."""
    return {name: getattr(company, name) for name in CompanyDraft.__slots__}
