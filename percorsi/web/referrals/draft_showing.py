"""A form on the page: how far each section has come, its answers in words, whom it may be about."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from percorsi.accounts.models import User
from percorsi.confidential.queries import hidden_alike
from percorsi.people import queries as people
from percorsi.people.models import Person
from percorsi.referrals import queries as referrals
from percorsi.referrals.actions.answers import faults, is_begun, line
from percorsi.referrals.choices import DraftState
from percorsi.referrals.choices.forms import FORMS
from percorsi.referrals.choices.questions import Form, Question, Section, asked_in
from percorsi.referrals.models import Referral, ReferralDraft
from percorsi.referrals.policy import reads_reasons
from percorsi.web.shell.pages import visible_or_404
from percorsi.web.shell.readers import reader_of

_MOST_ALIKE = 5


@dataclass(frozen=True)
class Task:
    """A section in the list of what there is to do: its state in words, tinted."""

    number: int
    title: str | Promise
    url: str
    is_current: bool
    tint: str
    icon: str
    word: str


@dataclass(frozen=True)
class Tasks:
    """The list of what there is to do."""

    rows: list[Task]
    done: int
    needed: int
    answered: int
    review_url: str


@dataclass(frozen=True)
class Answered:
    """A section read back: its name, its page, and each question with its answer in words."""

    title: str | Promise
    url: str
    rows: list[tuple[str | Promise, str]]
    missing: list[str]


def form_of(draft: ReferralDraft) -> Form:
    """Return the version of the form with which a draft is read."""
    return FORMS[draft.form_version]


def draft_of(request: HttpRequest, draft_id: str) -> ReferralDraft:
    """Fetch a draft of the reader's municipality that was not sent yet."""
    return visible_or_404(referrals.drafts_of_own(reader_of(request)).filter(sent_on=None), draft_id)


def section_of(request: HttpRequest, draft: ReferralDraft) -> Section:
    """Return the section asked for, the first without a word. Raises Http404 for one that does not exist."""
    form = form_of(draft)
    found = form.section(request.GET.get("sezione", form.sections[0].key))
    if found is None:
        raise Http404
    return found


def tasks_of(draft: ReferralDraft, current: Section | None) -> Tasks:
    """Return how far the sections have come."""
    form, answers = form_of(draft), draft.answers
    wrong = {section.key: faults(section, answers) for section in form.sections}
    rows = [
        Task(number, one.title, _page(draft, one), one is current, *_state(draft, one, wrong[one.key]))
        for number, one in enumerate(form.sections, start=1)
    ]
    needed = [one.key for one in form.asked(is_protected=draft.is_protected) if one.is_needed]
    faulty = {key for found in wrong.values() for key in found}
    return Tasks(
        rows,
        sum(not found for found in wrong.values()),
        len(needed),
        len([key for key in needed if key not in faulty]),
        reverse("referrals:review", args=[draft.public_id]),
    )


def next_page(draft: ReferralDraft, section: Section) -> str:
    """Return the address of the page after a section: the next one, at the end the one that sends."""
    sections = form_of(draft).sections
    place = sections.index(section) + 1
    if place == len(sections):
        return reverse("referrals:review", args=[draft.public_id])
    return _page(draft, sections[place])


def as_sent(draft: ReferralDraft) -> list[Answered]:
    """Return a sent form as its senders read it: without what leaves the answers of one that is taken in."""
    return [part for part in in_words(draft, tells_who=False) if part.rows]


def in_words(draft: ReferralDraft, *, tells_who: bool = True) -> list[Answered]:
    """Return the form read back, section by section; questions without an answer are left out.

    Without ``tells_who`` so are those that tell who the person is.
    """
    return [
        Answered(
            section.name,
            _page(draft, section),
            list(_answers(section, draft, tells_who=tells_who)),
            list(faults(section, draft.answers).values()),
        )
        for section in form_of(draft).sections
    ]


def form_behind(referral: Referral, reader: User) -> list[Answered]:
    """Return the form that a referral came with, for who reads reasons; nothing for one that came another way."""
    draft = ReferralDraft.objects.filter(referral=referral).first() if reads_reasons(reader, referral) else None
    return [part for part in in_words(draft) if part.rows] if draft else []


def name_of(draft: ReferralDraft) -> str:
    """Return how the form calls the person."""
    if draft.is_protected:
        return _("Caso protetto")
    names = " ".join(filter(None, [line(draft.answers, "given_names"), line(draft.answers, "family_names")]))
    return names or _("senza nome")


def name_for_sender(draft: ReferralDraft) -> str:
    """Return how the form calls the person while its senders have something to do, then nothing.

    One taken in has no names left: were one that waits to show them, the senders would tell it from that of somebody
    who is hidden from them.
    """
    return name_of(draft) if draft.state in (DraftState.DRAFT, DraftState.RETURNED) else ""


def possible_people(draft: ReferralDraft, reader: User) -> list[Person]:
    """Return whom the form may be about among the people that the reader sees: same code, or same names."""
    if draft.is_protected:
        return []
    code, names = line(draft.answers, "codice_fiscale"), name_of(draft)
    hidden = hidden_alike(reader, codice_fiscale=code, names=names)
    by_code = list(people.found_by(code, reader)) if code else []
    by_name = list(people.found_by(names, reader).order_by("sort_key", "pk")[:_MOST_ALIKE])
    return list({person.pk: person for person in [*by_code, *hidden, *by_name]}.values())


def _state(draft: ReferralDraft, section: Section, wrong: dict[str, str]) -> tuple[str, str, str]:
    """Return tint, icon and word of a section's state."""
    if not wrong:
        return "ok", "it-check", _("Completa")
    if not is_begun(section, draft.answers):
        return "line", "", _("Da iniziare")
    errors = sum(bool(draft.answers.get(key)) for key in wrong)
    if errors:
        return "late", "it-error", ngettext("%(n)d errore", "%(n)d errori", errors) % {"n": errors}
    return "soon", "it-pencil", _("Da completare")


def _page(draft: ReferralDraft, section: Section) -> str:
    return reverse("referrals:section", args=[draft.public_id]) + f"?sezione={section.key}"


def _answers(section: Section, draft: ReferralDraft, *, tells_who: bool) -> Iterator[tuple[str | Promise, str]]:
    # What is not asked of who comes from a protected place is all that tells who somebody is.
    for question in asked_in(section, is_protected=draft.is_protected or not tells_who):
        if words := _in_words(question, draft.answers.get(question.key)):
            yield question.label, words


def _in_words(question: Question, given: object) -> str:
    if not question.options:
        return str(given or "")
    labels = dict(question.options)
    keys = given if isinstance(given, list) else [given]
    return ", ".join(str(labels[key]) for key in keys if key in labels)
