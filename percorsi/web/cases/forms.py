"""The forms of the acts on a path."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from percorsi.accounts.models import User
from percorsi.cases import queries as cases
from percorsi.cases.actions import Discharge
from percorsi.cases.choices import DischargeReason
from percorsi.cases.models import Assignment, Case
from percorsi.cases.policy import FOLLOWERS, STAND_INS
from percorsi.organisations.models import Worker
from percorsi.organisations.queries import workers_with
from percorsi.people.models import AccessException, Person
from percorsi.referrals import queries as referrals
from percorsi.referrals.choices import Outcome
from percorsi.referrals.models import Referral
from percorsi.web.shell.forms import VersionedForm, day_field

_GONE = _("Questa scelta non c’è più nell’elenco: scegline un’altra.")


def worker_field(label: Any, *, missing: Any = "", help_text: Any = "") -> forms.ModelChoiceField:
    """Return the choice of a worker; the form says among whom. It is optional unless ``missing`` says what to do."""
    return forms.ModelChoiceField(
        label=label,
        queryset=Worker.objects.none(),
        to_field_name="public_id",
        required=bool(missing),
        help_text=help_text,
        empty_label=_("Scegli") if missing else _("Nessuno"),
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={"required": missing, "invalid_choice": _GONE},
    )


def reason_field(label: Any, *, most: int, missing: Any) -> forms.CharField:
    """Return a few lines of text."""
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": missing},
    )


def offer_by_load(field: Any, followers: Sequence[tuple[Worker, int]]) -> None:
    """Offer these workers, each with how many open paths they follow."""
    field.queryset = Worker.objects.filter(pk__in=[worker.pk for worker, _load in followers])
    words = [(worker.public_id, _with_load(worker, paths)) for worker, paths in followers]
    field.choices = [("", field.empty_label), *words]


def _with_load(worker: Worker, paths: int) -> str:
    return ngettext("%(name)s, %(n)d percorso", "%(name)s, %(n)d percorsi", paths) % {"name": worker.name, "n": paths}


def _among(form: forms.Form, name: str, workers: QuerySet[Worker]) -> None:
    form.fields[name].queryset = workers  # type: ignore[attr-defined]


def _with_roles(*roles: str) -> QuerySet[Worker]:
    return Worker.objects.filter(pk__in=[worker.pk for worker in workers_with(*roles)])


class OpenForm(forms.Form):
    """From when somebody is in charge, and who follows: whoever follows the fewest is chosen already."""

    worker = worker_field(_("Segue"), help_text=_("È già scelto chi ne segue di meno. Puoi affidarlo anche dopo"))
    opened_on = day_field(_("In carico dal"), missing=_("Indica da quando è in carico."), initial=timezone.localdate)

    def __init__(self, *args: Any, followers: Sequence[tuple[Worker, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_by_load(self.fields["worker"], followers)
        if followers:
            self.initial.setdefault("worker", followers[0][0].public_id)


class AssignForm(forms.Form):
    """Who follows from a day on, beside the others or in the place of one: of the only one, unless said otherwise."""

    worker = worker_field(_("A chi"), missing=_("Scegli a chi affidare il percorso."))
    starts_on = day_field(_("Dal"), missing=_("Indica da quale giorno."), initial=timezone.localdate)
    replaces = worker_field(_("Al posto di"), help_text=_("Il suo incarico finisce il giorno prima"))

    def __init__(self, *args: Any, case: Case, followers: Sequence[tuple[Worker, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        offer_by_load(self.fields["worker"], followers)
        _among(self, "replaces", _following(case))
        if len(present := list(_following(case)[:2])) == 1:
            self.initial.setdefault("replaces", present[0].public_id)
        self.fields["replaces"].empty_label = _("Nessuno: si aggiunge")  # type: ignore[attr-defined]

    def clean_replaces(self) -> Assignment | None:
        """Return the assignment behind the worker."""
        return _present(self.case, self.cleaned_data["replaces"])


class EndAssignmentForm(forms.Form):
    """Who follows no longer, and until when they did."""

    assignment = worker_field(_("Chi non segue più"), missing=_("Scegli chi non segue più il percorso."))
    ends_on = day_field(_("Ultimo giorno"), missing=_("Indica l’ultimo giorno."), initial=timezone.localdate)

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        _among(self, "assignment", _following(case))

    def clean_assignment(self) -> Assignment | None:
        """Return the assignment behind the worker."""
        return _present(self.case, self.cleaned_data["assignment"])


class CoverForm(forms.Form):
    """Who stands in, until when, why."""

    worker = worker_field(_("Chi sostituisce"), missing=_("Scegli chi sostituisce."))
    starts_on = day_field(_("Dal"), initial=timezone.localdate, help_text=_("Oggi, o un giorno che deve venire"))
    until = day_field(_("Fino al"), missing=_("Indica l’ultimo giorno."), help_text=_("Ultimo giorno compreso"))
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=500,
        help_text=_("Per esempio «ferie». Resta nel registro degli accessi"),
        error_messages={"required": _("Scrivi il motivo della sostituzione.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "worker", _with_roles(*STAND_INS))


class EndCoverForm(forms.Form):
    """Who stands in no longer."""

    exception = worker_field(_("Chi non sostituisce più"), missing=_("Scegli chi non sostituisce più."))

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.covers = cases.covers_of(case.person)
        _among(self, "exception", Worker.objects.filter(pk__in=self.covers.values("worker")))

    def clean_exception(self) -> AccessException:
        """Return the cover behind the worker."""
        found = self.covers.filter(worker=self.cleaned_data["exception"]).first()
        if found is None:
            raise forms.ValidationError(_GONE)
        return found


class SuspendForm(forms.Form):
    """From when a path stands still, why, and when it is looked at again."""

    starts_on = day_field(_("Sospeso dal"), missing=_("Indica da quale giorno."), initial=timezone.localdate)
    review_on = day_field(
        _("Da rivedere il"),
        missing=_("Indica quando rivedere la sospensione."),
        help_text=_("Il giorno in cui si decide se riprendere"),
    )
    reason = reason_field(_("Motivo"), most=500, missing=_("Scrivi perché il percorso si sospende."))


class ResumeForm(forms.Form):
    """Until when a path stood still."""

    ends_on = day_field(
        _("Ultimo giorno di sospensione"), missing=_("Indica l’ultimo giorno."), initial=timezone.localdate
    )


class DischargeForm(VersionedForm):
    """How a path ends."""

    closed_on = day_field(
        _("Ultimo giorno in carico"), missing=_("Indica l’ultimo giorno in carico."), initial=timezone.localdate
    )
    discharge_reason = forms.ChoiceField(
        label=_("Motivo"),
        choices=[("", _("Scegli")), *((value, capfirst(label)) for value, label in DischargeReason.choices)],
        error_messages={"required": _("Scegli perché il percorso si chiude."), "invalid_choice": _GONE},
    )
    discharge_words = forms.CharField(
        label=_("Precisazione"), max_length=200, required=False, help_text=_("Per esempio il servizio che continua")
    )
    discharge_agreed_with = forms.CharField(
        label=_("Concordata con"),
        max_length=200,
        help_text=_("Per esempio: la persona e l’assistente sociale"),
        error_messages={"required": _("Scrivi con chi è concordata.")},
    )

    def ending(self) -> Discharge:
        """Return the end that was typed, once valid."""
        given = self.cleaned_data
        return Discharge(
            given["closed_on"],
            given["discharge_reason"],
            given["discharge_agreed_with"],
            given["discharge_words"],
        )

    @property
    def reason_label(self) -> str:
        """The chosen reason in words."""
        return str(DischargeReason(self.cleaned_data["discharge_reason"]).label)


class ReopenForm(forms.Form):
    """From when a closed path goes on as a new one, why, and followed by whom."""

    opened_on = day_field(_("In carico dal"), missing=_("Indica da quale giorno."), initial=timezone.localdate)
    worker = worker_field(_("Segue"), help_text=_("Puoi affidare il percorso anche dopo"))
    referral = forms.ModelChoiceField(
        label=_("Da quale segnalazione"),
        queryset=Referral.objects.none(),
        to_field_name="public_id",
        required=False,
        empty_label=_("Una nuova, dallo stesso ente dell’ultima"),
        error_messages={"invalid_choice": _GONE},
    )
    reason = forms.CharField(
        label=_("Motivo"),
        max_length=5_000,
        required=False,
        help_text=_("Serve se la segnalazione è nuova: ne diventa il motivo"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, person: Person, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _among(self, "worker", _with_roles(*FOLLOWERS))
        free = referrals.of_person(person, reader).filter(outcome=Outcome.ACCEPTED, case=None)
        self.fields["referral"].queryset = free  # type: ignore[attr-defined]


def _following(case: Case) -> QuerySet[Worker]:
    return Worker.objects.filter(assignments__in=case.assignments.filter(ends_on=None))


def _present(case: Case, worker: Worker | None) -> Assignment | None:
    if worker is None:
        return None
    return case.assignments.filter(worker=worker, ends_on=None).select_related("worker").first()
