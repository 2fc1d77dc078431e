"""Who may give and take accounts, and which passwords are too easy here."""

import re

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.accounts.permissions import Permission
from percorsi.kit.refusal import Forbidden
from percorsi.kit.text import match_key

_LETTERS_OF_ONE_S_OWN = 6


def ensure_manages_users(by: User) -> None:
    """Raise :class:`Forbidden` unless the actor looks after accounts; the actor of console commands always may."""
    if not (by.is_system or by.has(Permission.USERS_MANAGE)):
        raise Forbidden


class LongEnoughValidator(MinimumLengthValidator):
    """Django's rule in our words: its own message has no Italian translation in 5.2."""

    def get_error_message(self) -> str:
        """Return what is wrong and what to do."""
        return _("La password è troppo corta: scrivi almeno %(n)d caratteri.") % {"n": self.min_length}


class ContextWordsValidator:
    """Refuses a password made of the words that everybody here would guess first, with numbers around them."""

    def __init__(self, words: tuple[str, ...] = ()) -> None:
        known = {part for word in words for part in match_key(word).split()}
        self._known = re.compile("|".join(map(re.escape, sorted(known, key=len, reverse=True))) or "(?!)")

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when too few letters are left without those words."""
        rest = self._known.sub("", match_key(password).replace(" ", ""))
        if len(re.findall(r"[^\W\d_]", rest)) < _LETTERS_OF_ONE_S_OWN and self._known.search(match_key(password)):
            raise ValidationError(
                _("La password è fatta di parole del servizio, facili da indovinare: aggiungi parole tue."),
                code="password_context_words",
            )

    def get_help_text(self) -> str:
        """Return the rule in words."""
        return _("Non usare soltanto il nome del servizio, dell’ente o del programma.")
