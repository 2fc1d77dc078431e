"""Who may enter: accounts and nothing else. What somebody may do comes from their dated membership."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from percorsi.accounts.choices import Role
from percorsi.accounts.roles import rights_of
from percorsi.accounts.standing import Standing
from percorsi.kit.fields import PublicIdField


class UserManager(BaseUserManager["User"]):
    """Makes accounts; Django's own commands ask for these two."""

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Make an account. Without a password nobody can enter with it."""
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """An account. ``is_system`` marks the actor of commands, with which nobody logs in.

    ``last_filters`` holds the query of the filters last used on each list, by the name of its page.
    """

    public_id = PublicIdField()
    username = models.CharField(_("nome utente"), max_length=150, unique=True)
    name = models.CharField(_("nome e cognome"), max_length=150)
    email = models.EmailField(_("e-mail"), blank=True)
    is_active = models.BooleanField(_("attivo"), default=True)
    is_system = models.BooleanField(default=False)
    # How the account likes its pages: nothing here gives or takes a right.
    has_keys_off = models.BooleanField(_("tasti rapidi spenti"), default=False)
    last_filters = models.JSONField(default=dict, blank=True)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """Return the name as colleagues know it."""
        return self.name

    # Set by ``organisations.queries.reader``; an account that came by another way has no right: closed by default.
    standing: Standing | None = None

    @property
    def role(self) -> str:
        """The role of the membership in force, or nothing; the actor of commands has its own."""
        if self.is_system:
            return Role.COMMAND
        return self.standing.role if self.standing else ""

    def has(self, permission: str) -> bool:
        """Whether this account may do something; about whom is said by ``visible_to``."""
        return permission in rights_of(self.role)
