"""The pages that belong to no room."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.actions import switch_keys
from percorsi.web.service.steps import leads_to_first_steps
from percorsi.web.shell import menu
from percorsi.web.shell.forms import posted
from percorsi.web.shell.pages import SIGNED_IN, page
from percorsi.web.shell.readers import reader_of
from percorsi.web.shell.undo import say_done


class KeysForm(forms.Form):
    """The single keys of the pages, on or off."""

    hides_optional = True
    keys = forms.BooleanField(
        label=_("Usa i tasti singoli"),
        required=False,
        help_text=_("Spegnili se usi la dettatura o li premi per sbaglio. Tutto si fa anche senza."),
    )


@page(SIGNED_IN)
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first screen of the reader's role, else to the first page of the menu that they may open.

    Who sets up a new service is led to the first steps.
    """
    reader = reader_of(request)
    if leads_to_first_steps(reader):
        return redirect("service:first_steps")
    entries = menu.entries(request)
    if not entries:
        return render(request, "shell/no_role.html")
    wanted = menu.url_or_empty(menu.FIRST_SCREENS.get(reader.role, ""))
    offered = [entry.url for entry in entries]
    return redirect(wanted if wanted in offered else offered[0])


@page(SIGNED_IN, methods=("GET", "POST"))
def keys(request: HttpRequest) -> HttpResponse:
    """The map of the keys, and whether the single ones work for this account."""
    reader = reader_of(request)
    form = KeysForm(posted(request), initial={"keys": not reader.has_keys_off})
    if form.is_valid():
        switch_keys(reader, is_off=not form.cleaned_data["keys"])
        say_done(request, _("Tasti singoli spenti.") if reader.has_keys_off else _("Tasti singoli accesi."))
        return redirect("shell:keys")
    return render(request, "shell/keys.html", {"form": form})
