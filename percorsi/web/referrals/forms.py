"""The forms of a referral: who sends, whom, why; and the answer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role
from percorsi.bridges.register.layout import register_layout
from percorsi.bridges.register.sound_values import is_protected
from percorsi.organisations.choices import Kind
from percorsi.organisations.models import Organisation, Worker
from percorsi.organisations.queries import workers_with
from percorsi.people.actions import Identity
from percorsi.people.choices import Sex
from percorsi.referrals.actions import NewReferral, NewService
from percorsi.web.cases.forms import offer_by_load
from percorsi.web.shell.forms import VersionedForm, day_field
from percorsi.web.shell.municipalities import MunicipalityField, usual

_GONE = _("Questa scelta non c’è più nell’elenco: scegline un’altra.")
OLDEST_YEAR = 1900


class ReferralForm(forms.Form):
    """Who refers somebody, when, why."""

    referred_on = day_field(
        _("Data della segnalazione"), missing=_("Indica quando è arrivata."), initial=timezone.localdate
    )
    municipality = MunicipalityField(
        label=_("Comune in carico"), required=False, help_text=_("Basta questo, o il servizio specialistico")
    )
    sending_service = forms.ModelChoiceField(
        label=_("Servizio specialistico"),
        queryset=Organisation.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nessuno"),
        error_messages={"invalid_choice": _GONE},
    )
    new_service = forms.CharField(
        label=_("Servizio che non è nell’elenco"),
        max_length=200,
        required=False,
        help_text=_("Scrivi il nome: sarà aggiunto"),
    )
    social_worker = forms.ModelChoiceField(
        label=_("Assistente sociale"),
        queryset=Worker.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Non indicato"),
        error_messages={"invalid_choice": _GONE},
    )
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=5_000,
        required=False,
        help_text=_("Perché la persona ha bisogno del servizio"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        services = Organisation.objects.filter(kind__in=(Kind.SERVICE, Kind.ANTI_VIOLENCE_CENTRE)).order_by("name")
        self.fields["sending_service"].queryset = services  # type: ignore[attr-defined]
        senders = [worker.pk for worker in workers_with(Role.SOCIAL_WORKER)]
        self.fields["social_worker"].queryset = Worker.objects.filter(pk__in=senders)  # type: ignore[attr-defined]
        self.usual_municipalities = usual()

    def clean(self) -> dict[str, Any]:
        """Refuse two services at once."""
        given = super().clean() or {}
        if given.get("sending_service") and given.get("new_service"):
            self.add_error("new_service", _now("Hai già scelto un servizio: cancella questo nome, o la scelta."))
        return given

    def draft(self) -> NewReferral:
        """Return the referral that was typed, once valid."""
        given = self.cleaned_data
        names = ("referred_on", "municipality", "sending_service", "social_worker", "reason")
        return NewReferral(**{name: given[name] for name in names}, new_service=_new_service(given["new_service"]))


class NewPersonForm(ReferralForm):
    """A person who was never here, and the referral that brings them. One word of name is enough."""

    # The order of the page, which is also the order of the errors.
    field_order = (
        *("family_names", "given_names", "born_on", "birth_year", "codice_fiscale", "sex", "citizenship", "number"),
        "alias",
    )

    family_names = forms.CharField(
        label=_("Cognome"), max_length=150, required=False, help_text=_("Se la persona ha un nome solo, basta quello")
    )
    given_names = forms.CharField(label=_("Nome"), max_length=150, required=False)
    alias = forms.CharField(
        label=_("Alias"),
        max_length=60,
        required=False,
        help_text=_("Solo per chi arriva da un centro antiviolenza: al posto di nome e altri dati"),
    )
    sex = forms.ChoiceField(
        label=_("Sesso"),
        choices=[("", _("Non indicato")), *((value, capfirst(label)) for value, label in Sex.choices)],
        required=False,
        widget=forms.Select(attrs={"class": "short"}),
    )
    born_on = day_field(_("Data di nascita"), help_text=_("Se è incerta lascia vuoto e scrivi l’anno"))
    birth_year = forms.IntegerField(
        label=_("Anno di nascita"),
        required=False,
        min_value=OLDEST_YEAR,
        help_text=_("Solo se la data è incerta"),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric"}),
        error_messages={"invalid": _("Scrivi l’anno con quattro cifre."), "min_value": _("Controlla l’anno.")},
    )
    codice_fiscale = forms.CharField(
        label=_("Codice fiscale"),
        max_length=30,
        required=False,
        help_text=_("Anche provvisorio, 11 cifre. Se non c’è lascia vuoto"),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "spellcheck": "false"}),
    )
    citizenship = forms.CharField(label=_("Cittadinanza"), max_length=60, required=False)
    number = forms.CharField(
        label=_("N. pratica"),
        max_length=40,
        required=False,
        help_text=_("Lascia vuoto per avere il prossimo libero"),
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    def clean_birth_year(self) -> int | None:
        """Refuse a year to come."""
        year: int | None = self.cleaned_data["birth_year"]
        if year is not None and year > timezone.localdate().year:
            raise forms.ValidationError(_now("È un anno futuro: controllalo."))
        return year

    def identity(self) -> Identity:
        """Return who was typed, once valid. A year alone is no day of birth: it stands among the remarks."""
        given = self.cleaned_data
        names = ("family_names", "given_names", "alias", "sex", "born_on", "codice_fiscale", "citizenship")
        year = given["birth_year"] if given["born_on"] is None else None
        remark = _now("Data di nascita incerta: anno %(year)d") % {"year": year} if year else ""
        return Identity(**{name: given[name] for name in names}, remark=remark)


class Reply(TextChoices):
    """The two answers."""

    ACCEPT = "accolta", _("Accolta")
    REFUSE = "non-accolta", _("Non accolta")


class AnswerForm(VersionedForm):
    """Accepted or not, when, who follows from that day, and why not."""

    reply = forms.ChoiceField(
        label=_("Risposta"),
        choices=Reply,
        initial=Reply.ACCEPT,
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli se la segnalazione è accolta."), "invalid_choice": _GONE},
    )
    worker = forms.ModelChoiceField(
        label=_("Segue"),
        queryset=Worker.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nessuno per ora: apro il percorso dopo"),
        help_text=_("Se è accolta, apre il percorso. È già scelto chi ne segue di meno"),
        error_messages={"invalid_choice": _GONE},
    )
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=200,
        required=False,
        help_text=_("Necessario se non è accolta: lo legge chi ha segnalato"),
    )
    answered_on = day_field(
        _("Data della risposta"), missing=_("Indica quando avete risposto."), initial=timezone.localdate
    )

    def __init__(self, *args: Any, followers: Sequence[tuple[Worker, int]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not followers:
            del self.fields["worker"]
            return
        offer_by_load(self.fields["worker"], followers)
        self.initial.setdefault("worker", followers[0][0].public_id)


class ReopenForm(VersionedForm):
    """Why an answered referral waits again."""

    reason = forms.CharField(
        label=_("Motivo"),
        max_length=200,
        help_text=_("Resta nel registro degli accessi"),
        error_messages={"required": _("Scrivi perché la segnalazione si riapre.")},
    )


def _new_service(name: str) -> NewService | None:
    """Return the service to add; a name that says "centro antiviolenza" is taken by its word."""
    if not name:
        return None
    protects = is_protected(name, "", register_layout().checks)
    return NewService(name, Kind.ANTI_VIOLENCE_CENTRE if protects else Kind.SERVICE)
