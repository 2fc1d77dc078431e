"""The forms of entering, of passwords, and of giving accounts and roles."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.organisations.actions import Newcomer, Part
from percorsi.organisations.models import Membership, Organisation, Worker
from percorsi.organisations.policy import KINDS_OF_STAFF, ROLES_TO_GIVE
from percorsi.organisations.queries import bodies_of_staff
from percorsi.web.shell.forms import day_field

_LONGEST_PASSWORD = 500


def _password(label: Any, *, autocomplete: str, help_text: Any = "") -> forms.CharField:
    widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "class": "medium"})
    return forms.CharField(
        label=label,
        widget=widget,
        strip=False,
        max_length=_LONGEST_PASSWORD,
        help_text=help_text,
        error_messages={"required": _("Scrivi la password.")},
    )


_RULES = _("Almeno 12 caratteri, anche più parole. Non una password comune, né il tuo nome o quello del servizio")


class LoginForm(allauth_forms.LoginForm):
    """User name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "class": "medium"}
        self.fields["login"] = forms.CharField(
            label=_("Nome utente"),
            max_length=150,
            widget=forms.TextInput(attrs=plain),
            error_messages={"required": _("Scrivi il nome utente.")},
        )
        self.fields["password"] = _password(_("Password"), autocomplete="current-password")


class _TypedTwice:
    """A new password written twice, for ``user``."""

    user: User
    cleaned_data: dict[str, Any]

    def clean_password1(self) -> str:
        """Refuse a weak one beside its field."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        """Refuse a second writing that differs."""
        second: str = self.cleaned_data["password2"]
        if self.cleaned_data.get("password1") not in {None, second}:
            raise forms.ValidationError(_("Non è uguale alla prima: scrivile di nuovo tutte e due."))
        return second


class ChangePasswordForm(_TypedTwice, allauth_forms.ChangePasswordForm):
    """The password of now, and the new one twice."""

    oldpassword = _password(_("Password di adesso"), autocomplete="current-password")
    password1 = _password(_("Nuova password"), autocomplete="new-password", help_text=_RULES)
    password2 = _password(_("Nuova password, di nuovo"), autocomplete="new-password")


class ActivationForm(_TypedTwice, forms.Form):
    """The first password, twice."""

    password1 = _password(_("Password"), autocomplete="new-password", help_text=_RULES)
    password2 = _password(_("Password, di nuovo"), autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user


class NamingForm(forms.Form):
    """How an account is called."""

    name = forms.CharField(
        label=_("Nome e cognome"), max_length=150, error_messages={"required": _("Scrivi nome e cognome.")}
    )
    username = forms.CharField(
        label=_("Nome utente"),
        max_length=150,
        help_text=_("Con questo nome la persona entra: per esempio «e.nibbio»"),
        widget=forms.TextInput(attrs={"class": "medium", "autocomplete": "off", "autocapitalize": "none"}),
        error_messages={"required": _("Scrivi il nome utente.")},
    )


class OpenAccountForm(forms.Form):
    """How a worker who is known already is called, and their user name."""

    name = forms.CharField(
        label=_("Nome e cognome"),
        max_length=150,
        help_text=_("Prima il nome: il registro può averli scritti al contrario"),
        error_messages={"required": _("Scrivi nome e cognome.")},
    )
    username = NamingForm.base_fields["username"]


class PartForm(forms.Form):
    """A role in a body, from one day to another."""

    role = forms.ChoiceField(
        label=_("Ruolo"),
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={"required": _("Scegli il ruolo."), "invalid_choice": _("Scegli un ruolo dell’elenco.")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Ente"),
        queryset=Organisation.objects.none(),
        empty_label=_("Scegli l’ente"),
        help_text=_("Assistente sociale: il suo Comune. Lettore del committente: l’ente committente. Gli altri: il "
                    "gestore del servizio"),
        error_messages={"required": _("Scegli l’ente."), "invalid_choice": _("Scegli un ente dell’elenco.")},
    )  # fmt: skip
    starts_on = day_field(_("Dal"), missing=_("Scrivi da quando."))
    ends_on = day_field(_("Al"), help_text=_("Ultimo giorno compreso"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [("", _("Scegli il ruolo")), *((role.value, role.label) for role in ROLES_TO_GIVE)]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]
        self.fields["organisation"].queryset = bodies_of_staff()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = timezone.localdate

    def part(self) -> Part:
        """Return what was chosen, once valid."""
        return Part(**{name: self.cleaned_data[name] for name in ("role", "organisation", "starts_on", "ends_on")})


class BodyForm(forms.Form):
    """A body in which people of the service work."""

    kind = forms.ChoiceField(
        label=_("Tipo di ente"),
        choices=[("", _("Scegli il tipo")), *((kind.value, kind.label) for kind in KINDS_OF_STAFF)],
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={"required": _("Scegli il tipo."), "invalid_choice": _("Scegli un tipo dell’elenco.")},
    )
    name = forms.CharField(
        label=_("Nome"),
        max_length=150,
        help_text=_("Per un Comune scrivi il nome del Comune: «Lainate»"),
        error_messages={"required": _("Scrivi il nome.")},
    )


class NewUserForm(PartForm, NamingForm):
    """Who is to enter, and the first role."""

    field_order = ("name", "is_namesake", "username", "role", "organisation", "starts_on", "ends_on")
    is_namesake = forms.BooleanField(label=_("È un’altra persona con lo stesso nome"), required=False)

    def newcomer(self) -> Newcomer:
        """Return who was named, once valid."""
        return Newcomer(**{name: self.cleaned_data[name] for name in ("name", "username", "is_namesake")})


class EndPartForm(forms.Form):
    """Which part ends, and when."""

    membership = forms.ModelChoiceField(
        label=_("Quale ruolo finisce?"),
        queryset=Membership.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
        error_messages={"required": _("Scegli il ruolo."), "invalid_choice": _("Scegli un ruolo dell’elenco.")},
    )
    last_day = day_field(_("Ultimo giorno"), help_text=_("Compreso. Lascia vuoto per togliere il ruolo subito"))

    def __init__(self, *args: Any, worker: Worker, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        running = worker.memberships.exclude(ends_on__lt=today).select_related("worker", "worker__user", "organisation")
        field: Any = self.fields["membership"]
        field.queryset = running
        field.label_from_instance = lambda part: f"{part.get_role_display()}, {part.organisation}"

    def ending(self) -> dict[str, Any]:
        """Return what the action needs, once valid."""
        return {"membership": self.cleaned_data["membership"], "last_day": self.cleaned_data["last_day"]}
