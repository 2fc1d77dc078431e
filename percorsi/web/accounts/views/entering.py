"""Entering, leaving, and choosing a password."""

from typing import Any

from allauth.account import views as allauth_views
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from percorsi.accounts.actions import activate, may_activate
from percorsi.accounts.models import User
from percorsi.service.queries import profile
from percorsi.web.accounts.forms import ActivationForm
from percorsi.web.accounts.keeping import kept
from percorsi.web.accounts.sessions import IDLE, WHOLE
from percorsi.web.shell.forms import carried_out, posted
from percorsi.web.shell.pages import PUBLIC, SIGNED_IN, page


class LoginView(allauth_views.LoginView):
    """allauth's, with the reason for which the session before ended."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add why the session ended, when the address says so in one of our words, and whether typed text waits."""
        profile()
        ended = self.request.GET.get("fine", "")
        known = ended if ended in {IDLE, WHOLE} else ""
        context: dict[str, Any] = super().get_context_data(**kwargs, ended=known, has_typed=bool(kept(self.request)))
        return context


login = page(PUBLIC, methods=("GET", "POST"))(LoginView.as_view())
change_own_password = page(SIGNED_IN, methods=("GET", "POST"))(allauth_views.password_change)


@page(SIGNED_IN, methods=("POST",))
def logout(request: HttpRequest) -> HttpResponse:
    """Sign out; the browser forgets what it kept, so that "back" shows nothing."""
    response: HttpResponse = allauth_views.logout(request)
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response


@page(PUBLIC, methods=("GET", "POST"))
@sensitive_post_parameters()
def choose_first_password(request: HttpRequest, public_id: str, token: str) -> HttpResponse:
    """Let the holder of an activation link choose their password; a link used, old or invented gets one answer."""
    user = User.objects.filter(public_id=public_id).first()
    if user is None or not may_activate(user, token):
        return render(request, "accounts/link_over.html", status=410)
    form = ActivationForm(posted(request), user=user)
    if carried_out(form, lambda given: activate(user, token=token, password=given["password1"])):
        messages.success(request, _("La password è scelta. Entra con il nome utente e la nuova password."))
        return redirect("account_login")
    return render(request, "accounts/activate.html", {"form": form, "account": user})
