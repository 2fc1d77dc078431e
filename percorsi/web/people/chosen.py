"""What is done with several people of the list at once: on paper, as a file, into a colleague's hands."""

import secrets
from datetime import date

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.audit.choices import Act
from percorsi.cases import queries as cases
from percorsi.cases.actions import assign, reassign
from percorsi.cases.models import Case
from percorsi.cases.policy import FOLLOWERS
from percorsi.kit.fields import holds_on
from percorsi.kit.refusal import Refused
from percorsi.organisations.models import Worker
from percorsi.organisations.queries import workers_with
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.web.people.columns import columns_for
from percorsi.web.people.listing import DEFAULT_ORDER, ORDERS, rows_of, with_state
from percorsi.web.shell import bulk, lists
from percorsi.web.shell.forms import day_field
from percorsi.web.shell.pages import page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.trail import log_view
from percorsi.web.shell.undo import say_done

_INSTEAD, _BESIDE = "al-posto", "insieme"


def acts_for(reader: User) -> list[bulk.BulkAct]:
    """Return the buttons of the bar, each only for who may."""
    acts = [bulk.BulkAct("formato", lists.PRINT, "it-print", _("Stampa l’elenco"))]
    if reader.has(Permission.LISTS_EXPORT):
        acts.append(bulk.BulkAct("formato", "xlsx", "it-download", _("Esporta in Excel")))
    if reader.has(Permission.CASES_ASSIGN):
        label, url = _("Affida a un collega"), reverse("people:assign_chosen")
        acts.append(bulk.BulkAct("atto", "affida", "it-user", label, url))
    return acts


class AssignForm(forms.Form):
    """To whom the chosen paths go, from when, and what becomes of who follows them now."""

    worker = forms.ModelChoiceField(
        label=_("A chi"),
        queryset=Worker.objects.none(),
        to_field_name="public_id",
        empty_label=_("Scegli"),
        widget=forms.Select(attrs={"class": "medium"}),
        error_messages={
            "required": _("Scegli a chi affidare i percorsi."),
            "invalid_choice": _("Questa scelta non c’è più nell’elenco: scegline un’altra."),
        },
    )
    starts_on = day_field(_("Dal"), missing=_("Indica da quale giorno."), initial=timezone.localdate)
    how = forms.ChoiceField(
        label=_("Chi segue ora"),
        choices=[(_INSTEAD, _("Smette il giorno prima")), (_BESIDE, _("Continua, insieme al collega"))],
        initial=_INSTEAD,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        able = [worker.pk for worker in workers_with(*FOLLOWERS)]
        self.fields["worker"].queryset = Worker.objects.filter(pk__in=able).order_by("name")  # type: ignore[attr-defined]


@page(Permission.PEOPLE_LIST, methods=("POST",))
def chosen(request: HttpRequest) -> HttpResponse:
    """The chosen people on paper, or in a file."""
    reader, today = reader_of(request), timezone.localdate()
    try:
        found = bulk.chosen(request, _visible(reader, today))
    except Refused as refusal:
        return _back(request, refusal)
    rows, columns = rows_of(found, reader, today), columns_for(reader)
    table = [columns.cells(row) for row in rows]
    file = lists.list_file(request, _("Persone scelte"), columns.titles, table, [row.pk for row in rows])
    return file or redirect("people:list")


@page(Permission.CASES_ASSIGN, methods=("POST",))
def assign_chosen(request: HttpRequest) -> HttpResponse:
    """Entrust the paths of the chosen people to a colleague: first the form, then what became of each."""
    reader, today = reader_of(request), timezone.localdate()
    try:
        found = bulk.chosen(request, _visible(reader, today))
    except Refused as refusal:
        return _back(request, refusal)
    log_view(request, Act.LIST, people=[person.pk for person in found])
    form = AssignForm(request.POST if "conferma" in request.POST else None)
    if not form.is_valid():
        return render(request, "people/chosen_assign.html", {"form": form, "rows": rows_of(found, reader, today)})
    batch = secrets.token_hex(8)
    outcome = bulk.carry_out(found, lambda person: _entrust(person, form, reader, batch))
    worker = form.cleaned_data["worker"]
    if outcome.refused:
        return render(request, "people/chosen_outcome.html", {"outcome": outcome, "worker": worker})
    told = ngettext("%(n)s percorso affidato a %(name)s.", "%(n)s percorsi affidati a %(name)s.", len(outcome.done))
    undo_url = reverse("cases:undo_reassign") if form.cleaned_data["how"] == _INSTEAD else ""
    say_done(request, told % {"n": len(outcome.done), "name": worker}, undo_url=undo_url)
    return redirect("people:list")


def _visible(reader: User, today: date) -> QuerySet[Person]:
    return with_state(people.visible_to(reader), reader, today).order_by(*ORDERS[DEFAULT_ORDER])


def _entrust(person: Person, form: AssignForm, reader: User, batch: str) -> None:
    """Entrust the one open path of a person. Raises ``Refused`` where somebody has to look at it first.

    Those that pass from hand to hand in one ``batch`` can be taken back together.
    """
    given = form.cleaned_data
    paths = list(cases.of_person(person, reader).filter(closed_on=None)[:2])
    if not paths:
        raise Refused(gettext("Non ha un percorso aperto: aprilo dalla segnalazione."))
    if len(paths) > 1:
        raise Refused(gettext("Ha più di un percorso aperto: affidalo dalla sua scheda."))
    to = {"by": reader, "worker": given["worker"], "starts_on": given["starts_on"]}
    if given["how"] == _INSTEAD:
        _ensure_one_follower(paths[0])
        reassign(person, **to, batch=batch)
    else:
        assign(paths[0], **to)


def _ensure_one_follower(path: Case) -> None:
    if path.assignments.filter(holds_on(timezone.localdate()), ends_on=None).count() > 1:
        raise Refused(gettext("Lo seguono in più persone: scegli dalla scheda chi sostituire."))


def _back(request: HttpRequest, refusal: Refused) -> HttpResponse:
    messages.error(request, str(refusal.message))
    return redirect("people:list")
