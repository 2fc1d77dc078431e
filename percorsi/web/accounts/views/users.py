"""Accounts and roles, for the administrator. These pages hold who works here, never who is served."""

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
from percorsi.organisations import actions
from percorsi.organisations.models import Worker
from percorsi.organisations.queries import accounts_visible_to, workers_without_account
from percorsi.web.accounts.forms import BodyForm, EndPartForm, NamingForm, NewUserForm, OpenAccountForm, PartForm
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import page, visible_or_404
from percorsi.web.shell.readers import reader_of

_ROWS = 50
_FORM = ("GET", "POST")


@page(Permission.USERS_MANAGE)
def user_list(request: HttpRequest) -> HttpResponse:
    """Show who has an account."""
    rows = Paginator(accounts_visible_to(reader_of(request)), _ROWS).get_page(request.GET.get("pagina"))
    waiting = workers_without_account(reader_of(request)).count()
    return render(request, "accounts/users.html", {"page": rows, "waiting": waiting, "today": timezone.localdate()})


@page(Permission.USERS_MANAGE)
def worker_list(request: HttpRequest) -> HttpResponse:
    """Show the workers whom somebody named and who have no account."""
    rows = Paginator(workers_without_account(reader_of(request)), _ROWS).get_page(request.GET.get("pagina"))
    return render(request, "accounts/workers.html", {"page": rows, "today": timezone.localdate()})


@page(Permission.USERS_MANAGE, methods=_FORM)
def new_user(request: HttpRequest) -> HttpResponse:
    """Make an account with its first role, and show its activation link once."""
    form = NewUserForm(posted(request))
    by = reader_of(request)
    done = carried_out(form, lambda _given: actions.create_member(form.newcomer(), part=form.part(), by=by))
    return _link_page(request, done.result) if done else render(request, "accounts/new_user.html", {"form": form})


@page(Permission.USERS_MANAGE, methods=_FORM)
def new_body(request: HttpRequest) -> HttpResponse:
    """Add a body to choose from when a role is given."""
    by = reader_of(request)
    form = BodyForm(posted(request))
    if done := carried_out(form, lambda given: actions.add_body(**given, by=by)):
        messages.success(request, _("«%(name)s» è tra gli enti: ora puoi assegnarvi un ruolo.") % {"name": done.result})
        return redirect("accounts:users")
    return render(request, "accounts/new_body.html", {"form": form})


@page(Permission.USERS_MANAGE, methods=_FORM)
def open_account(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give an account to a worker known already, and show its activation link once."""
    by = reader_of(request)
    worker = visible_or_404(workers_without_account(by), public_id)
    form = OpenAccountForm(posted(request), initial={"name": worker.name})
    done = carried_out(form, lambda given: actions.open_account(worker, by=by, **given))
    context = {"form": form, "worker": worker, "today": timezone.localdate()}
    return _link_page(request, done.result) if done else render(request, "accounts/open_account.html", context)


@page(Permission.USERS_MANAGE)
def user_page(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show an account and its roles, with what may be done."""
    user = visible_or_404(accounts_visible_to(reader_of(request)), public_id)
    return render(request, "accounts/user.html", _about(request, user))


@page(Permission.USERS_MANAGE, methods=_FORM)
def change_user(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change how an account is called."""
    by = reader_of(request)
    user = visible_or_404(accounts_visible_to(by), public_id)
    form = NamingForm(posted(request), initial={"name": user.name, "username": user.username})
    if carried_out(form, lambda given: actions.rename_member(user, **given, by=by)):
        return _back(request, user, _("Il nome è cambiato."))
    return render(request, "accounts/change_user.html", {"form": form, **_about(request, user)})


@page(Permission.USERS_MANAGE, methods=_FORM)
def add_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Give somebody a role."""
    by = reader_of(request)
    user = visible_or_404(accounts_visible_to(by).exclude(worker=None), public_id)
    form = PartForm(posted(request))
    if carried_out(form, lambda _given: actions.add_membership(_worker(user), part=form.part(), by=by)):
        return _back(request, user, _("Il ruolo è assegnato."))
    return render(request, "accounts/add_role.html", {"form": form, **_about(request, user)})


@page(Permission.USERS_MANAGE, methods=_FORM)
def end_role(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take a role away, at once or from a day."""
    by = reader_of(request)
    user = visible_or_404(accounts_visible_to(by).exclude(worker=None), public_id)
    form = EndPartForm(posted(request), worker=_worker(user))
    if carried_out(form, lambda _given: actions.end_membership(by=by, **form.ending())):
        return _back(request, user, _("La fine del ruolo è registrata."))
    return render(request, "accounts/end_role.html", {"form": form, **_about(request, user)})


@page(Permission.USERS_MANAGE, methods=_FORM)
def shut_user(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for confirmation, then shut somebody out."""
    by = reader_of(request)
    user = visible_or_404(accounts_visible_to(by).filter(is_active=True), public_id)
    form = forms.Form(posted(request))
    if carried_out(form, lambda _given: actions.close_account(user, by=by)):
        return _back(request, user, _("L’account è disattivato e le sue sessioni sono finite."))
    return render(request, "accounts/shut_user.html", {"form": form, **_about(request, user)})


@page(Permission.USERS_MANAGE, methods=_FORM)
def new_link(request: HttpRequest, public_id: str) -> HttpResponse:
    """Ask for confirmation, then show a new activation link once; it also opens an account that was shut."""
    by = reader_of(request)
    user = visible_or_404(accounts_visible_to(by), public_id)
    form = forms.Form(posted(request))
    if done := carried_out(form, lambda _given: actions.reopen_account(user, by=by)):
        return _show_link(request, user, done.result)
    return render(request, "accounts/new_link.html", {"form": form, **_about(request, user)})


def _link_page(request: HttpRequest, user: User) -> HttpResponse:
    return _show_link(request, user, issue_activation(user, by=reader_of(request)))


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
    is_own = user.pk == reader_of(request).pk
    return {"account": user, "memberships": memberships, "is_own": is_own, "today": timezone.localdate()}


def _worker(user: User) -> Worker:
    return user.worker
