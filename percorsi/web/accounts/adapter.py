"""How allauth behaves here: own words, no sign-up, no e-mail, attempts counted by account and address."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.actions import change_password
from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.organisations.queries import reader
from percorsi.web.shell.trail import client_address, log

_PREFIX = 64  # bits of an IPv6 address that name a network
_WORDS = {
    "account/messages/logged_out.txt": _("Sei uscito da Percorsi."),
    "account/messages/password_changed.txt": _("La password è cambiata. Le altre sessioni aperte sono finite."),
}


class Adapter(DefaultAccountAdapter):
    """The answers of allauth's views."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "Nome utente o password non corretti. Controlla maiuscole e minuscole; se non ricordi la password, chiedi "
            "all’amministratore di sistema un nuovo collegamento."
        ),
        "too_many_login_attempts": _(
            "Troppi tentativi per questo nome utente da qui. Aspetta un minuto prima di riprovare: a ogni nuovo errore "
            "l’attesa si allunga."
        ),
        "enter_current_password": _("Non è la password di adesso: scrivila di nuovo."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Say no: accounts are given by an administrator."""
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Answer everybody with pages."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address that the limits count by; behind a trusted proxy it is the reader's.

        Of IPv6 it is the network: whoever has one has as many addresses in it as they like.
        """
        address = client_address(request)
        if address is None or ":" not in address:
            return address or "unknown"
        return str(ipaddress.ip_network((address.partition("%")[0], _PREFIX), strict=False))

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # allauth counts by account alone: whoever fails on purpose would keep its holder out.
        return f"{credentials.get('username', '').lower()}|{self.get_client_ip(request)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note whose account was tried; what was typed is not kept: it may be a password in the wrong field."""
        about = User.objects.filter(username__iexact=credentials.get("username", "")).first()
        details = Details(where="account_login", address=client_address(request))
        record(Act.LOGIN_FAILED, by=None, about=about, details=details)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and note it with the role of today."""
        super().login(request, user)
        request.user = reader(user.pk) or user
        log(request, Act.LOGIN)

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and note it."""
        log(request, Act.LOGOUT)
        super().logout(request)

    def set_password(self, user: User, password: str) -> None:
        """Change one's own password as every other change is made."""
        change_password(user, password=password, by=user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Go back to one's work."""
        return "/"

    def add_message(self, request: HttpRequest, level: int, message_template: str, *_args: Any, **_more: Any) -> None:
        """Say only what the reader does not see anyway."""
        if message_template in _WORDS:
            messages.add_message(request, level, str(_WORDS[message_template]))
