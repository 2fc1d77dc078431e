"""The forms about a hire: record, move its end, end."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.placements.actions import Ending, PlacementDraft
from percorsi.placements.choices import Attribution, Contract, EndReason
from percorsi.traineeships.models import Traineeship
from percorsi.web.shell.forms import VersionedForm, day_field
from percorsi.web.traineeships.fields import BodyField, NumberField
from percorsi.web.traineeships.forms import BodyForm

_CHOOSE = [("", _("Scegli"))]
_DRAFT = ("starts_on", "ends_on", "contract", "attribution", "weekly_hours", "job", "traineeship")


def _choices(words: Any) -> list[tuple[str, Any]]:
    return [(key, capfirst(label)) for key, label in words.choices]


class TraineeshipChoice(forms.ModelChoiceField):
    """A traineeship of the person, by host and day."""

    def label_from_instance(self, row: Any) -> str:
        """Return how a traineeship is called."""
        return f"{row.host.name}, {row.starts_on:%d/%m/%Y}"


class PlacementForm(BodyForm):
    """A hire: where, from when, until when, with which contract, who found it."""

    body_name = "employer"
    employer = BodyField(label=_("Datore di lavoro"), missing=_("Scrivi chi assume."))
    starts_on = day_field(_("Data di assunzione"), missing=_("Indica da quale giorno."), initial=timezone.localdate)
    ends_on = day_field(_("Scadenza"), help_text=_("Vuota se è a tempo indeterminato"))
    contract = forms.ChoiceField(
        label=_("Contratto"),
        choices=[*_CHOOSE, *_choices(Contract)],
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={"required": _("Scegli il contratto.")},
    )
    attribution = forms.ChoiceField(
        label=_("Chi ha trovato il lavoro"),
        choices=[*_CHOOSE, *[one for one in _choices(Attribution) if one[0] != Attribution.UNKNOWN]],
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={"required": _("Scegli chi ha trovato il lavoro: il servizio o la persona.")},
    )
    weekly_hours = NumberField(label=_("Ore settimanali"))
    job = forms.CharField(label=_("Qualifica"), max_length=150, required=False)
    traineeship = TraineeshipChoice(
        label=_("Nasce dal tirocinio"),
        queryset=Traineeship.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Nessuno"),
    )

    def __init__(self, *args: Any, own: QuerySet[Traineeship], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["traineeship"].queryset = own  # type: ignore[attr-defined]

    def draft(self, *, by: User) -> PlacementDraft:
        """Return what was typed; call it in the transaction of the act."""
        return PlacementDraft(employer=self.body(by=by), **{name: self.cleaned_data[name] for name in _DRAFT})


class ChangeEndForm(VersionedForm):
    """Until when the contract runs."""

    ends_on = day_field(_("Scadenza"), help_text=_("Lasciala vuota se il contratto è diventato a tempo indeterminato"))


class EndForm(VersionedForm):
    """When and why a hire ended."""

    ends_on = day_field(_("Ultimo giorno"), missing=_("Indica l’ultimo giorno."))
    end_reason = forms.ChoiceField(
        label=_("Perché è finita"),
        choices=[*_CHOOSE, *_choices(EndReason)],
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={"required": _("Scegli perché l’assunzione è finita.")},
    )
    end_words = forms.CharField(label=_("Precisazione"), max_length=200, required=False)

    def ending(self) -> Ending:
        """Return what was typed."""
        given = self.cleaned_data
        return Ending(given["ends_on"], given["end_reason"], given["end_words"])
