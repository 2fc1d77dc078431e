"""The form of a referral on the page: a section at a time, made from the questions of its version."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from percorsi.people.models import Person
from percorsi.referrals.actions.answers import Answers, faults
from percorsi.referrals.choices.form_1 import NO, PROTECTED, YES
from percorsi.referrals.choices.questions import Ask, Question, Section, asked_in
from percorsi.referrals.models import ReferralDraft
from percorsi.web.shell.forms import VersionedForm
from percorsi.web.shell.municipalities import LIST_ID, usual

_LINES = 4
_ACROSS = frozenset({Ask.TEXT, Ask.ONE, Ask.SEVERAL})
NEW = "nuova"


class StartForm(forms.Form):
    """The one question that comes before all others: what may be asked depends on it."""

    protected = forms.ChoiceField(
        label=_("La persona arriva da un luogo protetto?"),
        help_text=_("Centro antiviolenza, casa rifugio, indirizzo segreto"),
        choices=[(NO, _("No")), (YES, _("Sì: nome, codice e indirizzo non si scrivono"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Indica se arriva da un luogo protetto.")},
    )


class SectionForm(VersionedForm):
    """The questions of a section. What is typed is never refused here: it is kept, and told what is wrong with it."""

    use_required_attribute = False

    def __init__(self, *args: Any, section: Section, draft: ReferralDraft, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.section, self.draft = section, draft
        for question in asked_in(section, is_protected=draft.is_protected):
            self.fields[question.key] = _field(question)
        self.usual_municipalities = usual()

    def answers(self) -> dict[str, str | list[str]]:
        """Return what was typed, by key of the question."""
        return {one.key: self.cleaned_data.get(one.key) or "" for one in self.section.questions}

    @property
    def groups(self) -> list[tuple[bool, list[forms.BoundField]]]:
        """The fields as the page sets them: lines beside one another, the others each across the page."""
        lines = {one.key for one in self.section.questions if one.how not in _ACROSS}
        fields = [field for field in self if not field.is_hidden]
        return [(is_line, list(group)) for is_line, group in groupby(fields, key=lambda field: field.name in lines)]

    def show(self, answers: Answers, *, with_faults: bool) -> None:
        """Make the form ready for the page: what is needed is marked, what is wrong or missing told beside it."""
        if with_faults:
            for key, message in faults(self.section, answers).items():
                if key in self.fields:
                    self.add_error(key, message)
        for question in self.section.questions:
            if question.key in self.fields:
                self.fields[question.key].required = question.is_needed


class SendForm(VersionedForm):
    """Nothing but the version that was read back."""


class ReplyForm(VersionedForm):
    """What the social worker answers."""

    reply = forms.CharField(
        label=_("Risposta"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Scrivi la risposta.")},
    )


class AskForm(VersionedForm):
    """What the service needs to know."""

    text = forms.CharField(
        label=_("Che cosa serve sapere"),
        max_length=500,
        help_text=_("Lo legge chi ha segnalato. Non scrivere se la persona è già conosciuta, né da chi"),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Scrivi che cosa serve sapere.")},
    )


class TakeForm(VersionedForm):
    """Whether the person is one of those known, or somebody new."""

    who = forms.ChoiceField(
        label=_("Chi è?"),
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Scegli se è una persona che conoscete o una nuova."),
            "invalid_choice": _("Questa scelta non c’è più nell’elenco: scegline un’altra."),
        },
    )

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.public_id: person for person in people}
        known = [(key, _now("È la stessa persona: %(name)s") % {"name": who}) for key, who in self.people.items()]
        self.fields["who"].choices = [*known, (NEW, _("È una persona nuova"))]  # type: ignore[attr-defined]
        if not people:
            self.initial.setdefault("who", NEW)

    def clean_who(self) -> Person | None:
        """Return the person whom the service knows; None for somebody new."""
        return self.people.get(self.cleaned_data["who"])


def shown_form(draft: ReferralDraft, section: Section, *, with_faults: bool) -> SectionForm:
    """Return the form with the answers that the draft keeps, and what is wrong with them where that is asked for."""
    kept = {key: value if isinstance(value, list) else [value] for key, value in draft.answers.items()}
    data: Any = MultiValueDict({**kept, "version": [str(draft.version)]})
    form = SectionForm(data, section=section, draft=draft)
    form.is_valid()
    form.show(draft.answers, with_faults=with_faults)
    return form


def _field(question: Question) -> forms.Field:
    """Return the field of a question. No answer is required here: a draft is kept as it is."""
    about: dict[str, Any] = {"label": question.label, "help_text": question.help_text, "required": False}
    if question.how == Ask.ONE:
        return forms.ChoiceField(**about, choices=question.options, widget=forms.RadioSelect)
    if question.how == Ask.SEVERAL:
        return forms.MultipleChoiceField(**about, choices=question.options, widget=forms.CheckboxSelectMultiple)
    if question.how == Ask.TEXT:
        return forms.CharField(**about, widget=forms.Textarea(attrs={"rows": _LINES}))
    attrs = {"autocomplete": "off"} | ({"class": question.width} if question.width else {})
    if question.how == Ask.MUNICIPALITY:
        attrs["list"] = LIST_ID
    return forms.CharField(**about, widget=forms.TextInput(attrs=attrs))


def is_protected(form: StartForm) -> bool:
    """Whether the first question was answered with yes."""
    return bool(form.cleaned_data[PROTECTED] == YES)
