"""What is asked of work and home: each question may stay without an answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from percorsi.people.actions import Declaration
from percorsi.people.models import Situation
from percorsi.web.people.editing.forms import MEDIUM, RowForm
from percorsi.web.shell.forms import day_field

YES, NO = "yes", "no"
ANSWERS = {"": None, YES: True, NO: False}
_SHOWN = {answer: key for key, answer in ANSWERS.items()}
_SAID = (_("sì"), _("no"))
_QUESTIONS = ("is_jobless", "is_losing_job", "never_had_regular_job", "lives_alone_with_dependants")
_DAYS = ("jobless_since", "left_education_on", "starts_on")


def question(label: Any, *, help_text: Any = "", said: tuple[Any, Any] = _SAID) -> forms.TypedChoiceField:
    """A question that is answered with yes, no, or not at all; ``said`` are the words for yes and for no."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[("", _("non si sa")), (YES, said[0]), (NO, said[1])],
        coerce=lambda key: ANSWERS[key],
        empty_value=None,
        widget=forms.Select(MEDIUM),
    )


class SituationForm(RowForm):
    """How somebody stands with work and at home. What is not known stays open, so no field is marked as optional."""

    hides_optional = True
    is_jobless = question(_("È senza lavoro?"))
    jobless_since = day_field(_("Senza lavoro dal"), help_text=_("Il primo giorno, se da allora non ha più lavorato"))
    is_losing_job = question(_("Sta per perdere il lavoro?"), help_text=_("Solo per chi lavora"))
    # Asked the other way round: a no to a "never" would be read in two ways.
    never_had_regular_job = question(
        _("Ha mai avuto un lavoro regolare retribuito?"), said=(_("no, mai"), _("sì, almeno uno"))
    )
    left_education_on = day_field(
        _("Fine degli studi a tempo pieno"), help_text=_("Lascia vuoto se studia o non si sa")
    )
    lives_alone_with_dependants = question(_("È l’unica persona adulta in casa, con figli a carico?"))
    starts_on = day_field(
        _("Vale dal"), help_text=_("Il giorno in cui lo dichiara. La situazione di prima finisce il giorno precedente")
    )

    @staticmethod
    def known(row: Situation) -> dict[str, Any]:
        """Return the values of a situation."""
        answers = {name: _SHOWN[getattr(row, name)] for name in _QUESTIONS}
        return answers | {name: getattr(row, name) for name in _DAYS}

    @property
    def declared(self) -> Declaration:
        """What was declared, as the action asks for it."""
        return Declaration(**{name: self.cleaned_data[name] for name in Declaration.__slots__})
