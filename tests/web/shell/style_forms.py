"""Forms with every kind of field, for the style pages."""

from django import forms

REASONS = [
    ("l68", "Certificata o certificato L. 68/99"),
    ("l381", "Svantaggio L. 381/91"),
    ("long", "Disoccupata o disoccupato da oltre un anno"),
    ("over50", "Oltre 50 anni"),
    ("young", "Giovane senza lavoro"),
    ("alone", "Sola o solo con figli a carico"),
]
ANSWERS = [("signed", "Sì, e l’ha firmata"), ("voice", "Sì, a voce"), ("no", "Non ancora")]
TOWNS = [("", "Scegli il Comune"), ("lainate", "Lainate"), ("rho", "Rho"), ("settimo", "Settimo Milanese")]


class ReferralForm(forms.Form):
    surname = forms.CharField(label="Cognome", required=False, help_text="Lascia vuoto se ha un nome solo")
    first_name = forms.CharField(label="Nome")
    born_on = forms.DateField(
        label="Data di nascita",
        help_text="Per esempio 3/6/1985. Se è incerta scrivi solo l’anno",
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={"invalid": "Il giorno non esiste: controllalo sul documento"},
    )
    tax_code = forms.CharField(
        label="Codice fiscale",
        help_text="Anche provvisorio, 11 cifre. Se non c’è lascia vuoto",
        widget=forms.TextInput(attrs={"class": "medium"}),
    )
    town = forms.ChoiceField(label="Comune di residenza", choices=TOWNS, widget=forms.Select(attrs={"class": "medium"}))
    phone = forms.CharField(label="Telefono", required=False, widget=forms.TextInput(attrs={"class": "medium"}))
    reasons = forms.MultipleChoiceField(
        label="Perché ha bisogno del SIL",
        choices=REASONS,
        widget=forms.CheckboxSelectMultiple,
        help_text="Anche più di uno",
    )
    has_notice = forms.ChoiceField(
        label="La persona ha ricevuto l’informativa sui suoi dati?",
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": "Indica se l’ha ricevuta"},
    )
    story = forms.CharField(label="Che cosa è successo?", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    attachment = forms.FileField(label="Allegato", required=False)
    is_urgent = forms.BooleanField(label="È urgente", required=False, help_text="Rispondiamo entro tre giorni")
    token = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_tax_code(self) -> str:
        code: str = self.cleaned_data["tax_code"]
        if len(code) != 16:
            raise forms.ValidationError(f"Ha {len(code)} caratteri, ne servono 16: controllalo sulla tessera")
        return code


class FilterForm(forms.Form):
    hides_optional = True
    text = forms.CharField(label="Nome, codice, telefono", required=False)
    town = forms.ChoiceField(label="Comune", choices=[("", "Tutti"), *TOWNS[1:]], required=False)
    phase = forms.ChoiceField(label="Fase", choices=[("", "4 scelte"), ("r", "Ricerca")], required=False)
    follows = forms.ChoiceField(label="Chi segue", choices=[("", "Tutti"), ("e", "Elena Nibbio")], required=False)
    contact = forms.ChoiceField(label="Ultimo contatto", choices=[("30", "Oltre 30 giorni")], required=False)


class SignInForm(forms.Form):
    login = forms.CharField(label="Nome utente", widget=forms.TextInput(attrs={"autocomplete": "username"}))
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def clean(self) -> None:
        if not self.errors:
            raise forms.ValidationError("Nome utente o password non corretti. Controllali e riprova.")
