"""The forms about a traineeship: begin, change, suspend, resume, extend, close, and open a month again."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.funding.models import Payer, Project
from percorsi.funding.policy import reads_protected
from percorsi.organisations.actions.companies import CompanyDraft, add_company
from percorsi.organisations.models import Organisation
from percorsi.people.models import Person
from percorsi.referrals.models import Referral
from percorsi.traineeships.actions import Pause, TraineeshipDraft
from percorsi.traineeships.models import Traineeship
from percorsi.web.shell.forms import VersionedForm, day_field
from percorsi.web.traineeships.fields import BodyField, NumberField, unknown_body, usual_bodies

# What a new traineeship takes from the last one of the same person.
_AS_BEFORE = ("host", "kind", "weekly_hours", "monthly_allowance", "payer", "company_tutor")
_FIELDS = (
    "host",
    "kind",
    "starts_on",
    "ends_on",
    "weekly_hours",
    "monthly_allowance",
    "payer",
    "project",
    "company_tutor",
)
OUTCOMES = (
    _("concluso"),
    _("concluso con assunzione"),
    _("interrotto dal tirocinante"),
    _("interrotto dall’ente ospitante"),
)


class BodyForm(forms.Form):
    """A form that names a body, and may add one that the register does not know yet."""

    body_name = "host"
    offers_new = False
    is_new_body = forms.BooleanField(label=_("È un ente nuovo: aggiungilo al registro"), required=False)

    @property
    def usual_bodies(self) -> list[str]:
        """The names that the browser offers."""
        return [body.name for body in usual_bodies()]

    def clean(self) -> dict[str, Any]:
        """Ask before a name that nobody knows becomes a body of the register."""
        given = super().clean() or self.cleaned_data
        body = given.get(self.body_name)
        if isinstance(body, str) and body:
            self.offers_new = True
            if not given.get("is_new_body"):
                self.add_error(self.body_name, unknown_body(body))
        return given

    def body(self, *, by: User) -> Organisation:
        """Return the body, added to the register when it is new; call it in the transaction of the act."""
        found: Organisation | str = self.cleaned_data[self.body_name]
        if isinstance(found, Organisation):
            return found
        return add_company(CompanyDraft(found), by=by, is_namesake=True)


class TraineeshipForm(VersionedForm, BodyForm):
    """A traineeship: where, when, how many hours, for how much, and who pays."""

    host = BodyField(label=_("Ente ospitante"), missing=_("Scrivi dove si svolge il tirocinio."))
    starts_on = day_field(_("Dal"), missing=_("Indica da quale giorno."), initial=timezone.localdate)
    ends_on = day_field(_("Al"), help_text=_("Ultimo giorno previsto"))
    weekly_hours = NumberField(label=_("Ore settimanali"))
    monthly_allowance = NumberField(label=_("Contributo mensile, in euro"))
    payer = forms.ModelChoiceField(
        label=_("Paga"),
        queryset=Payer.objects.none(),
        to_field_name="match_key",
        required=False,
        empty_label=_("Non indicato"),
        widget=forms.Select(attrs={"class": "medium"}),
    )
    kind = forms.CharField(
        label=_("Tipo"), max_length=100, required=False, help_text=_("Per esempio «inclusione sociale»")
    )
    company_tutor = forms.CharField(label=_("Tutor aziendale"), max_length=150, required=False)
    project = forms.ModelChoiceField(
        label=_("Progetto"),
        queryset=Project.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nessuno"),
        widget=forms.Select(attrs={"class": "medium"}),
    )

    def __init__(self, *args: Any, reads_all: bool, row: Traineeship | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        hidden = Project.objects.filter(is_protected=True)
        payers, projects = Payer.objects.all(), Project.objects.all()
        if not reads_all:
            payers = payers.exclude(match_key__in=hidden.values("match_key"))
            projects = projects.filter(is_protected=False)
        self.fields["payer"].queryset = payers  # type: ignore[attr-defined]
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]
        if row is None:
            del self.fields["project"]
        else:
            # What the reader may not read stays as it is.
            self._leave("payer", row.payer in payers)
            self._leave("project", row.project in projects)

    def _leave(self, name: str, is_offered: bool) -> None:
        if getattr(self.row, f"{name}_id") and not is_offered:
            del self.fields[name]

    def draft(self, *, by: User) -> TraineeshipDraft:
        """Return what was typed; call it in the transaction of the act."""
        kept = {name: getattr(self.row, name) for name in ("payer", "project")} if self.row else {}
        typed = {name: self.cleaned_data[name] for name in _FIELDS if name in self.cleaned_data and name != "host"}
        return TraineeshipDraft(**{**kept, **typed, "host": self.body(by=by)})


def initial_of(row: Traineeship) -> dict[str, Any]:
    """The values of a traineeship, for the form that changes it."""
    return {name: getattr(row, name) for name in (*_FIELDS, "version")} | {"payer": _key(row.payer)}


def initial_for(person: Person, last: Traineeship | None, *, reads_all: bool) -> dict[str, Any]:
    """What a new traineeship begins with: as the last one, or with the purse of the municipality in charge."""
    if last is not None:
        given = {name: getattr(last, name) for name in _AS_BEFORE}
        return given | {"payer": _key(last.payer)}
    if person.is_protected and not reads_all:
        return {}
    referral = Referral.objects.filter(person=person).exclude(municipality=None).order_by("-referred_on", "-pk").first()
    payer = Payer.objects.filter(municipality=referral.municipality_id).first() if referral else None
    return {"payer": _key(payer)}


def _key(payer: Payer | None) -> str:
    return payer.match_key if payer else ""


def reads_all(reader: User, *, is_own: bool) -> bool:
    """Whether the reader may name protected projects and their purses beside this person."""
    return reads_protected(reader, is_own=is_own)


class SuspendForm(VersionedForm):
    """From when a traineeship stands still, until when if it is known, and why."""

    starts_on = day_field(_("Sospeso dal"), missing=_("Indica da quale giorno."), initial=timezone.localdate)
    ends_on = day_field(_("Ultimo giorno di sospensione"), help_text=_("Se lo sai già"))
    reason = forms.CharField(
        label=_("Motivo"), max_length=300, error_messages={"required": _("Scrivi perché il tirocinio si sospende.")}
    )
    is_counted = forms.BooleanField(label=_("I giorni si recuperano: la fine si sposta di altrettanti"), required=False)

    def pause(self) -> Pause:
        """Return what was typed."""
        return Pause(**{name: self.cleaned_data[name] for name in ("starts_on", "ends_on", "reason", "is_counted")})


class ResumeForm(VersionedForm):
    """The last day of the suspension, and whether its days move the end."""

    ends_on = day_field(
        _("Ultimo giorno di sospensione"), missing=_("Indica l’ultimo giorno."), initial=timezone.localdate
    )
    is_counted = forms.BooleanField(label=_("I giorni si recuperano: la fine si sposta di altrettanti"), required=False)


class ExtendForm(VersionedForm):
    """A later end, and why."""

    ends_on = day_field(_("Nuova fine"), missing=_("Indica il nuovo ultimo giorno."))
    reason = forms.CharField(
        label=_("Motivo"), max_length=300, error_messages={"required": _("Scrivi perché il tirocinio si proroga.")}
    )


class CloseForm(VersionedForm):
    """The last day, and how it went."""

    ends_on = day_field(_("Ultimo giorno"), missing=_("Indica l’ultimo giorno."))
    outcome = forms.CharField(
        label=_("Esito"),
        max_length=100,
        help_text=_("Per esempio «concluso con assunzione»"),
        widget=forms.TextInput(attrs={"list": "esiti", "autocomplete": "off"}),
        error_messages={"required": _("Scrivi com’è finito il tirocinio.")},
    )
    offered = OUTCOMES


class ReopenMonthForm(VersionedForm):
    """Why a verified month is opened again."""

    reason = forms.CharField(
        label=_("Perché si riapre"),
        max_length=200,
        help_text=_("Resta nel registro degli accessi"),
        error_messages={"required": _("Scrivi perché il mese si riapre.")},
    )


def begun(form: TraineeshipForm, act: Any, *, by: User) -> Any:
    """Do the act with the draft of the form; a new body is kept only if the act succeeds."""
    with transaction.atomic():
        return act(draft=form.draft(by=by), by=by)
