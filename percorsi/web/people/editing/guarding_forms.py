"""What the pages ask that hide a person, give leave, or decide whether two people are one."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from percorsi.organisations.models import Worker
from percorsi.organisations.queries import workers_with
from percorsi.people.actions.access import READERS
from percorsi.people.choices import PairDecision
from percorsi.web.people.editing.forms import MEDIUM, text_field
from percorsi.web.shell.forms import day_field


class ProtectForm(forms.Form):
    """Why somebody is hidden, and how they are called from now on."""

    reason = text_field(
        _("Motivo"),
        help_text=_("Resta leggibile nel registro degli accessi: non scrivere il nome"),
        required=_("Scrivi perché la persona va protetta."),
    )
    alias = text_field(_("Alias"), help_text=_("Lascia vuoto per averne uno a caso, come «Caso 7KAR»"), attrs=MEDIUM)


class EndForm(forms.Form):
    """Why a protection ends."""

    reason = text_field(
        _("Motivo"),
        help_text=_("Resta leggibile nel registro degli accessi: non scrivere il nome"),
        required=_("Scrivi perché la protezione finisce."),
    )


class ReasonForm(forms.Form):
    """The reason of an act, and the row that it concerns."""

    row = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = text_field(_("Motivo"), required=_("Scrivi il motivo."))


class LeaveForm(forms.Form):
    """Who may see or stand in, and for how long."""

    worker = forms.ModelChoiceField(
        label=_("Chi"),
        queryset=Worker.objects.none(),
        to_field_name="public_id",
        empty_label=_("Scegli"),
        widget=forms.Select(MEDIUM),
        error_messages={"required": _("Scegli chi."), "invalid_choice": _("Scegli una voce dell’elenco.")},
    )
    starts_on = day_field(_("Dal"), help_text=_("Lascia vuoto per cominciare adesso"))
    ends_on = day_field(_("Al"), help_text=_("Compreso. Lascia vuoto se non ha una fine"))
    reason = text_field(_("Motivo"), required=_("Scrivi il motivo."))

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        able = [worker.pk for worker in workers_with(*READERS)]
        self.fields["worker"].queryset = Worker.objects.filter(pk__in=able)  # type: ignore[attr-defined]

    def moment(self, name: str) -> datetime | None:
        """The first moment of a day typed, or the last one for the end; None without a day."""
        day: date | None = self.cleaned_data[name]
        if day is None:
            return None
        return timezone.make_aware(datetime.combine(day, time.max if name == "ends_on" else time.min))


class DecisionForm(forms.Form):
    """Whether two people are one."""

    decision = forms.ChoiceField(
        label=_("Chi sono?"),
        choices=[
            (PairDecision.SAME, _("La stessa persona: unire")),
            (PairDecision.DIFFERENT, _("Due persone diverse")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Scegli se sono la stessa persona o due.")},
    )
    reason = text_field(_("Perché"), help_text=_("Per esempio: stessa firma sui documenti"))
