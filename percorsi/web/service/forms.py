"""The forms of the settings, of a problem and of its answer."""

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.service.actions import ContractDraft, ProfileDraft, ServedDraft
from percorsi.service.actions.problems import LONGEST_TEXT
from percorsi.service.choices import FEWEST_DAYS, MOST_DAYS, ProblemKind, Standard
from percorsi.web.shell.forms import VersionedForm, day_field
from percorsi.web.shell.municipalities import MunicipalityField

_PLAIN = {"autocomplete": "off"}
_ADDRESS_HINT = _("L’indirizzo intero della pagina, come nel browser: https://…")
PROVIDERS = "gestori"


class ProfileForm(VersionedForm):
    """The name of the service and where its declarations stand."""

    name = forms.CharField(
        label=_("Nome del servizio"),
        max_length=80,
        help_text=_("Sta in alto in ogni pagina, nelle stampe e nei documenti: corto si legge meglio"),
        error_messages={"required": _("Scrivi il nome del servizio.")},
    )
    accessibility_url = forms.CharField(
        label=_("Dichiarazione di accessibilità"), max_length=300, required=False, help_text=_ADDRESS_HINT
    )
    privacy_url = forms.CharField(
        label=_("Informativa sulla privacy"), max_length=300, required=False, help_text=_ADDRESS_HINT
    )

    def draft(self) -> ProfileDraft:
        """Return what was typed, once valid."""
        return ProfileDraft(**{name: self.cleaned_data[name] for name in ("name", "accessibility_url", "privacy_url")})


class LogoForm(VersionedForm):
    """A picture; what it is gets judged by its content."""

    logo = forms.FileField(
        label=_("File del logo"),
        help_text=_("PNG o JPEG, al massimo 200 KB"),
        error_messages={
            "required": _("Scegli il file del logo."),
            "empty": _("Il file è vuoto: scegli il file giusto."),
            "missing": _("Scegli il file del logo."),
        },
        widget=forms.FileInput(attrs={"accept": ".png,.jpg,.jpeg"}),
    )


class StandardsForm(VersionedForm):
    """One number of days for each standard."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bounds = _("Scrivi un numero di giorni da %(fewest)d a %(most)d.") % {"fewest": FEWEST_DAYS, "most": MOST_DAYS}
        for standard in Standard:
            self.fields[standard.value] = forms.IntegerField(
                label=standard.label,
                min_value=FEWEST_DAYS,
                max_value=MOST_DAYS,
                widget=forms.NumberInput(attrs={**_PLAIN, "class": "short"}),
                error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), bounds),
            )

    def days(self) -> dict[str, int]:
        """Return the days by standard, once valid."""
        return {standard.value: self.cleaned_data[standard.value] for standard in Standard}


class ContractForm(VersionedForm):
    """Who runs the service, by which act, from when to when."""

    name = forms.CharField(
        label=_("Nome dell’affidamento"),
        max_length=150,
        help_text=_("Come lo chiamate: per esempio «Affidamento 2024-2026»"),
        error_messages={"required": _("Scrivi un nome per l’affidamento.")},
    )
    provider = forms.CharField(
        label=_("Gestore"),
        max_length=200,
        help_text=_("L’ente che gestisce il servizio in questo periodo"),
        widget=forms.TextInput(attrs={**_PLAIN, "list": PROVIDERS}),
        error_messages={"required": _("Scrivi il nome del gestore.")},
    )
    act = forms.CharField(
        label=_("Atto"), max_length=200, required=False, help_text=_("Per esempio «Determinazione 120/2024»")
    )
    cig = forms.CharField(
        label="CIG",
        max_length=20,
        required=False,
        help_text=_("10 caratteri, lettere e cifre"),
        widget=forms.TextInput(attrs={**_PLAIN, "class": "short", "spellcheck": "false"}),
    )
    starts_on = day_field(_("Dal"), missing=_("Scrivi il primo giorno dell’affidamento."))
    ends_on = day_field(
        _("Al"), missing=_("Scrivi l’ultimo giorno dell’affidamento."), help_text=_("Ultimo giorno compreso")
    )

    def draft(self) -> ContractDraft:
        """Return what was typed, once valid."""
        return ContractDraft(**{name: value for name, value in self.cleaned_data.items() if name != "version"})


class ServedForm(VersionedForm):
    """From when to when a municipality is served, and whether by a convention."""

    is_in_convention = forms.BooleanField(
        label=_("In convenzione"), required=False, help_text=_("Comune fuori dall’ambito, servito per convenzione")
    )
    starts_on = day_field(_("Dal"), help_text=_("Lascia vuoto se da sempre"))
    ends_on = day_field(_("Al"), help_text=_("Ultimo giorno compreso; lascia vuoto se continua"))

    def draft(self) -> ServedDraft:
        """Return what was typed, once valid."""
        return ServedDraft(**{name: self.cleaned_data[name] for name in ("is_in_convention", "starts_on", "ends_on")})


class NewServedForm(ServedForm):
    """A municipality that is served from now on."""

    field_order = ("municipality", "is_in_convention", "starts_on", "ends_on")
    municipality = MunicipalityField(label=_("Comune"), error_messages={"required": _("Scrivi il nome del Comune.")})


class ProblemForm(forms.Form):
    """What the reader could not do."""

    kind = forms.ChoiceField(
        label=_("Che cosa segnali"),
        choices=[(kind.value, capfirst(kind.label)) for kind in ProblemKind],
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli una voce."), "invalid_choice": _("Scegli una voce dell’elenco.")},
    )
    text = forms.CharField(
        label=_("Che cosa è successo"),
        max_length=LONGEST_TEXT,
        help_text=_("Non scrivere nomi né altro che riguardi le persone seguite: basta dire che cosa stavi facendo"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Racconta che cosa è successo.")},
    )
    page = forms.CharField(widget=forms.HiddenInput, required=False, max_length=100)


class AnswerForm(VersionedForm):
    """The answer that the reporter reads."""

    answer = forms.CharField(
        label=_("Risposta"),
        max_length=LONGEST_TEXT,
        help_text=_("La legge chi ha segnalato, nella pagina «Segnala un problema»"),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Scrivi la risposta.")},
    )
