"""What the editing pages ask. The checks are the actions' own: a form only reads what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from percorsi.people.actions import Address, Belonging, Certificate, Identity
from percorsi.people.choices import ContactKind, Sex
from percorsi.people.legal import category_choices
from percorsi.people.models import Condition, Contact, Invalidity, Permit, Person, Relative, Residence
from percorsi.web.shell.forms import VersionedForm, day_field
from percorsi.web.shell.municipalities import MunicipalityField, usual

SHORT, MEDIUM = {"class": "short"}, {"class": "medium"}
_CHOOSE = ("", _("Scegli"))


def text_field(
    label: Any, *, help_text: Any = "", attrs: dict[str, str] | None = None, required: Any = ""
) -> forms.CharField:
    """A line of text; how long it may be is said by the action. ``required`` is what to say when it is missing."""
    return forms.CharField(
        label=label,
        required=bool(required),
        help_text=help_text,
        widget=forms.TextInput(attrs={"autocomplete": "off", **(attrs or {})}),
        error_messages={"required": required},
    )


class IdentityForm(VersionedForm):
    """Who a person is. One of the three names is enough, so that no field is marked as optional."""

    hides_optional = True
    family_names = text_field(_("Cognome"), help_text=_("Anche più d’uno. Lascia vuoto se la persona ha un nome solo"))
    given_names = text_field(_("Nome"))
    alias = text_field(_("Alias"), help_text=_("Se c’è, è scritto al posto del nome"), attrs=MEDIUM)
    sex = forms.ChoiceField(
        label=_("Sesso"), choices=[("", _("non indicato")), *Sex.choices], required=False, widget=forms.Select(MEDIUM)
    )
    born_on = day_field(_("Data di nascita"), help_text=_("Per esempio 3/6/1985"))
    birth_place = text_field(_("Luogo di nascita"))
    codice_fiscale = text_field(
        _("Codice fiscale"), help_text=_("Anche provvisorio, 11 cifre. Se non c’è lascia vuoto"), attrs=MEDIUM
    )
    citizenship = text_field(_("Cittadinanza"), attrs=MEDIUM)
    education = text_field(_("Titolo di studio"))
    remark = forms.CharField(label=_("Annotazione"), required=False, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, person: Person | None = None, only: frozenset[str] | None = None, **more: Any):
        if person is not None:
            known = {name: getattr(person, name) for name in self.base_fields}
            more["initial"] = {name: "" if value is None else value for name, value in known.items()}
        super().__init__(*args, **more)
        self.person = person
        for name in list(self.fields) if only is not None else ():
            if name not in {*(only or ()), "version"}:
                del self.fields[name]

    @property
    def identity(self) -> Identity:
        """What was typed; what the form does not ask stays as it is."""
        kept = Identity.of(self.person) if self.person else Identity()
        values = {name: getattr(kept, name) for name in Identity.__slots__}
        values |= {name: value for name, value in self.cleaned_data.items() if name in values}
        return Identity(**values)


class RowForm(forms.Form):
    """One row of what is known. ``row`` is its key, blank for a new one."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)

    @staticmethod
    def known(row: Any) -> dict[str, Any]:
        """Return the values of a row as the form shows them."""
        raise NotImplementedError


class ResidenceForm(RowForm):
    """Where somebody lives."""

    municipality = MunicipalityField(
        label=_("Comune"), required=False, help_text=_("Per esempio Rho; fuori dall’Italia lascia vuoto")
    )
    address = text_field(_("Indirizzo"))
    starts_on = day_field(_("Ci abita dal"), help_text=_("La residenza di prima finisce il giorno precedente"))

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.usual_municipalities = usual()

    @staticmethod
    def known(row: Residence) -> dict[str, Any]:
        """Return the values of a residence."""
        return {"municipality": row.municipality or "", "address": row.address, "starts_on": row.starts_on}

    @property
    def place(self) -> Address:
        """Where, as the action asks for it."""
        return Address(self.cleaned_data["municipality"], self.cleaned_data["address"])


class ContactForm(RowForm):
    """A telephone or an e-mail address."""

    kind = forms.ChoiceField(label=_("Tipo"), choices=ContactKind, widget=forms.Select(MEDIUM))
    value = text_field(_("Recapito"), attrs=MEDIUM, required=_("Scrivi il numero o l’indirizzo."))
    whose = text_field(
        _("Di chi è"), help_text=_("Solo se non è della persona, per esempio della sorella"), attrs=MEDIUM
    )

    @staticmethod
    def known(row: Contact) -> dict[str, Any]:
        """Return the values of a contact."""
        return {"kind": row.kind, "value": row.value, "whose": row.whose}


class RelativeForm(RowForm):
    """Somebody close to the person."""

    name = text_field(_("Nome"), required=_("Scrivi come si chiama."))
    relation = text_field(
        _("Legame"),
        help_text=_("Per esempio madre, tutore, vicino di casa"),
        attrs=MEDIUM,
        required=_("Scrivi che legame ha con la persona."),
    )
    phone = text_field(_("Telefono"), attrs=MEDIUM)

    @staticmethod
    def known(row: Relative) -> dict[str, Any]:
        """Return the values of a relative."""
        return {"name": row.name, "relation": row.relation, "phone": row.phone}


class PermitForm(RowForm):
    """A residence permit."""

    kind = text_field(_("Tipo"), help_text=_("Come è scritto sul permesso"), required=_("Scrivi il tipo di permesso."))
    expires_on = day_field(_("Scade il"), help_text=_("Lascia vuoto se non scade"))

    @staticmethod
    def known(row: Permit) -> dict[str, Any]:
        """Return the values of a permit."""
        return {"kind": row.kind, "expires_on": row.expires_on}


class ConditionForm(RowForm):
    """A category of the law."""

    category = forms.ChoiceField(
        label=_("Categoria"), widget=forms.Select(MEDIUM), error_messages={"required": _("Scegli la categoria.")}
    )
    evidence = text_field(_("Documento"), help_text=_("Per esempio verbale INPS del 3/6/2018"))
    starts_on = day_field(_("Vale dal"), help_text=_("Lascia vuoto se vale da sempre"))
    ends_on = day_field(_("Vale fino al"), help_text=_("Lascia vuoto se vale ancora"))
    is_main = forms.BooleanField(label=_("È la categoria prevalente"), required=False)
    main_since = day_field(_("Prevalente dal"), help_text=_("Lascia vuoto se lo è da quando vale"))

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        kept = (more.get("initial") or {}).get("category")
        offered = category_choices()
        # A category that only an old register knew stays as it was written.
        unlisted = [(kept, kept)] if kept and kept not in dict(offered) else []
        self.fields["category"].choices = [_CHOOSE, *offered, *unlisted]  # type: ignore[attr-defined]

    @staticmethod
    def known(row: Condition) -> dict[str, Any]:
        """Return the values of a category."""
        return {name: getattr(row, name) for name in ("category", "evidence", "starts_on", "ends_on", "is_main")}

    @property
    def belonging(self) -> Belonging:
        """The category, as the action asks for it."""
        return Belonging(**{name: value for name, value in self.cleaned_data.items() if name != "row"})


class InvalidityForm(RowForm):
    """A recognised invalidity."""

    percent = forms.IntegerField(
        label=_("Percentuale"),
        required=False,
        widget=forms.TextInput({**SHORT, "inputmode": "numeric"}),
        error_messages={"invalid": _("Scrivi un numero intero, per esempio 67.")},
    )
    kind = text_field(_("Tipo"), help_text=_("Per esempio fisica, psichica, INAIL"), attrs=MEDIUM)
    issued_on = day_field(_("Verbale del"))
    review_on = day_field(_("Da rivedere il"))

    @staticmethod
    def known(row: Invalidity) -> dict[str, Any]:
        """Return the values of an invalidity."""
        return {name: getattr(row, name) for name in ("percent", "kind", "issued_on", "review_on")}

    @property
    def certificate(self) -> Certificate:
        """The certificate, as the action asks for it."""
        return Certificate(**{name: value for name, value in self.cleaned_data.items() if name != "row"})


class NumberForm(RowForm):
    """One more folder."""

    number = text_field(_("N. pratica"), help_text=_("Lascia vuoto per avere il prossimo libero"), attrs=SHORT)
