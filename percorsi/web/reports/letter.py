"""What somebody types around the figures before they become a letter."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from percorsi.web.reports.paper import Letter
from percorsi.web.shell.forms import day_field

_LONGEST = 200
# What comes back the next time; subject and day belong to one letter.
_REMEMBERED = ("destinatario", "luogo", "firma")


def _words(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    missing = {"required": _("Scrivi l’oggetto della relazione.")} if required else None
    return forms.CharField(
        label=label, required=required, max_length=_LONGEST, help_text=help_text, error_messages=missing
    )


class LetterForm(forms.Form):
    """Addressee, subject, place and day, signature."""

    destinatario = _words(_("Destinatario"), help_text=_("Per esempio: Consiglio di amministrazione."))
    oggetto = _words(_("Oggetto"), required=True)
    luogo = _words(_("Luogo"))
    giorno = day_field(_("Data"), missing=_("Scrivi la data della relazione, per esempio 25/6/2019."))
    firma = _words(_("Firma"), help_text=_("Chi firma e con quale incarico."))

    def __init__(self, data: QueryDict | None, *, subject: str, last: dict[str, str]):
        usual: dict[str, str | date] = {"oggetto": subject, "giorno": timezone.localdate(), **last}
        super().__init__(data, initial=usual)

    @property
    def letter(self) -> Letter:
        """What was typed, once the form is valid."""
        typed = self.cleaned_data
        return Letter(
            written_on=typed["giorno"],
            subject=typed["oggetto"],
            addressee=typed["destinatario"],
            place=typed["luogo"],
            signature=typed["firma"],
        )

    def to_remember(self) -> dict[str, str]:
        """What the next letter begins with."""
        return {name: self.cleaned_data[name] for name in _REMEMBERED}
