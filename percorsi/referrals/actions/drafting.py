"""A social worker fills in a form, sends it, and answers what the service asks about it."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from percorsi.accounts.models import User
from percorsi.audit.actions import Details, record
from percorsi.audit.choices import Act
from percorsi.kit.fields import change_versioned
from percorsi.kit.refusal import Refused
from percorsi.organisations.models import Worker
from percorsi.people.actions import typed
from percorsi.places.models import Municipality
from percorsi.referrals.actions.answers import comes_from_protected_place, faults, kept
from percorsi.referrals.choices import DraftState
from percorsi.referrals.choices.forms import CURRENT, FORMS
from percorsi.referrals.choices.questions import Section
from percorsi.referrals.models import DraftQuestion, ReferralDraft
from percorsi.referrals.policy import ensure_may_edit, ensure_may_take, own_municipality


@transaction.atomic
def begin_draft(*, by: User, is_protected: bool) -> ReferralDraft:
    """Begin the form of a referral for the user's own municipality, and return it. Raises ``Forbidden``."""
    town = own_municipality(by)
    Municipality.objects.select_for_update().get(pk=town)
    last = ReferralDraft.objects.filter(municipality=town).aggregate(last=Max("number"))["last"] or 0
    draft = ReferralDraft.objects.create(
        number=last + 1,
        municipality_id=town,
        author=_worker(by),
        form_version=CURRENT.version,
        answers={"protected": "yes" if is_protected else "no"},
        is_protected=is_protected,
        saved_at=timezone.now(),
    )
    _tell(Act.CREATE, draft, by=by)
    return draft


@transaction.atomic
def save_section(
    draft: ReferralDraft, *, by: User, version: int, section: Section, answers: Mapping[str, str | list[str]]
) -> None:
    """Keep what was typed in a section, right or wrong. Raises ``Stale``, ``Refused`` once it was sent, ``Forbidden``.

    As soon as the sender says that the person comes from a protected place, what tells who they are is forgotten.
    """
    now = _editable(draft, by=by)
    new = {one.key: kept(one, answers.get(one.key, "")) for one in section.questions}
    told = {**now.answers, **new}
    is_protected = comes_from_protected_place(told)
    asked = {one.key for one in FORMS[now.form_version].asked(is_protected=is_protected)}
    told = {key: value for key, value in told.items() if value and key in asked}
    change_versioned(draft, version=version, answers=told, is_protected=is_protected, saved_at=timezone.now())
    _tell(Act.CHANGE, draft, by=by, fields=["answers"])


@transaction.atomic
def send_draft(draft: ReferralDraft, *, by: User, version: int) -> None:
    """Send a form that is whole. It is not looked for among the people of the archive: the answer is always the same.

    Raises ``Refused`` when something is missing, ``Stale``, ``Forbidden``.
    """
    now = _editable(draft, by=by)
    if any(faults(section, now.answers) for section in FORMS[now.form_version].sections):
        raise Refused(_("Manca ancora qualcosa: completa le sezioni segnate, poi invia."))
    change_versioned(draft, version=version, state=DraftState.SENT, sent_on=timezone.localdate())
    _tell(Act.CHANGE, draft, by=by, fields=["sent_on", "state"])


@transaction.atomic
def discard_draft(draft: ReferralDraft, *, by: User) -> None:
    """Throw a form away that was not sent; nothing of it stays but a line in the trail. Raises as the others."""
    now = _editable(draft, by=by)
    _tell(Act.DELETE, now, by=by)
    now.delete()


@transaction.atomic
def ask_about(draft: ReferralDraft, *, by: User, version: int, text: str) -> DraftQuestion:
    """Send a form back with a question, and return the question. Raises ``Refused``, ``Stale``, ``Forbidden``."""
    ensure_may_take(by, draft)
    if draft.state != DraftState.SENT:
        raise Refused(_("Su questa segnalazione c’è già una domanda, o è già stata presa in esame."))
    asked = typed.text(DraftQuestion, "text", text)
    if not asked:
        raise Refused(_("Scrivi che cosa serve sapere."), field="text")
    change_versioned(draft, version=version, state=DraftState.RETURNED)
    question = DraftQuestion.objects.create(draft=draft, text=asked, asked_by=_worker(by), asked_at=timezone.now())
    _tell(Act.CHANGE, draft, by=by, fields=["questions", "state"])
    return question


@transaction.atomic
def reply_to_question(draft: ReferralDraft, *, by: User, version: int, reply: str) -> None:
    """Answer the question about a form, which goes back to the service. Raises as :func:`ask_about`."""
    ensure_may_edit(by, draft)
    question = draft.questions.filter(replied_at=None).first()
    if draft.state != DraftState.RETURNED or question is None:
        raise Refused(_("Non c’è una domanda a cui rispondere."))
    said = typed.text(DraftQuestion, "reply", reply)
    if not said:
        raise Refused(_("Scrivi la risposta."), field="reply")
    change_versioned(draft, version=version, state=DraftState.SENT)
    draft.questions.filter(pk=question.pk).update(reply=said, replied_by=_worker(by), replied_at=timezone.now())
    _tell(Act.CHANGE, draft, by=by, fields=["questions", "state"])


def _editable(draft: ReferralDraft, *, by: User) -> ReferralDraft:
    now = ReferralDraft.objects.select_for_update().get(pk=draft.pk)
    ensure_may_edit(by, now)
    if now.state != DraftState.DRAFT:
        raise Refused(_("La segnalazione è già stata inviata: non si può più cambiare."))
    return now


def _worker(by: User) -> Worker:
    assert by.standing is not None, "whoever may do this has a standing"
    return Worker.objects.get(pk=by.standing.worker)


def _tell(act: Act, draft: ReferralDraft, *, by: User, fields: list[str] | None = None) -> None:
    details = Details(fields={"fields": fields} if fields else {})
    record(act, by=by, about=draft, details=details)
