"""Accounts and roles, for the administrator. These pages hold who works here, never who is served."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.actions import issue_activation
from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Refused
from percorsi.organisations import actions
from percorsi.organisations.models import Worker
from percorsi.organisations.queries import accounts_visible_to, workers_without_account
from percorsi.web.accounts.forms import BodyForm, EndPartForm, NamingForm, NewUserForm, OpenAccountForm, PartForm
from percorsi.web.shell.pages import page, visible_or_404

_ROWS = 50
_FORM = ("GET", "POST")


@page(Permission.USERS_MANAGE)
def user_list(request: HttpRequest) -> HttpResponse:
    """Show who has an account."""
    rows = Paginator(accounts_visible_to(_actor(request)), _ROWS).get_page(request.GET.get("pagina"))
    waiting = workers_without_account(_actor(request)).count()
    return render(request, "accounts/users.html", {"page": rows, "waiting": waiting, "today": timezone.localdate()})


@page(Permission.USERS_MANAGE)
def worker_list(request: HttpRequest) -> HttpResponse:
    """Show the workers whom somebody named and who have no account."""
    rows = Paginator(workers_without_account(_actor(request)), _ROWS).get_page(request.GET.get("pagina"))
    return render(request, "accounts/workers.html", {"page": rows, "today": timezone.localdate()})


@page(Permission.USERS_MANAGE, methods=_FORM)
def new_user(request: HttpRequest) -> HttpResponse:
    """Make an account with its first role, and show its activation link once."""
    form = NewUserForm(request.POST or None)
    by = _actor(request)
    user = _done(form, lambda: actions.create_member(form.newcomer(), part=form.part(), by=by))
    return _link_page(request, user) if user else render(request, "accounts/new_user.html", {"form": form})


@page(Permission.USERS_MANAGE, methods=_FORM)
def new_body(request: HttpRequest) -> HttpResponse:
    """Add a body to choose from when a role is given."""
    by = _actor(request)
    form = BodyForm(request.POST or None)
    if body := _done(form, lambda: actions.add_body(**form.cleaned_data, by=by)):
        messages.success(request, _("«%(name)s» è tra gli enti: ora puoi assegnarvi un ruolo.") % {"name": body})
        return redirect("accounts:users")
    return render(request, "accounts/new_body.html", {"form": form})


@page(Permission.USERS_MANAGE, methods=_FORM)
def open_account(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give an account to a worker known already, and show its activation link once."""
    by = _actor(request)
    worker = visible_or_404(workers_without_account(by), public_id)
    form = OpenAccountForm(request.POST or None, initial={"name": worker.name})
    user = _done(form, lambda: actions.open_account(worker, by=by, **form.cleaned_data))
    context = {"form": form, "worker": worker, "today": timezone.localdate()}
    return _link_page(request, user) if user else render(request, "accounts/open_account.html", context)


@page(Permission.USERS_MANAGE)
def user_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an account and its roles, with what may be done."""
    user = visible_or_404(accounts_visible_to(_actor(request)), public_id)
    return render(request, "accounts/user.html", _about(request, user))


@page(Permission.USERS_MANAGE, methods=_FORM)
def change_user(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change how an account is called."""
    by = _actor(request)
    user = visible_or_404(accounts_visible_to(by), public_id)
    form = NamingForm(request.POST or None, initial={"name": user.name, "username": user.username})
    if _done(form, lambda: actions.rename_member(user, **form.cleaned_data, by=by) or user):
        return _back(request, user, _("Il nome è cambiato."))
    return render(request, "accounts/change_user.html", {"form": form, **_about(request, user)})


@page(Permission.USERS_MANAGE, methods=_FORM)
def add_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give somebody a role."""
    by = _actor(request)
    user = visible_or_404(accounts_visible_to(by).exclude(worker=None), public_id)
    form = PartForm(request.POST or None)
    if _done(form, lambda: actions.add_membership(_worker(user), part=form.part(), by=by)):
        return _back(request, user, _("Il ruolo è assegnato."))
    return render(request, "accounts/add_role.html", {"form": form, **_about(request, user)})


@page(Permission.USERS_MANAGE, methods=_FORM)
def end_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a role away, at once or from a day."""
    by = _actor(request)
    user = visible_or_404(accounts_visible_to(by).exclude(worker=None), public_id)
    form = EndPartForm(request.POST or None, worker=_worker(user))
    if _done(form, lambda: actions.end_membership(by=by, **form.ending()) or user):
        return _back(request, user, _("La fine del ruolo è registrata."))
    return render(request, "accounts/end_role.html", {"form": form, **_about(request, user)})


@page(Permission.USERS_MANAGE, methods=_FORM)
def shut_user(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for confirmation, then shut somebody out."""
    by = _actor(request)
    user = visible_or_404(accounts_visible_to(by).filter(is_active=True), public_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if _done(form, lambda: actions.close_account(user, by=by) or user):
        return _back(request, user, _("L’account è disattivato e le sue sessioni sono finite."))
    return render(request, "accounts/shut_user.html", {"form": form, **_about(request, user)})


@page(Permission.USERS_MANAGE, methods=_FORM)
def new_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for confirmation, then show a new activation link once; it also opens an account that was shut."""
    by = _actor(request)
    user = visible_or_404(accounts_visible_to(by), public_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if token := _done(form, lambda: actions.reopen_account(user, by=by)):
        return _show_link(request, user, token)
    return render(request, "accounts/new_link.html", {"form": form, **_about(request, user)})


def _done(form: forms.Form, act: Callable[[], Any]) -> Any:
    """Return what the action returned for a valid form; None when there is something to correct."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refused as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None


def _link_page(request: HttpRequest, user: User) -> HttpResponse:
    return _show_link(request, user, issue_activation(user, by=_actor(request)))


def _show_link(request: HttpRequest, user: User, token: str) -> HttpResponse:
    """Show the secret this once: it is stored nowhere, and the page may not be kept."""
    address = reverse("accounts:activate", kwargs={"public_id": user.public_id, "token": token})
    return render(request, "accounts/link.html", {"account": user, "link": request.build_absolute_uri(address)})


def _back(request: HttpRequest, user: User, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("accounts:user", public_id=user.public_id)


def _about(request: HttpRequest, user: User) -> dict[str, Any]:
    worker = getattr(user, "worker", None)
    memberships = list(worker.memberships.all()) if worker else []
    is_own = user.pk == _actor(request).pk
    return {"account": user, "memberships": memberships, "is_own": is_own, "today": timezone.localdate()}


def _actor(request: HttpRequest) -> User:
    assert isinstance(request.user, User), "the page is open to accounts only"
    return request.user


def _worker(user: User) -> Worker:
    return user.worker
